import { RedisError } from "./reply.ts";

/** As Redis allows. */
const MOST_ARGUMENTS = 1024 * 1024;
const LONGEST_ARGUMENT_BYTES = 512 * 1024 * 1024;
const LONGEST_LINE_BYTES = 64 * 1024;

/** Takes what arrives on a connection apart into commands. */
export class RequestReader {
  #waiting = "";
  #at = 0;

  /** What has come and was not taken yet, in bytes. */
  get waitingBytes(): number {
    return this.#waiting.length - this.#at;
  }

  feed(bytes: string): void {
    this.#waiting = this.#waiting.slice(this.#at) + bytes;
    this.#at = 0;
  }

  /** The next command that is there whole. Throws {@link RedisError} for what is none: the connection is over then. */
  next(): readonly string[] | undefined {
    for (;;) {
      if (this.#at >= this.#waiting.length) return undefined;
      const request = this.#waiting[this.#at] === "*" ? this.#list() : this.#line();
      if (request === undefined || request.length > 0) return request;
    }
  }

  #list(): readonly string[] | undefined {
    const before = this.#at;
    const head = this.#takeLine();
    if (head === undefined) return undefined;
    const count = lengthOf(head.slice(1), MOST_ARGUMENTS, "invalid multibulk length");
    const request: string[] = [];
    while (request.length < count) {
      const line = this.#takeLine();
      if (line === undefined) return this.#later(before);
      if (!line.startsWith("$")) {
        throw new RedisError(`ERR Protocol error: expected '$', got '${line[0] ?? " "}'`);
      }
      const length = lengthOf(line.slice(1), LONGEST_ARGUMENT_BYTES, "invalid bulk length");
      if (length < 0) throw new RedisError("ERR Protocol error: invalid bulk length");
      if (this.#waiting.length < this.#at + length + 2) return this.#later(before);
      request.push(this.#waiting.slice(this.#at, this.#at + length));
      this.#at += length + 2;
    }
    return request;
  }

  /** As typed by a human: words, with quotes. */
  #line(): readonly string[] | undefined {
    const line = this.#takeLine("\n");
    if (line === undefined) return undefined;
    const words = wordsOf(line.replace(/\r$/, ""));
    if (words === undefined) throw new RedisError("ERR Protocol error: unbalanced quotes in request");
    return words;
  }

  #takeLine(ending = "\r\n"): string | undefined {
    const end = this.#waiting.indexOf(ending, this.#at);
    if (end === -1) {
      if (this.#waiting.length - this.#at > LONGEST_LINE_BYTES) {
        throw new RedisError("ERR Protocol error: too big inline request");
      }
      return undefined;
    }
    const line = this.#waiting.slice(this.#at, end);
    this.#at = end + ending.length;
    return line;
  }

  #later(before: number): undefined {
    this.#at = before;
    return undefined;
  }
}

function lengthOf(text: string, most: number, fault: string): number {
  const length = /^-?\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (Number.isNaN(length) || length > most) throw new RedisError(`ERR Protocol error: ${fault}`);
  return length;
}

const ESCAPES: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", a: "\x07" };
const WORD = /\s*(?:"((?:[^"\\]|\\x[0-9a-fA-F]{2}|\\[\s\S])*)"|'((?:[^'\\]|\\')*)'|([^\s"']+))(?=\s|$)/y;

/** `undefined`: a quote is not closed. */
export function wordsOf(line: string): readonly string[] | undefined {
  const words: string[] = [];
  const rest = line.trimEnd();
  WORD.lastIndex = 0;
  while (WORD.lastIndex < rest.length) {
    const match = WORD.exec(rest);
    if (match === null) return undefined;
    const [, double, single, bare] = match;
    if (double !== undefined) words.push(unescaped(double));
    else words.push(single?.replaceAll("\\'", "'") ?? bare ?? "");
  }
  return words;
}

function unescaped(text: string): string {
  return text.replaceAll(
    /\\(?:x([0-9a-fA-F]{2})|([\s\S]))/g,
    (_all, hex: string | undefined, letter: string) =>
      hex === undefined ? (ESCAPES[letter] ?? letter) : String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
