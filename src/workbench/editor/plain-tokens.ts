import type { TextToken } from "./text-token.ts";

/** What a line of a language is made of: the first rule that fits at a place takes it. */
type Rules = readonly (readonly [RegExp, TextToken["kind"]])[];

/** In `.env`: `NAME=value`, the value quoted or not, and comments. */
export function settingsTokens(text: string): TextToken[] {
  return lines(text).flatMap(({ from, line }) => {
    const [, before = "", name = "", equals = "", value = "", comment = ""] =
      /^(\s*(?:export\s+)?)([\w.]+)(\s*=\s*)("(?:[^"\\]|\\.)*"?|'[^']*'?|(?:(?!\s#).)*)(.*)$/.exec(line) ??
      [];
    if (name === "")
      return /^\s*#/.test(line) ? [{ from, to: from + line.length, kind: "comment" as const }] : [];
    return inRow(from, [
      [before, "delimiter"],
      [name, "keyword"],
      [equals, "delimiter"],
      [value, "string"],
      [comment, "comment"],
    ]);
  });
}

const headings: Rules = [
  [/^#{1,6}\s.*/y, "keyword"],
  [/^\s*(?:[-*+]|\d+\.|>)(?=\s)/y, "delimiter"],
];
const inline: Rules = [
  [/`[^`]+`/y, "string"],
  [/!?\[[^\]]*\]\([^)]*\)|<?https?:[^\s>)]+>?/y, "string"],
  [/\*\*[^*]+\*\*/y, "keyword"],
  [/\*[^\s*][^*]*\*|\b_[^\s_][^_]*_\b/y, "emphasis"],
  [/<!--.*?-->/y, "comment"],
];

/** In Markdown: headings, lists, code, links and emphasis, a line at a time. */
export function markdownTokens(text: string): TextToken[] {
  let fence: string | undefined;
  return lines(text).flatMap(({ from, line }): TextToken[] => {
    const [, mark] = /^\s*(```|~~~)/.exec(line) ?? [];
    if (mark !== undefined && (fence === undefined || fence === mark)) {
      fence = fence === undefined ? mark : undefined;
      return [{ from, to: from + line.length, kind: "delimiter" }];
    }
    if (fence !== undefined) return [{ from, to: from + line.length, kind: "string" }];
    return byRules(from, line);
  });
}

function byRules(from: number, line: string): TextToken[] {
  const found: TextToken[] = [];
  let at = 0;
  while (at < line.length) {
    const token = tokenAt(line, at, at === 0 ? [...headings, ...inline] : inline);
    if (token !== undefined) found.push({ from: from + at, to: from + at + token.length, kind: token.kind });
    at += token?.length ?? 1;
  }
  return found;
}

function tokenAt(line: string, at: number, rules: Rules) {
  for (const [rule, kind] of rules) {
    rule.lastIndex = at;
    const [text] = rule.exec(line) ?? [];
    if (text !== undefined) return { length: text.length, kind };
  }
  return undefined;
}

function inRow(from: number, parts: readonly (readonly [string, TextToken["kind"]])[]): TextToken[] {
  let at = from;
  return parts.flatMap(([text, kind]) => {
    const token = { from: at, to: at + text.length, kind };
    at = token.to;
    return text === "" ? [] : [token];
  });
}

function lines(text: string): { from: number; line: string }[] {
  let at = 0;
  return text.split("\n").map((line) => {
    const from = at;
    at += line.length + 1;
    return { from, line };
  });
}
