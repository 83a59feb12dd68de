import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { type ReadReply, ReplyReader } from "./reply-reader.ts";

/** One connection, asked one thing after another. */
export class CliConnection {
  readonly #socket: Socket;
  readonly #replies = new ReplyReader();
  #wake: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (data) => {
      this.#replies.feed(data.toString("latin1"));
      this.#wake();
    });
    // What breaks it ends it.
    socket.on("error", () => undefined);
    socket.on("close", () => this.#wake());
  }

  /** Rejects with the socket's error when nobody listens there. */
  static async open(port: number): Promise<CliConnection> {
    const socket = connect(port, "localhost");
    await once(socket, "connect");
    return new CliConnection(socket);
  }

  /** `undefined`: the server has closed the connection. */
  ask(words: readonly string[]): Promise<ReadReply | undefined> {
    const parts = words.map((word) => Buffer.from(word));
    const framed = parts.flatMap((part) => [Buffer.from(`$${part.length}\r\n`), part, Buffer.from("\r\n")]);
    this.#socket.write(Buffer.concat([Buffer.from(`*${parts.length}\r\n`), ...framed]));
    return this.next();
  }

  /** What it says next, asked or not. */
  async next(): Promise<ReadReply | undefined> {
    for (;;) {
      const reply = this.#replies.next();
      if (reply !== undefined) return reply;
      if (this.#socket.destroyed) return undefined;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  close(): void {
    this.#socket.end();
  }
}
