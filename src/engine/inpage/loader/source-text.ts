import { type Comment, endOf, type Node, startOf } from "./syntax-tree.ts";

const LINE_BREAK = /[\n\r\u2028\u2029]/;
const SPACE = /\s/;
const WORD = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;

/** A source text, seen as a row of tokens with comments and space between them. */
export class SourceText {
  readonly text: string;
  readonly #comments: readonly Comment[];

  /** `comments` in source order. */
  constructor(text: string, comments: readonly Comment[]) {
    this.text = text;
    this.#comments = comments;
  }

  slice(node: Node): string {
    return this.text.slice(startOf(node), endOf(node));
  }

  /** Where the first token at or after `offset` starts; the text's length when there is none. */
  tokenFrom(offset: number): number {
    let at = offset;
    for (;;) {
      while (at < this.text.length && SPACE.test(this.text.charAt(at))) at += 1;
      const comment = this.#commentAt(at);
      if (comment === undefined) return at;
      at = comment.end ?? at;
    }
  }

  /** Where the last token before `offset` has its last character; -1 when there is none. */
  tokenEndBefore(offset: number): number {
    let at = offset - 1;
    for (;;) {
      while (at >= 0 && SPACE.test(this.text.charAt(at))) at -= 1;
      const comment = at < 0 ? undefined : this.#commentAt(at);
      if (comment === undefined) return at;
      at = (comment.start ?? 0) - 1;
    }
  }

  /** A line break stands in `from` to `to`, be it in a comment. */
  breaksLine(from: number, to: number): boolean {
    return LINE_BREAK.test(this.text.slice(from, to));
  }

  /** The identifier-like word that starts at `offset`; "" when there is none. */
  wordAt(offset: number): string {
    WORD.lastIndex = offset;
    return WORD.exec(this.text)?.[0] ?? "";
  }

  /** The comment that covers `offset`. */
  #commentAt(offset: number): Comment | undefined {
    let low = 0;
    let high = this.#comments.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      const comment = this.#comments[middle];
      if (comment === undefined) return undefined;
      if ((comment.end ?? 0) <= offset) low = middle + 1;
      else if ((comment.start ?? 0) > offset) high = middle;
      else return comment;
    }
    return undefined;
  }
}
