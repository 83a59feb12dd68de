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

/** A script's run, for the client's `sendCommand`. */
export interface ScriptCommand extends DriverCommand {
  /** It was answered: its bytes go, since commands live until old space is collected. */
  forget(): void;
}

export type ScriptCommands = (
  script: RedisScript,
  keys: readonly string[],
  args: readonly string[],
) => ScriptCommand;

/**
 * Commands that run a script and bring their bytes with them: the driver would look at each argument four times, and
 * keep all of them. See decisions/shared-stores-compare-and-swap.md.
 */
export function scriptCommands(Command: DriverCommandClass): ScriptCommands {
  class Run extends Command implements ScriptCommand {
    #bytes: Buffer;

    constructor(bytes: Buffer) {
      super("evalsha", [], { replyEncoding: "utf8" });
      this.#bytes = bytes;
    }

    override toWritable(): Buffer {
      return this.#bytes;
    }

    forget(): void {
      this.#bytes = NO_BYTES;
    }
  }
  return ({ sha1 }, keys, args) => new Run(bytesOf(["EVALSHA", sha1, String(keys.length)], keys, args));
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
