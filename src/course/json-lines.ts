/**
 * The line, counted from one, on which the value at `path` of a JSON text begins: `["processes", 1, "after"]`. Of a
 * path that is not there, the line of the longest part of it that is. The text must be valid JSON.
 */
export function jsonLine(text: string, path: readonly PropertyKey[]): number {
  const { found } = new Walk(text, path);
  return text.slice(0, found).split("\n").length;
}

/** One pass over the text that knows at each value how much of the path leads to it. */
class Walk {
  found = 0;
  readonly #text: string;
  readonly #path: readonly PropertyKey[];
  #at = 0;

  constructor(text: string, path: readonly PropertyKey[]) {
    this.#text = text;
    this.#path = path;
    this.#value(0);
  }

  /** `depth`: how many segments led here; -1 off the path. */
  #value(depth: number): void {
    this.#space();
    if (depth >= 0) this.found = this.#at;
    const opening = this.#text[this.#at];
    if (opening === "{") this.#items("}", depth, () => this.#key());
    else if (opening === "[") {
      let index = 0;
      this.#items("]", depth, () => index++);
    } else this.#skip(/"(?:[^"\\]|\\.)*"|[^\s,\]}]+/y);
  }

  #items(closing: string, depth: number, name: () => PropertyKey): void {
    this.#at += 1;
    for (this.#space(); this.#at < this.#text.length && this.#text[this.#at] !== closing; this.#space()) {
      const key = name();
      this.#value(depth >= 0 && this.#path[depth] === key ? depth + 1 : -1);
      this.#space();
      if (this.#text[this.#at] === ",") this.#at += 1;
    }
    this.#at += 1;
  }

  #key(): string {
    const key: string = JSON.parse(this.#skip(/"(?:[^"\\]|\\.)*"/y));
    this.#space();
    this.#at += 1;
    return key;
  }

  #space(): void {
    this.#skip(/\s*/y);
  }

  #skip(token: RegExp): string {
    token.lastIndex = this.#at;
    const [skipped = ""] = token.exec(this.#text) ?? [];
    this.#at += skipped.length;
    return skipped;
  }
}
