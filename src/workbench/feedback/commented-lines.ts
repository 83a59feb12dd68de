import type { LineComment } from "../../assignment/feedback.ts";

export interface CommentedLine {
  /** From 1. */
  readonly number: number;
  readonly text: string;
  /** What the instructor says to this line, in the file's order. */
  readonly comments: readonly string[];
}

/** Lines shown before and after one with a comment. */
const AROUND = 3;

/** A file's lines with the comments on them. A comment beyond the end of the file stands at its last line. */
export function commentedLines(
  text: string,
  comments: readonly Pick<LineComment, "line" | "text">[],
): readonly CommentedLine[] {
  const lines = text.split("\n");
  if (lines.length > 1 && lines.at(-1) === "") lines.pop();
  return lines.map((line, index) => ({
    number: index + 1,
    text: line,
    comments: comments
      .filter((comment) => Math.min(comment.line, lines.length) === index + 1)
      .map((comment) => comment.text),
  }));
}

/** The stretches of a file that are about something: lines with comments and a few around them. */
export function stretchesOf(lines: readonly CommentedLine[]): readonly (readonly CommentedLine[])[] {
  const stretches: CommentedLine[][] = [];
  const commented = lines.filter(({ comments }) => comments.length > 0).map(({ number }) => number);
  for (const line of lines) {
    if (!commented.some((number) => Math.abs(number - line.number) <= AROUND)) continue;
    const last = stretches.at(-1);
    if (last?.at(-1)?.number === line.number - 1) last.push(line);
    else stretches.push([line]);
  }
  return stretches;
}
