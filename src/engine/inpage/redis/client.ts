import { type Reply, Status } from "./reply.ts";

/** One connection. */
export class Client {
  readonly id: number;
  readonly address: string;
  readonly #send: (reply: Reply) => void;
  name = "";
  database = 0;
  protocol: 2 | 3 = 2;
  isSignedIn: boolean;
  isMonitor = false;
  /** Says goodbye after the answer. */
  isLeaving = false;
  /** The commands of a transaction that has begun. */
  queue: (readonly string[])[] | undefined;
  isQueueSpoilt = false;
  /** Keys that must not change before EXEC, as "database key". */
  readonly #watched = new Set<string>();
  #hasSeenChange = false;

  constructor(id: number, address: string, send: (reply: Reply) => void, isSignedIn: boolean) {
    this.id = id;
    this.address = address;
    this.#send = send;
    this.isSignedIn = isSignedIn;
  }

  watch(key: string): void {
    this.#watched.add(`${this.database} ${key}`);
  }

  unwatch(): void {
    this.#watched.clear();
    this.#hasSeenChange = false;
  }

  get hasSeenChange(): boolean {
    return this.#hasSeenChange;
  }

  noticeChange(database: number, key: string): void {
    if (this.#watched.has(`${database} ${key}`)) this.#hasSeenChange = true;
  }

  /** Leaves the transaction. */
  discard(): void {
    this.queue = undefined;
    this.isQueueSpoilt = false;
    this.unwatch();
  }

  /** To a monitor: what another client has asked. */
  tell(from: Client, request: readonly string[], nowMs: number): void {
    const seconds = (nowMs / 1000).toFixed(6);
    const words = request.map(quoted).join(" ");
    this.#send(new Status(`${seconds} [${from.database} ${from.address}] ${words}`));
  }
}

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ "\n": "\\n", "\r": "\\r", "\t": "\\t", "\x07": "\\a", "\b": "\\b", '"': '\\"', "\\": "\\\\" },
};

/** As Redis shows bytes to humans. */
export function quoted(text: string): string {
  const shown = text.replaceAll(
    /[^ -~]|["\\]/g,
    (letter) => ESCAPES[letter] ?? `\\x${letter.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
  return `"${shown}"`;
}
