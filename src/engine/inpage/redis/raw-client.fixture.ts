import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** A connection that gives each answer as its very bytes, in letters U+0000 to U+00FF. */
export class RawClient {
  readonly #socket: Socket;
  #received = "";
  #onData: () => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on("data", (data) => {
      this.#received += data.toString("latin1");
      this.#onData();
    });
    socket.on("close", () => this.#onData());
  }

  static async open(port: number): Promise<RawClient> {
    const socket = connect(port, "127.0.0.1");
    await once(socket, "connect");
    return new RawClient(socket.setNoDelay());
  }

  /** All at once; as many answers. */
  async ask(requests: readonly (readonly string[])[]): Promise<readonly string[]> {
    this.#socket.write(requests.map(encoded).join(""), "latin1");
    const answers: string[] = [];
    while (answers.length < requests.length) answers.push(await this.answer());
    return answers;
  }

  send(bytes: string): void {
    this.#socket.write(bytes, "latin1");
  }

  async answer(): Promise<string> {
    for (;;) {
      const end = endOfReply(this.#received, 0);
      if (end !== undefined) {
        const reply = this.#received.slice(0, end);
        this.#received = this.#received.slice(end);
        return reply;
      }
      if (this.#socket.closed)
        throw new Error(`the connection ended behind ${JSON.stringify(this.#received)}`);
      await new Promise<void>((resolve) => {
        this.#onData = resolve;
      });
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}

function encoded(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${word.length}\r\n${word}\r\n`).join("")}`;
}

/** `undefined`: it is not there whole. */
function endOfReply(text: string, at: number): number | undefined {
  const line = text.indexOf("\r\n", at);
  if (line === -1) return undefined;
  const kind = text[at] ?? "";
  const count = Number(text.slice(at + 1, line));
  if (kind === "$") {
    const end = count < 0 ? line + 2 : line + 2 + count + 2;
    return end <= text.length ? end : undefined;
  }
  if (!"*%~".includes(kind)) return line + 2;
  let end: number | undefined = line + 2;
  for (let left = kind === "%" ? count * 2 : count; left > 0 && end !== undefined; left -= 1) {
    end = endOfReply(text, end);
  }
  return end;
}
