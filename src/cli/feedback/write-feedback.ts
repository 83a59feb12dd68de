import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type HandIn, handInSchema } from "../../assignment/hand-in.ts";
import {
  classFeedback,
  GRADES_FILE,
  GradesError,
  type GradesFault,
  type GradesFile,
  type LearnerResult,
  OPENED_FOLDER,
  readGrades,
  type WrittenComments,
} from "../../gradebook/index.ts";
import { keepOnly, writeOut } from "../regrade/write-out.ts";

const FEEDBACK_FOLDER = "feedback";
const COMMENTS_FOLDER = "comments";
const COMMENTS_TABLE = "comments.csv";
const NOTE = ".md";

export interface WrittenFeedback {
  /** Names of the files in the folder `feedback`. */
  readonly names: readonly string[];
  readonly problems: readonly string[];
}

/** There is nothing to pack. The message says what to do. */
export class ResultsError extends Error {
  override readonly name = "ResultsError";
}

/**
 * Writes a file for each learner who handed something in, from what `npm run regrade` left in `out` and the comments
 * beside it. Rejects with a ResultsError when nothing was graded there.
 */
export async function writeFeedback(out: string): Promise<WrittenFeedback> {
  const grades = await gradesIn(out);
  const { files, problems } = await classFeedback(grades, await commentsIn(out), (learner) =>
    openedHandIn(out, learner),
  );
  await writeOut(join(out, FEEDBACK_FOLDER), Object.fromEntries(files));
  await keepOnly(join(out, FEEDBACK_FOLDER), new Set(files.keys()));
  return { names: [...files.keys()], problems };
}

async function gradesIn(out: string): Promise<GradesFile> {
  const text = await optionalText(join(out, GRADES_FILE));
  if (text === undefined)
    throw new ResultsError(
      `There is no ${GRADES_FILE} in ${out}. Say the folder that npm run regrade wrote (--out).`,
    );
  try {
    return readGrades(text);
  } catch (error) {
    if (!(error instanceof GradesError)) throw error;
    throw new ResultsError(faultSentences(error.fault));
  }
}

function faultSentences(fault: GradesFault): string {
  switch (fault.kind) {
    case "damaged":
      return `${GRADES_FILE} is damaged. Run npm run regrade again.`;
    case "other-format":
      return `${GRADES_FILE} is not what npm run regrade writes. Run it again.`;
    case "other-version":
      return `${GRADES_FILE} was written by another version (${fault.version}). Run npm run regrade again.`;
    case "not-valid":
      return `${GRADES_FILE} is not as npm run regrade wrote it (${fault.place}). Undo what was changed in it, or run that again.`;
  }
}

async function commentsIn(out: string): Promise<WrittenComments> {
  const names = await readdir(join(out, COMMENTS_FOLDER)).catch(emptyWhenMissing);
  const notes = names
    .filter((name) => name.endsWith(NOTE))
    .sort()
    .map(async (name) => {
      const where = `${COMMENTS_FOLDER}/${name}`;
      return { who: name.slice(0, -NOTE.length), where, text: await readFile(join(out, where), "utf8") };
    });
  const table = await optionalText(join(out, COMMENTS_TABLE));
  return {
    notes: await Promise.all(notes),
    ...(table === undefined ? {} : { table: { where: COMMENTS_TABLE, text: table } }),
  };
}

async function openedHandIn(out: string, { slug }: LearnerResult): Promise<HandIn | undefined> {
  const text = await optionalText(join(out, OPENED_FOLDER, `${slug}.json`));
  if (text === undefined) return undefined;
  const parsed = handInSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new ResultsError(`${OPENED_FOLDER}/${slug}.json is damaged. Run npm run regrade again.`);
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
