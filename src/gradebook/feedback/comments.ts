import { parseCsv } from "../csv.ts";

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

/**
 * A text for one learner: what stands first is on the whole; what stands below `## shopping-cart src/routes/cart.ts:12` is
 * on that line.
 */
export function readMarkdownComments(text: string): ReadComments {
  const problems: string[] = [];
  const remark: string[] = [];
  const lines: { exerciseId: string; path: string; line: number; text: string[] }[] = [];
  for (const [index, row] of text.split(/\r?\n/).entries()) {
    const [, exerciseId, path, line] = HEADING.exec(row) ?? [];
    if (exerciseId !== undefined && path !== undefined) {
      lines.push({ exerciseId, path, line: Number(line), text: [] });
    } else if (/^##\s/.test(row)) {
      problems.push(
        `Line ${index + 1}, "${row}": a comment on a line begins as in "## shopping-cart src/routes/cart.ts:12".`,
      );
    } else (lines.at(-1)?.text ?? remark).push(row);
  }
  return {
    comments: {
      remark: remark.join("\n").trim(),
      lines: lines
        .map((each) => ({ ...each, text: each.text.join("\n").trim() }))
        .filter(({ text }) => text !== ""),
    },
    problems,
  };
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
    if (path === "" && line === "")
      own.remark = [own.remark, cell("comment")].filter((part) => part !== "").join("\n\n");
    else if (exerciseId !== "" && path !== "" && /^[1-9]\d*$/.test(line))
      own.lines.push({ exerciseId, path, line: Number(line), text: cell("comment") });
    else problems.push(`${where}, row ${index + 2}: a comment on a line needs exercise, file and line.`);
  }
  return { byLearner, problems };
}
