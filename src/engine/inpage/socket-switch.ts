import type { Post, SocketMessage } from "./wire.ts";

/** Who has a port, and how connections are brought to it. */
export interface SocketOwner {
  readonly post: Post<SocketMessage>;
}

interface End {
  readonly owner: SocketOwner;
  /** The name of the other end. */
  readonly peer: string;
}

/** As on Linux, where ports that nobody chose begin. */
const FIRST_EPHEMERAL_PORT = 32_768;
const LAST_EPHEMERAL_PORT = 60_999;

/** Connects processes of one machine, and carries what they tell each other. */
export class SocketSwitch {
  readonly #listening: (port: number) => SocketOwner | "http" | undefined;
  readonly #ends = new Map<string, End>();
  #nextEnd = 1;
  #lastPort = FIRST_EPHEMERAL_PORT - 1;

  /** `listening`: who takes connections on a port now. */
  constructor(listening: (port: number) => SocketOwner | "http" | undefined) {
    this.#listening = listening;
  }

  /** Ends that are connected. */
  get size(): number {
    return this.#ends.size;
  }

  receive(from: SocketOwner, message: SocketMessage): void {
    if (message.kind === "dial") this.#connect(from, message.end, message.port);
    else if (message.kind === "socket") {
      const { end, news } = message;
      const known = this.#ends.get(end);
      if (known === undefined || known.owner !== from) return;
      const other = this.#ends.get(known.peer);
      if (news.is === "closed") this.#ends.delete(end);
      const transfer = news.is === "data" ? [news.bytes.buffer as ArrayBuffer] : [];
      other?.owner.post({ kind: "socket", end: known.peer, news }, transfer);
    }
  }

  /** The process has ended: so have its connections, as if it had closed them. */
  leave(owner: SocketOwner): void {
    for (const [end, known] of [...this.#ends]) {
      if (known.owner === owner)
        this.receive(owner, { kind: "socket", end, news: { is: "closed", reset: false } });
    }
  }

  #connect(from: SocketOwner, end: string, port: number): void {
    const owner = this.#listening(port);
    if (owner === undefined || owner === "http") {
      const because = owner ?? "nothing";
      from.post({ kind: "socket", end, news: { is: "refused", because } });
      return;
    }
    const accepted = `machine:${this.#nextEnd}`;
    this.#nextEnd += 1;
    const localPort = this.#takePort();
    this.#ends.set(end, { owner: from, peer: accepted });
    this.#ends.set(accepted, { owner, peer: end });
    owner.post({ kind: "incoming", end: accepted, port, remotePort: localPort });
    from.post({ kind: "socket", end, news: { is: "connected", localPort, remotePort: port } });
  }

  #takePort(): number {
    this.#lastPort = this.#lastPort >= LAST_EPHEMERAL_PORT ? FIRST_EPHEMERAL_PORT : this.#lastPort + 1;
    return this.#lastPort;
  }
}
