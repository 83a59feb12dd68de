import type { Assignment } from "../../assignment/assignment.ts";
import * as words from "../../words/en/assignment-rules.ts";
import { lateInWords } from "../assignments/assignment-words.ts";
import { dateInWords } from "../assignments/time-left.ts";

/** What an instructor pastes into a learning platform: plain text, so that every one of them takes it. */
export function lmsText(assignment: Assignment, link: string): string {
  const { title, dueAtMs, opensAtMs, zone, late } = assignment;
  const lines = [title, ""];
  if (opensAtMs !== undefined) lines.push(words.opens(dateInWords(opensAtMs, zone)));
  if (dueAtMs !== undefined) lines.push(words.due(dateInWords(dueAtMs, zone), lateInWords(late)));
  lines.push("", words.stepOpen, link, words.stepWork, words.stepHandIn, words.stepReceipt, "");
  return lines.join("\n");
}

/** What an instructor types to grade, with the names that the files have when they are saved. */
export function gradeCommand(link: string, keyFile: string): string {
  return `npm run regrade -- ./downloads --key ${keyFile} --assignment "${link}"`;
}
