import { expect, test } from "vitest";
import { LAST_PLACE_KEY } from "../../course/last-place.ts";
import { noLessonProgress, withDone, withPrediction } from "../../course/lesson-progress.ts";
import { noAssignedWork } from "../assignments/assigned-work.ts";
import { lessonWork, withoutLesson } from "./lesson-work.ts";
import type { Work } from "./work.ts";
import { withoutAll } from "./work-store.ts";

const cookies = { id: "cookies", checks: ["came", "went"] };
const prediction = (atMs: number) => ({ choice: 1, right: true, atMs });

const other = withPrediction(
  withDone(withDone(noLessonProgress, "lessons", "cookies-2", 1), "checks", "other", 2),
  "cookies-2:who",
  prediction(3),
);
const seen = withPrediction(withDone(other, "checks", "went", 20), "cookies:why", prediction(30));
const read = withDone(seen, "lessons", "cookies", 25);

test("a lesson with checks or predictions alone has work of the learner's, as one that was read", () => {
  expect(lessonWork(other, cookies)).toBeUndefined();
  expect(lessonWork(seen, cookies)).toEqual({ isRead: false, checks: 1, predictions: 1, atMs: 30 });
  expect(lessonWork(read, cookies)).toEqual({ isRead: true, checks: 1, predictions: 1, atMs: 30 });
  expect(lessonWork({ ...noLessonProgress, lessons: ["cookies"] }, cookies)).toMatchObject({
    atMs: undefined,
  });
});

test("a lesson that is reset keeps nothing, and others keep all", () => {
  expect(withoutLesson(read, cookies)).toEqual(other);
});

test("when everything is forgotten, so is the place where one was last, and the theme is not", () => {
  const settings = { [LAST_PLACE_KEY]: "{}", "keepsake:theme": "dark" };
  const work: Work = {
    ...{ lessons: read, exercises: [], attempts: [], drafts: [], snapshots: [] },
    ...{ assigned: noAssignedWork, settings },
  };
  expect(withoutAll(work)).toMatchObject({ lessons: noLessonProgress });
  expect(withoutAll(work).settings).toEqual({ "keepsake:theme": "dark" });
});
