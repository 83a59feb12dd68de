import { expect, test } from "vitest";
import { assignment } from "../../assignment/assignment.fixture.ts";
import { lmsText } from "./lms-text.ts";

const link = "https://example.test/assignment/#v1.abc";

test("the text to paste has all that a learner needs, times in the instructor's zone", () => {
  const text = lmsText({ ...assignment, opensAtMs: 0 }, link);
  expect(text.split("\n")).toContain(link);
  expect(text).toMatch(/^Carts and cookies\n/);
  expect(text).toMatch(/Opens: Thursday,? 1 January 1970 at 01:00 CET\n/);
  expect(text).toMatch(/Due: Tuesday,? 1 December 2026 at 23:59 CET\. Each day begun after that takes 20 %/);
});

test("what is not set is not mentioned", () => {
  const { dueAtMs: _, ...endless } = assignment;
  expect(lmsText(endless, link)).not.toMatch(/Due|Opens/);
});
