import { positionAt } from "./edited-text.ts";
import { placeOf } from "./error-places.ts";
import type { SourcePositions } from "./source-positions.ts";

export interface UncaughtOptions {
  readonly inspect: ((value: unknown) => string) | undefined;
  readonly positions: SourcePositions;
  /** The error's stack with the program's positions. */
  stackOf(error: Error): string;
}

/** What Node writes to stderr for an error that nobody caught. Ends with a newline. */
export function formatUncaught(error: unknown, options: UncaughtOptions): string {
  const version = `\n\nNode.js ${nodeVersion()}\n`;
  if (!(error instanceof Error)) {
    return `Uncaught:\n${options.inspect?.(error) ?? String(error)}${version}`;
  }
  const excerpt = excerptOf(error, options);
  const stack = options.stackOf(error);
  const inspected = options.inspect?.(error) ?? stack;
  // `inspect` puts an error without frames into brackets.
  const bare = inspected.startsWith(`[${stack}]`);
  const text = bare ? stack + inspected.slice(stack.length + 2) : inspected;
  return `${excerpt === undefined ? "" : `${excerpt}\n\n`}${text}${version}`;
}

/** The line that the error is about, with a caret below. */
function excerptOf(error: Error, options: UncaughtOptions): string | undefined {
  const place = placeOf(error);
  if (place !== undefined) {
    const { line, column } = positionAt(place.text, place.start);
    return excerpt(place.url, place.text, line, column, place.end - place.start);
  }
  const frame = /^ {4}at (?:.*? \()?((?:file:\/\/)?\/.*?):(\d+):(\d+)\)?$/m.exec(options.stackOf(error));
  const [, url = "", line = "", column = ""] = frame ?? [];
  const text = options.positions.text(url);
  return text === undefined ? undefined : excerpt(url, text, Number(line), Number(column), 1);
}

/** Where, the line, and a caret below `column` (from 1), `length` columns wide. */
export function excerpt(url: string, text: string, line: number, column: number, length: number): string {
  const source = text.split(/\r\n|[\n\r\u2028\u2029]/)[line - 1] ?? "";
  const indent = source.slice(0, column - 1).replace(/[^\t]/g, " ");
  const marked = Math.max(1, Math.min(length, source.length - column + 1));
  return `${url}:${line}\n${source}\n${indent}${"^".repeat(marked)}`;
}

function nodeVersion(): string {
  return typeof process === "object" && typeof process.version === "string" ? process.version : "v24";
}
