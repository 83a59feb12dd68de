import { FeedbackError, type FeedbackFault } from "../../assignment/feedback.ts";
import * as words from "../../words/en/feedback.ts";

/** Why a file is no feedback that can be shown, and what to do, in the page's words; of anything else, what it says itself. */
export function faultText(error: unknown): string {
  if (error instanceof FeedbackError) return textOf[error.code](error.detail);
  return error instanceof Error ? error.message : String(error);
}

const textOf: Record<FeedbackFault, (detail: string) => string> = {
  "not-feedback": () => words.noFeedback,
  "newer-version": words.fileNewer,
  "not-valid": words.fileNotValid,
  "too-large": () => words.fileTooLarge,
};
