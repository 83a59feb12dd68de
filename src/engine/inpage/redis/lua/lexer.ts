import { LuaSyntaxError } from "./lua-error.ts";

export interface Token {
  readonly kind: "name" | "keyword" | "number" | "string" | "symbol" | "end";
  /** The name, the symbol, or the string's bytes. */
  readonly text: string;
  readonly line: number;
}

const KEYWORDS = new Set(
  "and break do else elseif end false for function if in local nil not or repeat return then true until while".split(
    " ",
  ),
);
const SYMBOLS = /\.\.\.|\.\.|==|~=|<=|>=|[-+*/%^#<>=(){}[\];:,.]/y;
const NUMBER = /0[xX][0-9a-fA-F]+|(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?/y;
const NAME = /[A-Za-z_]\w*/y;
const SPACE = /\s+/y;
const LONG_OPEN = /\[(=*)\[/y;
const ESCAPES: Readonly<Record<string, string>> = {
  ...{ a: "\x07", b: "\b", f: "\f", n: "\n", r: "\r", t: "\t", v: "\v" },
  ...{ "\\": "\\", '"': '"', "'": "'", "\n": "\n" },
};

/** The words of a script. Throws {@link LuaSyntaxError} for what is none. */
export function tokensOf(source: string): readonly Token[] {
  const tokens: Token[] = [];
  let at = 0;
  let line = 1;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const match = pattern.exec(source);
    if (match !== null) at += match[0].length;
    return match;
  };
  const countLines = (text: string) => {
    line += text.split("\n").length - 1;
  };
  const longText = (level: string): string => {
    const close = `]${level}]`;
    const end = source.indexOf(close, at);
    if (end === -1) throw new LuaSyntaxError(line, "unfinished long string or comment");
    const text = source.slice(at, end);
    at = end + close.length;
    countLines(text);
    return text.replace(/^\r?\n/, "");
  };
  const skipComment = () => {
    at += "--".length;
    const long = take(LONG_OPEN);
    if (long !== null) longText(long[1] ?? "");
    else at = source.indexOf("\n", at) === -1 ? source.length : source.indexOf("\n", at);
  };
  while (at < source.length) {
    const space = take(SPACE);
    if (space !== null) {
      countLines(space[0]);
      continue;
    }
    if (source.startsWith("--", at)) {
      skipComment();
      continue;
    }
    const quote = source[at];
    if (quote === '"' || quote === "'") {
      const { text, end } = quotedText(source, at, line);
      tokens.push({ kind: "string", text, line });
      countLines(source.slice(at, end));
      at = end;
      continue;
    }
    const begins = line;
    const long = take(LONG_OPEN);
    if (long !== null) {
      tokens.push({ kind: "string", text: longText(long[1] ?? ""), line: begins });
      continue;
    }
    const name = take(NAME)?.[0];
    const number = name === undefined ? take(NUMBER)?.[0] : undefined;
    const symbol = name === undefined && number === undefined ? take(SYMBOLS)?.[0] : undefined;
    if (name !== undefined) tokens.push({ kind: KEYWORDS.has(name) ? "keyword" : "name", text: name, line });
    else if (number !== undefined) tokens.push({ kind: "number", text: number, line });
    else if (symbol !== undefined) tokens.push({ kind: "symbol", text: symbol, line });
    else throw new LuaSyntaxError(line, `unexpected symbol near '${source[at]}'`);
  }
  tokens.push({ kind: "end", text: "<eof>", line });
  return tokens;
}

function quotedText(source: string, start: number, line: number): { text: string; end: number } {
  const quote = source[start];
  let text = "";
  for (let at = start + 1; at < source.length; at += 1) {
    const letter = source[at] ?? "";
    if (letter === quote) return { text, end: at + 1 };
    if (letter === "\n") break;
    if (letter !== "\\") {
      text += letter;
      continue;
    }
    at += 1;
    const digits = /^\d{1,3}/.exec(source.slice(at, at + 3))?.[0];
    if (digits === undefined) {
      text += ESCAPES[source[at] ?? ""] ?? source[at] ?? "";
      continue;
    }
    if (Number(digits) > 255) throw new LuaSyntaxError(line, "escape sequence too large");
    text += String.fromCharCode(Number(digits));
    at += digits.length - 1;
  }
  throw new LuaSyntaxError(line, "unfinished string");
}
