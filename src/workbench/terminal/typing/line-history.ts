/** Lines kept; the oldest go first. */
export const HISTORY_LIMIT = 1_000;

/** Lines typed before, and the place in them while one looks for an earlier one. */
export class LineHistory {
  #lines: string[] = [];
  /** `#lines.length`: at the line being typed. */
  #at = 0;
  #typed = "";

  /** Oldest first. */
  get lines(): readonly string[] {
    return this.#lines;
  }

  /** Remembers a line, unless it is empty or the same as the last, and goes back to the end. */
  add(line: string): void {
    if (line.trim() !== "" && this.#lines.at(-1) !== line) {
      this.#lines = [...this.#lines, line].slice(-HISTORY_LIMIT);
    }
    this.#at = this.#lines.length;
    this.#typed = "";
  }

  /** The line before; `undefined` at the first. `typed` comes back when one has gone down again. */
  earlier(typed: string): string | undefined {
    if (this.#at === 0) return undefined;
    if (this.#at === this.#lines.length) this.#typed = typed;
    this.#at -= 1;
    return this.#lines[this.#at];
  }

  /** The line after, in the end what was being typed; `undefined` when one is there already. */
  later(): string | undefined {
    if (this.#at >= this.#lines.length) return undefined;
    this.#at += 1;
    return this.#at === this.#lines.length ? this.#typed : this.#lines[this.#at];
  }

  /** The newest line with this text in it, of those before place `before` (default: all); with its place. */
  search(
    text: string,
    before = this.#lines.length,
  ): { readonly line: string; readonly place: number } | undefined {
    const place = this.#lines.findLastIndex((line, index) => index < before && line.includes(text));
    const line = this.#lines[place];
    return line === undefined ? undefined : { line, place };
  }
}
