import { expect, test } from "vitest";
import {
  FEEDBACK_FORMAT,
  FEEDBACK_LIMIT_BYTES,
  FEEDBACK_VERSION,
  parseFeedback,
} from "../../assignment/feedback.ts";
import * as words from "../../words/en/feedback.ts";
import { faultText } from "./fault-text.ts";

function textOf(file: string): string {
  try {
    parseFeedback(file);
  } catch (error) {
    return faultText(error);
  }
  throw new Error("nothing was wrong");
}

test("what is wrong with a file is told in the page's words", () => {
  const made = (version: number) => JSON.stringify({ format: FEEDBACK_FORMAT, version });
  expect(textOf("{}")).toBe(words.noFeedback);
  expect(textOf(made(FEEDBACK_VERSION + 6))).toBe(words.fileNewer(String(FEEDBACK_VERSION + 6)));
  expect(textOf(made(FEEDBACK_VERSION))).toMatch(/^This feedback is damaged \(\w/);
  expect(textOf("x".repeat(FEEDBACK_LIMIT_BYTES + 1))).toBe(words.fileTooLarge);
});

test("anything else says what it says itself", () => {
  expect(faultText(new Error("The file is gone."))).toBe("The file is gone.");
});
