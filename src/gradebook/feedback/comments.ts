import { parseCsv } from "../csv.ts";
import { lineFault, textFault } from "./comment-limits.ts";

/** What the instructor wrote for one learner. */
export interface Comments {
  /** On the whole; empty when there is nothing. */
  readonly remark: string;
  readonly lines: readonly CommentOnLine[];
}

export interface CommentOnLine {
  readonly exerciseId: string;
  readonly path: string;
  /** From 1. */
  readonly line: number;
  readonly text: string;
}

export interface ReadComments {
  readonly comments: Comments;
  /** Sentences about what was not understood, with its line. */
  readonly problems: readonly string[];
}

const HEADING = /^##\s+(\S+)\s+(\S.*?):(\d+)\s*$/;

/** What stands below one heading, or before the first. */
interface Part {
  /** From 1; where it begins. */
  readonly row: number;
  /** Absent: it is on the whole. */
  readonly on?: Omit<CommentOnLine, "text">;
  /** Why it is left out. */
  readonly fault?: string;
  readonly rows: string[];
}

/**
 * A text for one learner: what stands first is on the whole; what stands below `## shopping-cart src/routes/cart.ts:12` is
 * on that line. What cannot be given back is a problem, and is left out with all that stands below its heading.
 */
export function readMarkdownComments(text: string): ReadComments {
  const problems: string[] = [];
  let remark = "";
  const lines: CommentOnLine[] = [];
  for (const { row, on, fault, rows } of partsOf(text)) {
    const written = rows.join("\n").trim();
    const reason = fault ?? textFault(written);
    if (reason !== undefined) problems.push(`Line ${row}: ${reason}`);
    else if (on === undefined) remark = written;
    else if (written !== "") lines.push({ ...on, text: written });
  }
  return { comments: { remark, lines }, problems };
}

function partsOf(text: string): readonly Part[] {
  const parts: Part[] = [{ row: 1, rows: [] }];
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    if (/^##\s/.test(row)) parts.push({ row: index + 1, ...headed(row), rows: [] });
    else parts.at(-1)?.rows.push(row);
  }
  return parts;
}

function headed(heading: string): Pick<Part, "on" | "fault"> {
  const [, exerciseId, path, line] = HEADING.exec(heading) ?? [];
  if (exerciseId === undefined || path === undefined)
    return {
      fault: `"${heading}" is not how a comment on a line begins, as in "## shopping-cart src/routes/cart.ts:12". What stands below it was left out.`,
    };
  const fault = lineFault(Number(line));
  return fault === undefined ? { on: { exerciseId, path, line: Number(line) } } : { fault };
}

/**
 * A table for all learners, with the columns learner, exercise, file, line and comment. Without a file
 * and a line a comment is on the whole. The result is by what stands under "learner"; problems begin with `where`.
 */
export function readCsvComments(
  text: string,
  where: string,
): {
  readonly byLearner: ReadonlyMap<string, Comments>;
  readonly problems: readonly string[];
} {
  const [heading = [], ...rows] = parseCsv(text);
  const titles = heading.map((title) => title.trim().toLowerCase());
  const missing = ["learner", "comment"].filter((title) => !titles.includes(title));
  if (missing.length > 0)
    return { byLearner: new Map(), problems: [`${where} has no column ${missing.join(" and none ")}.`] };
  const problems: string[] = [];
  const byLearner = new Map<string, { remark: string; lines: CommentOnLine[] }>();
  for (const [index, row] of rows.entries()) {
    const cell = (title: string): string => (row[titles.indexOf(title)] ?? "").trim();
    const [learner, exerciseId, path, line] = [cell("learner"), cell("exercise"), cell("file"), cell("line")];
    const own = byLearner.get(learner) ?? { remark: "", lines: [] };
    byLearner.set(learner, own);
    const isOnWhole = path === "" && line === "";
    const fault = textFault(cell("comment")) ?? (isOnWhole ? undefined : placeFault(exerciseId, path, line));
    if (fault !== undefined) problems.push(`${where}, row ${index + 2}: ${fault}`);
    else if (isOnWhole) own.remark = [own.remark, cell("comment")].filter((part) => part !== "").join("\n\n");
    else own.lines.push({ exerciseId, path, line: Number(line), text: cell("comment") });
  }
  return { byLearner, problems };
}

function placeFault(exerciseId: string, path: string, line: string): string | undefined {
  if (exerciseId === "" || path === "" || !/^\d+$/.test(line))
    return "A comment on a line needs exercise, file and line. It was left out.";
  return lineFault(Number(line));
}
