import type { TextToken } from "./text-token.ts";

const TAG = /\{#[\s\S]*?#\}|(\{%-?|\{\{-?)([\s\S]*?)(-?%\}|-?\}\})/g;
const WORD = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[A-Za-z_]\w*|\d+/g;
const KEYWORDS = new Set(
  "and as asyncEach autoescape block call elif else elseif endautoescape endblock endcall endfilter endfor endif endmacro endraw endset endverbatim extends filter for from if import in include is macro not or raw set verbatim with without".split(
    " ",
  ),
);

/** The tokens of all tags in a template, in order; what lies between the tags has none. */
export function templateTokens(template: string): TextToken[] {
  return [...template.matchAll(TAG)].flatMap((match): TextToken[] => {
    const [whole, opening, inside = "", closing = ""] = match;
    const from = match.index;
    const to = from + whole.length;
    if (opening === undefined) return [{ from, to, kind: "comment" }];
    const start = from + opening.length;
    const words = [...inside.matchAll(WORD)].map(
      (word): TextToken => ({
        from: start + word.index,
        to: start + word.index + word[0].length,
        kind: kindOf(word[0]),
      }),
    );
    return [
      { from, to: start, kind: "delimiter" },
      ...words,
      { from: to - closing.length, to, kind: "delimiter" },
    ];
  });
}

function kindOf(word: string): TextToken["kind"] {
  if (/^["']/.test(word)) return "string";
  return KEYWORDS.has(word) ? "keyword" : "name";
}
