import { FEEDBACK_LINE_LIMIT, FEEDBACK_TEXT_LIMIT_CHARACTERS } from "../../assignment/feedback.ts";

/** Why a comment has no place in a learner's file, as a sentence; `undefined`: it has. */
export function textFault(text: string): string | undefined {
  return text.length <= FEEDBACK_TEXT_LIMIT_CHARACTERS
    ? undefined
    : `The comment has ${text.length} characters; at most ${FEEDBACK_TEXT_LIMIT_CHARACTERS} can be given back. It was left out.`;
}

/** As {@link textFault}, of the number of a line. */
export function lineFault(line: number): string | undefined {
  return line >= 1 && line <= FEEDBACK_LINE_LIMIT
    ? undefined
    : `There is no line ${line}: they count from 1 to at most ${FEEDBACK_LINE_LIMIT}. The comment was left out.`;
}
