import type { IncomingSocket, SocketEnd, SocketEvents } from "./kernel.ts";
import { ownBytes, type Post, type SocketMessage, type SocketNews } from "./wire.ts";

/** The ends of connections that one process has. */
export class ProcessSockets {
  readonly #name: string;
  readonly #post: Post<SocketMessage>;
  readonly #listeners = new Map<number, (incoming: IncomingSocket) => void>();
  readonly #ends = new Map<string, SocketEvents>();
  #next = 1;

  /** `name`: that of the process, in the names of its ends. */
  constructor(name: string, post: Post<SocketMessage>) {
    this.#name = name;
    this.#post = post;
  }

  has(port: number): boolean {
    return this.#listeners.has(port);
  }

  /** From now on `onSocket` gets the connections to `port`. */
  listen(port: number, onSocket: (incoming: IncomingSocket) => void): void {
    this.#listeners.set(port, onSocket);
  }

  /** No more of them. Those that are there go on. */
  stop(port: number): void {
    this.#listeners.delete(port);
  }

  dial(port: number, events: SocketEvents): SocketEnd {
    const end = `${this.#name}:${this.#next}`;
    this.#next += 1;
    const opened = this.#open(end, events);
    this.#post({ kind: "dial", end, port });
    return opened;
  }

  receive(message: SocketMessage): void {
    if (message.kind === "incoming") {
      const { end, port, remotePort } = message;
      const onSocket = this.#listeners.get(port);
      if (onSocket === undefined) this.#tell(end, { is: "closed", reset: true });
      else onSocket({ ports: { localPort: port, remotePort }, accept: (events) => this.#open(end, events) });
    } else if (message.kind === "socket") this.#news(message.end, message.news);
  }

  #open(end: string, events: SocketEvents): SocketEnd {
    this.#ends.set(end, events);
    const tell = (news: SocketNews, transfer?: Transferable[]) => {
      if (this.#ends.get(end) === events) this.#tell(end, news, transfer);
    };
    return {
      write: (bytes) => {
        const own = ownBytes(bytes);
        tell({ is: "data", bytes: own }, [own.buffer]);
      },
      took: (bytes) => tell({ is: "taken", bytes }),
      end: () => tell({ is: "ended" }),
      close: (reset) => {
        tell({ is: "closed", reset });
        this.#ends.delete(end);
      },
    };
  }

  #news(end: string, news: SocketNews): void {
    const events = this.#ends.get(end);
    if (events === undefined) return;
    switch (news.is) {
      case "connected":
        events.connected(news);
        return;
      case "refused":
        this.#ends.delete(end);
        events.refused(news.because);
        return;
      case "data":
        events.data(news.bytes);
        return;
      case "taken":
        events.taken(news.bytes);
        return;
      case "ended":
        events.ended();
        return;
      case "closed":
        events.closed(news.reset);
        return;
    }
  }

  #tell(end: string, news: SocketNews, transfer?: Transferable[]): void {
    this.#post({ kind: "socket", end, news }, transfer);
  }
}
