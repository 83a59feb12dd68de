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
  const bytes = Buffer.from(text);
  if (bytes.length === text.length) return bytes;
  // Not all of it is ASCII.
  return Buffer.from(textOf(parts, (part) => Buffer.byteLength(part)));
}

function textOf(parts: readonly (readonly string[])[], length: (part: string) => number): string {
  let text = "";
  let count = 0;
  for (const list of parts) {
    for (const part of list) text += `$${length(part)}\r\n${part}\r\n`;
    count += list.length;
  }
  return `*${count}\r\n${text}`;
}
