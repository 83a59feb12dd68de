import { feedbackText } from "../../assignment/feedback.ts";
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
  /** Texts by the names of their files, one for each learner who handed something in. */
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
    files.set(freeName(result, grades.assignment.title, files), feedbackText(packed.feedback));
  }
  return { files, problems };
}

function commentsBySlug(
  { learners }: GradesFile,
  { notes, table }: WrittenComments,
  problems: string[],
): ReadonlyMap<string, Comments> {
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

function freeName({ name, slug }: LearnerResult, title: string, taken: ReadonlyMap<string, string>): string {
  const plain = feedbackFileName(name, title);
  return taken.has(plain) ? `${slug}${FEEDBACK_EXTENSION}` : plain;
}
