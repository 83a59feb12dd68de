import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { feedbackText } from "../../assignment/feedback.ts";
import { FEEDBACK_EXTENSION, feedbackFileName } from "../../assignment/file-names.ts";
import { type HandIn, handInSchema } from "../../assignment/hand-in.ts";
import { GradesError, type GradesFile, readGrades } from "../regrade/grades-json.ts";
import { sameName } from "../regrade/identify.ts";
import type { LearnerResult } from "../regrade/results.ts";
import { keepOnly, writeOut } from "../regrade/write-out.ts";
import { OPENED_FOLDER } from "../regrade/write-results.ts";
import { type Comments, readCsvComments, readMarkdownComments } from "./comments.ts";
import { packFeedback } from "./pack-feedback.ts";

const FEEDBACK_FOLDER = "feedback";
const COMMENTS_FOLDER = "comments";
const COMMENTS_TABLE = "comments.csv";
const NONE: Comments = { remark: "", lines: [] };

export interface WrittenFeedback {
  /** Names of the files in the folder `feedback`. */
  readonly names: readonly string[];
  readonly problems: readonly string[];
}

/**
 * Writes a file for each learner who handed something in, from what `npm run regrade` left in `out` and the comments
 * beside it. Rejects with a GradesError when nothing was graded there.
 */
export async function writeFeedback(out: string): Promise<WrittenFeedback> {
  const gradesText = await optionalText(join(out, "grades.json"));
  if (gradesText === undefined)
    throw new GradesError(
      `There is no grades.json in ${out}. Say the folder that npm run regrade wrote (--out).`,
    );
  const grades = readGrades(gradesText);
  const problems: string[] = [];
  const comments = await readAllComments(out, grades, problems);
  const files = new Map<string, string>();
  for (const result of grades.learners) {
    const handIn = await openedHandIn(out, result);
    if (handIn === undefined) continue;
    const packed = packFeedback(grades, result, handIn, comments.get(result.slug) ?? NONE);
    problems.push(...packed.problems);
    files.set(freeName(result, grades.assignment.title, files), feedbackText(packed.feedback));
  }
  await writeOut(join(out, FEEDBACK_FOLDER), Object.fromEntries(files));
  await keepOnly(join(out, FEEDBACK_FOLDER), new Set(files.keys()));
  return { names: [...files.keys()], problems };
}

/** By slug. Both places may have some; what is for nobody is a problem. */
async function readAllComments(
  out: string,
  { learners }: GradesFile,
  problems: string[],
): Promise<ReadonlyMap<string, Comments>> {
  const found = new Map<string, Comments>();
  const add = (who: string, where: string, { remark, lines }: Comments): void => {
    const named = learners.filter(
      ({ slug, number, name }) => slug === who || (number !== "" && number === who) || sameName(name, who),
    );
    const [learner] = named;
    if (learner === undefined || named.length > 1) {
      problems.push(
        `${where}: ${learner === undefined ? "nobody" : "more than one learner"} is called "${who}". Name the file, or the row, as the learner's report is named: ${learners[0]?.slug ?? "ada-lovelace"}.`,
      );
      return;
    }
    const before = found.get(learner.slug) ?? NONE;
    found.set(learner.slug, {
      remark: [before.remark, remark].filter((part) => part !== "").join("\n\n"),
      lines: [...before.lines, ...lines],
    });
  };
  const names = await readdir(join(out, COMMENTS_FOLDER)).catch(emptyWhenMissing);
  for (const name of names.filter((each) => each.endsWith(".md")).sort()) {
    const where = `${COMMENTS_FOLDER}/${name}`;
    const read = readMarkdownComments(await readFile(join(out, where), "utf8"));
    problems.push(...read.problems.map((problem) => `${where}: ${problem}`));
    add(name.slice(0, -".md".length), where, read.comments);
  }
  const table = await optionalText(join(out, COMMENTS_TABLE));
  if (table !== undefined) {
    const read = readCsvComments(table);
    problems.push(...read.problems);
    for (const [who, comments] of read.byLearner) add(who, COMMENTS_TABLE, comments);
  }
  return found;
}

async function openedHandIn(out: string, { slug }: LearnerResult): Promise<HandIn | undefined> {
  const text = await optionalText(join(out, OPENED_FOLDER, `${slug}.json`));
  if (text === undefined) return undefined;
  const parsed = handInSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new GradesError(`${OPENED_FOLDER}/${slug}.json is damaged. Run npm run regrade again.`);
}

function freeName({ name, slug }: LearnerResult, title: string, taken: ReadonlyMap<string, string>): string {
  const plain = feedbackFileName(name, title);
  return taken.has(plain) ? `${slug}${FEEDBACK_EXTENSION}` : plain;
}

async function optionalText(path: string): Promise<string | undefined> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}

function emptyWhenMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === "ENOENT") return [];
  throw error;
}
