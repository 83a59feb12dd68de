import type { Assignment } from "../../assignment/assignment.ts";
import { lateInWords } from "../assignments/assignment-words.ts";
import { dateInWords } from "../assignments/time-left.ts";

/** What an instructor pastes into a learning platform: plain text, so that every one of them takes it. */
export function lmsText(assignment: Assignment, link: string): string {
  const { title, dueAtMs, opensAtMs, zone, late } = assignment;
  const lines = [title, ""];
  if (opensAtMs !== undefined) lines.push(`Opens: ${dateInWords(opensAtMs, zone)}`);
  if (dueAtMs !== undefined) lines.push(`Due: ${dateInWords(dueAtMs, zone)}. ${lateInWords(late)}`);
  lines.push(
    "",
    "1. Open this link in the browser in which you want to work. It works offline once it has loaded.",
    link,
    "2. Do the exercises. Everything you type is kept in that browser.",
    "3. Choose “See what will be sent” on the assignment's page, save the file, and upload it here.",
    "4. Keep the receipt code that the page shows: it proves which file you handed in.",
    "",
  );
  return lines.join("\n");
}
