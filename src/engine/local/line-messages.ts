import type { Duplex } from "node:stream";

/** The longest line that is read: what comes after it is not a message. */
export const LINE_LIMIT_BYTES = 256 * 1024;

const LINE_END = 0x0a;

export interface LineReader {
  /** A line that was JSON. */
  onLine(message: unknown): void;
  /** A line that was not, or one that is too long, after which nothing more is read. */
  onNonsense?(): void;
  /** Called with all bytes that came so far. */
  onBytes?(total: number): void;
}

/** Messages of one process to another, a line of JSON each. */
export function readLines(stream: Duplex, { onLine, onNonsense, onBytes }: LineReader): void {
  let rest: Buffer = Buffer.alloc(0);
  let total = 0;
  let over = false;
  stream.on("data", (chunk: Buffer) => {
    // What had arrived before the stream was destroyed still comes.
    if (over) return;
    total += chunk.byteLength;
    onBytes?.(total);
    rest = rest.byteLength === 0 ? chunk : Buffer.concat([rest, chunk]);
    let at = 0;
    for (let end = rest.indexOf(LINE_END); end >= 0; end = rest.indexOf(LINE_END, at)) {
      const message = parsed(rest.toString("utf8", at, end));
      at = end + 1;
      if (message === undefined) onNonsense?.();
      else onLine(message);
    }
    rest = rest.subarray(at);
    if (rest.byteLength <= LINE_LIMIT_BYTES) return;
    over = true;
    rest = Buffer.alloc(0);
    stream.destroy();
    onNonsense?.();
  });
}

/** `message` is JSON's. One that cannot be sent any more is dropped. */
export function writeLine(stream: Duplex, message: unknown): void {
  if (stream.writable) stream.write(`${JSON.stringify(message)}\n`);
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
