/** A piece of a program, as it counts in a comparison. */
export interface Token {
  readonly text: string;
  /** From 1. */
  readonly line: number;
}

/**
 * A text or a comment that is never closed is a piece too, a text up to the end of its line: were it none, the rest of the
 * file would be scanned again from each quote in it, and a learner could make that take hours.
 */
const PIECES =
  /(?<space>\s+)|(?<comment>\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)|<!--[\s\S]*?(?:-->|$))|(?<text>"(?:\\[\s\S]|[^"\\\n])*(?:"|(?=\n)|\\?$)|'(?:\\[\s\S]|[^'\\\n])*(?:'|(?=\n)|\\?$)|`(?:\\[\s\S]|[^`\\])*(?:`|\\?$))|(?<number>\d[\w.]*)|(?<word>[\p{ID_Start}$_][\p{ID_Continue}$]*)|(?<mark>[\s\S])/gu;

const KEYWORDS = new Set(
  "as async await break case catch class const continue default delete do else export extends finally for from function get if import in instanceof interface let new of return set static super switch this throw try type typeof var void while yield true false null undefined".split(
    " ",
  ),
);

/**
 * The tokens of a program or a template. Names that the writer chose are all the same, and so are all texts and all
 * numbers: renaming and rewording do not hide a copy. Keywords and the names of members (`.session`, `.json`) stay.
 */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = [];
  let line = 1;
  let previous = "";
  for (const { 0: piece, groups } of source.matchAll(PIECES)) {
    if (groups?.["space"] === undefined && groups?.["comment"] === undefined) {
      const text = countedAs(piece, groups, previous);
      tokens.push({ text, line });
      previous = text;
    }
    for (const character of piece) if (character === "\n") line += 1;
  }
  return tokens;
}

function countedAs(
  piece: string,
  groups: Readonly<Record<string, string | undefined>> | undefined,
  previous: string,
): string {
  if (groups?.["text"] !== undefined) return '""';
  if (groups?.["number"] !== undefined) return "0";
  if (groups?.["word"] === undefined) return piece;
  return previous === "." || KEYWORDS.has(piece) ? piece : "name";
}
