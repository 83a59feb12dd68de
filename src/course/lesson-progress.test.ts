import { expect, it } from "vitest";
import { parseLessonProgress, withDone } from "./lesson-progress.ts";

it("adds what was done, once", () => {
  const once = withDone(parseLessonProgress(null), "lessons", "a");
  expect(once).toEqual({ lessons: ["a"], checks: [] });
  expect(withDone(once, "lessons", "a")).toEqual(once);
  expect(parseLessonProgress(JSON.stringify(withDone(once, "checks", "c")))).toEqual({
    lessons: ["a"],
    checks: ["c"],
  });
});

it.each([null, "", "{", "[]", "3", '{"lessons": "a"}', '{"checks": [1, null]}'])(
  "takes %j for no progress",
  (text) => {
    expect(parseLessonProgress(text)).toEqual({ lessons: [], checks: [] });
  },
);
