import { type Feedback, FeedbackError, feedbackText } from "../../assignment/feedback.ts";
import { FEEDBACK_EXTENSION, feedbackFileName } from "../../assignment/file-names.ts";
import type { HandIn } from "../../assignment/hand-in.ts";
import { sameName } from "../learners/identify.ts";
import type { GradesFile } from "../results/grades-json.ts";
import type { LearnerResult } from "../results/results.ts";
import { type Comments, readCsvComments, readMarkdownComments } from "./comments.ts";
import { packFeedback } from "./pack-feedback.ts";

/** What the instructor wrote, as texts. Both kinds may speak of one learner. */
export interface WrittenComments {
  /** A text in Markdown for one learner each; `who` is a slug, a number or a name. */
  readonly notes: readonly { readonly who: string; readonly where: string; readonly text: string }[];
  /** One table for all, in CSV. */
  readonly table?: { readonly where: string; readonly text: string };
}

export interface ClassFeedback {
  /** Texts by the names of their files, one for each learner who handed something in, unless a problem names the learner. */
  readonly files: ReadonlyMap<string, string>;
  /** Sentences about comments that were not understood, or are on nothing or for nobody. */
  readonly problems: readonly string[];
}

const NONE: Comments = { remark: "", lines: [] };

/** Packs what learners get back. `handInOf` gives what counts of a learner's hand-ins; `undefined`: there is none. */
export async function classFeedback(
  grades: GradesFile,
  written: WrittenComments,
  handInOf: (learner: LearnerResult) => Promise<HandIn | undefined>,
): Promise<ClassFeedback> {
  const problems: string[] = [];
  const comments = commentsBySlug(grades, written, problems);
  const files = new Map<string, string>();
  for (const result of grades.learners) {
    const handIn = await handInOf(result);
    if (handIn === undefined) continue;
    const packed = packFeedback(grades, result, handIn, comments.get(result.slug) ?? NONE);
    problems.push(...packed.problems);
    const text = textOrFault(packed.feedback);
    if (typeof text === "string") files.set(freeName(result, grades.assignment.title, files), text);
    else problems.push(`${result.name} gets no file. ${text.message}`);
  }
  return { files, problems };
}

/** What is the matter with one learner's file keeps nobody else's. */
function textOrFault(feedback: Feedback): string | FeedbackError {
  try {
    return feedbackText(feedback);
  } catch (error) {
    if (error instanceof FeedbackError) return error;
    throw error;
  }
}

function commentsBySlug(
  { learners }: GradesFile,
  { notes, table }: WrittenComments,
  problems: string[],
): ReadonlyMap<string, Comments> {
  const found = new Map<string, Comments>();
  const add = (who: string, where: string, { remark, lines }: Comments): void => {
    const [learner, ...more] = calledBy(learners, who);
    if (learner === undefined || more.length > 0) {
      problems.push(
        `${where}: ${whoSentence(learners, who, learner === undefined ? [] : [learner, ...more])}`,
      );
      return;
    }
    const before = found.get(learner.slug) ?? NONE;
    found.set(learner.slug, {
      remark: [before.remark, remark].filter((part) => part !== "").join("\n\n"),
      lines: [...before.lines, ...lines],
    });
  };
  for (const { who, where, text } of notes) {
    const read = readMarkdownComments(text);
    problems.push(...read.problems.map((problem) => `${where}: ${problem}`));
    add(who, where, read.comments);
  }
  if (table !== undefined) {
    const read = readCsvComments(table.text, table.where);
    problems.push(...read.problems);
    for (const [who, comments] of read.byLearner) add(who, table.where, comments);
  }
  return found;
}

/** By the surest first: who is called so exactly is meant, and not somebody with a name that resembles it. */
function calledBy(learners: readonly LearnerResult[], who: string): readonly LearnerResult[] {
  const bySlug = learners.filter(({ slug }) => slug === who);
  if (bySlug.length > 0) return bySlug;
  const byNumber = learners.filter(({ number }) => number !== "" && number === who);
  return byNumber.length > 0 ? byNumber : learners.filter(({ name }) => sameName(name, who));
}

function whoSentence(
  learners: readonly LearnerResult[],
  who: string,
  meant: readonly LearnerResult[],
): string {
  const remedy = "Name the file, or the row, as the learner's report is named";
  return meant.length === 0
    ? `nobody is called "${who}". ${remedy}: ${learners[0]?.slug ?? "ada-lovelace"}.`
    : `more than one learner is called "${who}". ${remedy}: ${meant.map(({ slug }) => slug).join(" or ")}.`;
}

/** Two may have one name, and a slug may read as another's name and title. */
function freeName({ name, slug }: LearnerResult, title: string, taken: ReadonlyMap<string, string>): string {
  let free = feedbackFileName(name, title);
  for (let count = 1; taken.has(free); count += 1)
    free = `${slug}${count === 1 ? "" : `-${count}`}${FEEDBACK_EXTENSION}`;
  return free;
}
