/** Changes to a source text that keep its lines and columns. */
export class Blanks {
  readonly #spans: { readonly start: number; readonly end: number }[] = [];
  readonly #characters: { readonly at: number; readonly text: string; readonly length: number }[] = [];

  /** From `start` to before `end` there will be white space. */
  blank(start: number, end: number): void {
    this.#spans.push({ start, end });
  }

  /** Put there after all blanking, in the place of `length` units (default: as many as `text` has). */
  put(at: number, text: string, length = text.length): void {
    this.#characters.push({ at, text, length });
  }

  apply(text: string): string {
    if (this.#spans.length === 0 && this.#characters.length === 0) return text;
    let result = "";
    let done = 0;
    for (const { start, end } of this.#spans.sort((a, b) => a.start - b.start)) {
      if (end <= done) continue;
      const from = Math.max(start, done);
      result += text.slice(done, from) + blankOf(text.slice(from, end));
      done = end;
    }
    result += text.slice(done);
    for (const { at, text: put, length } of this.#characters.sort((a, b) => b.at - a.at)) {
      result = result.slice(0, at) + put + result.slice(at + length);
    }
    return result;
  }
}

/**
 * Node's stripper keeps the count of UTF-8 bytes too: what takes two bytes becomes a no-break space, three an
 * en space, four a space and a zero-width one. White space and line breaks stay.
 */
function blankOf(text: string): string {
  return text.replace(/[^\s]/gu, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) return " ";
    if (code < 0x800) return "\u00a0";
    return code < 0x10000 ? "\u2002" : " \ufeff";
  });
}
