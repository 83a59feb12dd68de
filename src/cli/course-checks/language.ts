import { CourseError } from "../../course/course-error.ts";
import type { Prose } from "../../course/prose.ts";

/** More is two thoughts, and the reader has to hold the first. */
export const SENTENCE_WORDS_AT_MOST = 40;

/** Words that tell the reader how hard something is, or that it goes without saying. */
const FILLERS: readonly RegExp[] = [
  /\b(simply|obviously|basically|trivial(ly)?|of course|easily)\b/i,
  // "easy to see" and "just another" say something; these do not.
  /\b(it|this|that|which)( is|['’]s)( very| so| quite)? easy\b/i,
  /\b(you|we|can|must|to) just\b|\bjust (add|call|do|need|put|run|set|take|use|write)\b/i,
];

/** What makes a text harder to read than it need be: fillers, emoji, sentences without end. */
export function languageProblems(prose: readonly Prose[], file: string): CourseError[] {
  return prose.flatMap(({ text, line }) => {
    const found: string[] = [];
    for (const filler of FILLERS) {
      const [word] = filler.exec(text) ?? [];
      if (word !== undefined)
        found.push(`"${word}" helps nobody who finds it hard: take it out, or say what to do.`);
    }
    const [picture] = /\p{Extended_Pictographic}/u.exec(text) ?? [];
    if (picture !== undefined) found.push(`${picture} is an emoji: say it in words.`);
    for (const sentence of text.split(/(?<=[.!?:;])\s+/)) {
      const words = sentence.split(/\s+/).length;
      if (words <= SENTENCE_WORDS_AT_MOST) continue;
      const start = sentence.split(/\s+/).slice(0, 6).join(" ");
      found.push(
        `A sentence of ${words} words ("${start} …"): make two of it, ${SENTENCE_WORDS_AT_MOST} at most.`,
      );
    }
    return found.map((message) => new CourseError(file, line, message));
  });
}
