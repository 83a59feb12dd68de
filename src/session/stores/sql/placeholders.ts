import { DatabaseError } from "./database-error.ts";
import type { SqlDialect, SqlQuoting, SqlStatement } from "./sql-driver.ts";

/** A statement as it is sent, and how many values it wants. */
export interface Translated {
  readonly statement: SqlStatement;
  readonly placeholders: number;
}

/**
 * Puts the engine's placeholders in the place of `?`, but not in strings, quoted names and comments. `??` stands
 * for a question mark that is none, such as PostgreSQL's operators have. Throws {@link DatabaseError} "misuse" for
 * `?1`.
 */
export function translatePlaceholders(dialect: SqlDialect, text: string): Translated {
  const parts: string[] = [];
  /** Where `?`s stand in the source, from 0, and how much longer what replaces them is. */
  const replaced: { readonly at: number; readonly growth: number }[] = [];
  let placeholders = 0;
  let done = 0;
  for (let at = 0; at < text.length; ) {
    if (text[at] !== "?") {
      at = afterToken(text, at, dialect.quoting);
      continue;
    }
    const isLiteral = text[at + 1] === "?";
    if (/\d/.test(text[at + 1] ?? "")) {
      throw new DatabaseError(
        "misuse",
        `Placeholders are ? without numbers, one for each value: write ? in the place of ?${text[at + 1]}.`,
      );
    }
    if (!isLiteral) placeholders += 1;
    const replacement = isLiteral ? "?" : dialect.placeholder(placeholders);
    const length = isLiteral ? 2 : 1;
    parts.push(text.slice(done, at), replacement);
    replaced.push({ at, growth: replacement.length - length });
    at += length;
    done = at;
  }
  parts.push(text.slice(done));
  const positionOf = (position: number) => {
    let source = position;
    for (const { at, growth } of replaced) if (at + 1 < source) source = Math.max(at + 1, source - growth);
    return source;
  };
  return { statement: { text: parts.join(""), source: { text, positionOf } }, placeholders };
}

/** Behind the string, name, comment or single character that begins at `at`. */
function afterToken(text: string, at: number, quoting: SqlQuoting): number {
  const character = text[at];
  switch (character) {
    case "'":
    case '"':
      return afterQuoted(text, at, character, quoting.backslashes || isEscapeString(text, at, quoting));
    case "`":
      return afterQuoted(text, at, "`", false);
    case "[":
      return quoting.brackets ? afterQuoted(text, at, "]", false) : at + 1;
    case "-":
      return text[at + 1] === "-" ? afterLine(text, at) : at + 1;
    case "#":
      return quoting.hashComments ? afterLine(text, at) : at + 1;
    case "/":
      return text[at + 1] === "*" ? afterComment(text, at, quoting.nestedComments) : at + 1;
    case "$":
      return quoting.dollars ? afterDollars(text, at) : at + 1;
    default:
      return at + 1;
  }
}

/** A doubled quote begins the next string at once, which comes to the same. */
function afterQuoted(text: string, at: number, quote: string, backslashes: boolean): number {
  for (let end = at + 1; end < text.length; end += 1) {
    if (backslashes && text[end] === "\\") end += 1;
    else if (text[end] === quote) return end + 1;
  }
  return text.length;
}

/** PostgreSQL's `E'…'`. */
function isEscapeString(text: string, at: number, { dollars }: SqlQuoting): boolean {
  return dollars && text[at] === "'" && /(?:^|[^\w$])e$/i.test(text.slice(Math.max(0, at - 2), at));
}

function afterLine(text: string, at: number): number {
  const end = text.indexOf("\n", at);
  return end === -1 ? text.length : end + 1;
}

function afterComment(text: string, at: number, nested: boolean): number {
  let depth = 0;
  for (let end = at; end < text.length; end += 1) {
    if (text.startsWith("/*", end) && (nested || depth === 0)) {
      depth += 1;
      end += 1;
    } else if (text.startsWith("*/", end)) {
      depth -= 1;
      end += 1;
      if (depth === 0) return end + 1;
    }
  }
  return text.length;
}

/** `$$ … $$` or `$tag$ … $tag$`; a dollar within a name, or before a number, is none. */
function afterDollars(text: string, at: number): number {
  if (/[\w$]/.test(text[at - 1] ?? "")) return at + 1;
  const tag = /^\$(?:[a-z_]\w*)?\$/i.exec(text.slice(at, at + 66))?.[0];
  if (tag === undefined) return at + 1;
  const end = text.indexOf(tag, at + tag.length);
  return end === -1 ? text.length : end + tag.length;
}
