import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type HandIn, handInSchema } from "../../assignment/hand-in.ts";
import {
  classFeedback,
  decodedText,
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
  const { written, guessed } = await commentsIn(out);
  const { files, problems } = await classFeedback(grades, written, (learner) => openedHandIn(out, learner));
  await writeOut(join(out, FEEDBACK_FOLDER), Object.fromEntries(files));
  await keepOnly(join(out, FEEDBACK_FOLDER), new Set(files.keys()));
  return { names: [...files.keys()], problems: [...guessed.map(guessSentence), ...problems] };
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

function guessSentence(where: string): string {
  return `${where} is not in UTF-8 and was read as Windows-1252. If letters in it are wrong, save it in UTF-8.`;
}

interface ReadComments {
  readonly written: WrittenComments;
  /** The files whose encoding is a guess. */
  readonly guessed: readonly string[];
}

/** Spreadsheets and editors save these as they save rosters. */
async function commentsIn(out: string): Promise<ReadComments> {
  const guessed: string[] = [];
  const textOf = (where: string, bytes: Uint8Array) => {
    const { text, isGuessed } = decodedText(bytes);
    if (isGuessed) guessed.push(where);
    return text;
  };
  const names = await readdir(join(out, COMMENTS_FOLDER)).catch(emptyWhenMissing);
  const notes: WrittenComments["notes"][number][] = [];
  for (const name of names.filter((each) => each.endsWith(NOTE)).sort()) {
    const where = `${COMMENTS_FOLDER}/${name}`;
    const text = textOf(where, await readFile(join(out, where)));
    notes.push({ who: name.slice(0, -NOTE.length), where, text });
  }
  const table = await optionalBytes(join(out, COMMENTS_TABLE));
  if (table === undefined) return { written: { notes }, guessed };
  const text = textOf(COMMENTS_TABLE, table);
  return { written: { notes, table: { where: COMMENTS_TABLE, text } }, guessed };
}

async function openedHandIn(out: string, { slug }: LearnerResult): Promise<HandIn | undefined> {
  const text = await optionalText(join(out, OPENED_FOLDER, `${slug}.json`));
  if (text === undefined) return undefined;
  const parsed = handInSchema.safeParse(JSON.parse(text));
  if (parsed.success) return parsed.data;
  throw new ResultsError(`${OPENED_FOLDER}/${slug}.json is damaged. Run npm run regrade again.`);
}

async function optionalText(path: string): Promise<string | undefined> {
  return (await optionalBytes(path))?.toString("utf8");
}

async function optionalBytes(path: string): Promise<Buffer | undefined> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
}

function emptyWhenMissing(error: NodeJS.ErrnoException): string[] {
  if (error.code === "ENOENT") return [];
  throw error;
}
