/** A place in a learner's file, as an error names it. Lines and columns count from 1. */
export interface StackPosition {
  readonly path: string;
  readonly line: number;
  /** Absent when the message names the line only. */
  readonly column?: number;
}

/** A stretch of console text; `position` makes it a link to the editor. */
export interface ConsoleSegment {
  readonly text: string;
  readonly position?: StackPosition;
}

const inProject = /(?:file:\/\/)?\/project\/((?!node_modules\/)[^\s:()'"]+):(\d+)(?::(\d+))?/g;

/**
 * The text cut at each position in a learner's own file (`file:///project/server.ts:4:9`); joined again,
 * the segments are the text. Positions inside `node_modules` stay text: there is nothing to open.
 */
export function linkPositions(text: string): ConsoleSegment[] {
  const segments: ConsoleSegment[] = [];
  let from = 0;
  for (const match of text.matchAll(inProject)) {
    const position = positionOf(match);
    if (position === undefined) continue;
    if (match.index > from) segments.push({ text: text.slice(from, match.index) });
    segments.push({ text: match[0], position });
    from = match.index + match[0].length;
  }
  if (from < text.length) segments.push({ text: text.slice(from) });
  return segments;
}

/** The first position in a learner's own file, or `undefined`: in a stack, the innermost one. */
export function firstPosition(text: string): StackPosition | undefined {
  return linkPositions(text).find((segment) => segment.position !== undefined)?.position;
}

/**
 * The line that says what went wrong: "TypeError: x is not a function". Without Node's error code and the brace of
 * the properties that follow it. Empty when there is none.
 */
export function errorSummary(stderr: string): string {
  const lines = stderr.split("\n").map((line) => line.trim());
  const named = lines.findLast((line) => /^(Uncaught\s+)?\w*(Error|Exception)\b.*:/.test(line));
  const line =
    named ??
    lines.findLast((text) => text !== "" && !text.startsWith("at ") && !text.startsWith("Node.js")) ??
    "";
  return line.replace(/ \[ERR_\w+\](?=:)/, "").replace(/ \{$/, "");
}

function positionOf(match: RegExpMatchArray): StackPosition | undefined {
  const [, path, line, column] = match;
  if (path === undefined || line === undefined) return undefined;
  return column === undefined
    ? { path: decodePath(path), line: Number(line) }
    : { path: decodePath(path), line: Number(line), column: Number(column) };
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
