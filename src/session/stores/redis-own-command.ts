import { Buffer } from "node:buffer";
import type { RedisScript } from "./redis-scripts.ts";

/** What is used of the class `Command` of `ioredis` and `iovalkey`. */
export interface DriverCommand {
  readonly promise: Promise<unknown>;
  /** What the client writes. */
  toWritable(socket: object): string | Buffer;
}

export type DriverCommandClass = new (
  name: string,
  args: string[],
  options: { readonly replyEncoding: "utf8" },
) => DriverCommand;

/** For the client's `sendCommand`. */
export interface OwnCommand extends DriverCommand {
  /** It was answered: its bytes go, since commands live until old space is collected. */
  forget(): void;
}

export interface OwnCommands {
  run(script: RedisScript, keys: readonly string[], args: readonly string[]): OwnCommand;
  read(keys: readonly string[]): OwnCommand;
}

/**
 * Commands that bring their bytes with them: the driver would look at each argument four times, and keep all of
 * them. See decisions/shared-stores-compare-and-swap.md.
 */
export function ownCommands(Command: DriverCommandClass): OwnCommands {
  class Own extends Command implements OwnCommand {
    #bytes: Buffer;

    constructor(name: string, bytes: Buffer) {
      super(name, [], { replyEncoding: "utf8" });
      this.#bytes = bytes;
    }

    override toWritable(): Buffer {
      return this.#bytes;
    }

    forget(): void {
      this.#bytes = NO_BYTES;
    }
  }
  return {
    run: ({ sha1 }, keys, args) =>
      new Own("evalsha", bytesOf(["EVALSHA", sha1, String(keys.length)], keys, args)),
    read: (keys) => new Own("mget", bytesOf(["MGET"], keys)),
  };
}

const NO_BYTES = Buffer.alloc(0);

/** As Redis reads them: an array of texts, each behind its length in bytes. */
export function bytesOf(...parts: readonly (readonly string[])[]): Buffer {
  const text = textOf(parts, (part) => part.length);
  const bytes = Buffer.allocUnsafe(text.length + LONGEST_CHARACTER_BYTES);
  const written = bytes.write(text);
  if (written === text.length) return bytes.subarray(0, written);
  // Not all of it is ASCII.
  return Buffer.from(textOf(parts, (part) => Buffer.byteLength(part)));
}

/** With so much room to spare, a letter of more than one byte shows: more is written than there are letters. */
const LONGEST_CHARACTER_BYTES = 4;

function textOf(parts: readonly (readonly string[])[], length: (part: string) => number): string {
  let count = 0;
  for (const list of parts) count += list.length;
  let text = `*${count}`;
  for (const list of parts) for (const part of list) text += lengthLine(length(part)) + part;
  return `${text}\r\n`;
}

/** The end of the part before, and the length of the next; ready-made for most, since there are seven in each POST. */
function lengthLine(length: number): string {
  return LENGTH_LINES[length] ?? `\r\n$${length}\r\n`;
}

const LENGTH_LINES: readonly string[] = Array.from({ length: 1024 }, (_, length) => `\r\n$${length}\r\n`);
