import fc from "fast-check";
import { expect, it } from "vitest";
import {
  type LessonProgress,
  mergeLessonProgress,
  noLessonProgress,
  parseLessonProgress,
  withDone,
  withPrediction,
} from "./lesson-progress.ts";

it("adds what was done, once, with the time of the first", () => {
  const once = withDone(noLessonProgress, "lessons", "a", 10);
  expect(once).toMatchObject({ lessons: ["a"], doneAtMs: { lessons: { a: 10 } } });
  expect(withDone(once, "lessons", "a", 20)).toEqual(once);
  const both = withDone(once, "checks", "c", 30);
  expect(parseLessonProgress(JSON.stringify(both))).toEqual(both);
});

it("reads a note that has no times yet", () => {
  expect(parseLessonProgress('{"lessons":["a"],"checks":["c"]}')).toEqual({
    ...noLessonProgress,
    lessons: ["a"],
    checks: ["c"],
  });
});

it.each(["lesson:what", "constructor"])("keeps the first answer to a question called %s", (id) => {
  const first = { choice: 2, right: false, atMs: 10 };
  const once = parseLessonProgress(JSON.stringify(withPrediction(noLessonProgress, id, first)));
  expect(once.predictions[id]).toEqual(first);
  expect(withPrediction(once, id, { choice: 1, right: true, atMs: 20 })).toEqual(once);
});

it.each([
  ...[null, "", "{", "[]", "3", '{"lessons": "a"}', '{"checks": [1, null]}'],
  '{"doneAtMs": [1], "predictions": {"a": {"choice": "2"}, "b": 3, "c": {"choice": 1, "right": true}}}',
  '{"doneAtMs": {"lessons": {"a": "soon"}}}',
])("takes %j for no progress", (text) => {
  expect(parseLessonProgress(text)).toEqual(noLessonProgress);
});

const ids = fc.constantFrom("a", "b", "c", "d");
const progress: fc.Arbitrary<LessonProgress> = fc
  .array(fc.record({ kind: fc.constantFrom("lessons", "checks", "prediction"), id: ids, atMs: fc.nat(9) }))
  .map((done) =>
    done.reduce(
      (before: LessonProgress, { kind, id, atMs }) =>
        kind === "lessons" || kind === "checks"
          ? withDone(before, kind, id, atMs)
          : withPrediction(before, id, { choice: atMs, right: false, atMs }),
      noLessonProgress,
    ),
  );

it("merges two notes into one that holds all of both, in whichever order, and again with no change", () => {
  fc.assert(
    fc.property(progress, progress, (one, other) => {
      const merged = mergeLessonProgress(one, other);
      for (const note of [one, other]) {
        expect(merged.lessons).toEqual(expect.arrayContaining([...note.lessons]));
        expect(merged.checks).toEqual(expect.arrayContaining([...note.checks]));
        expect(Object.keys(merged.predictions)).toEqual(
          expect.arrayContaining(Object.keys(note.predictions)),
        );
      }
      expect(mergeLessonProgress(merged, other)).toEqual(merged);
      const reversed = mergeLessonProgress(other, one);
      expect({
        ...reversed,
        lessons: reversed.lessons.toSorted(),
        checks: reversed.checks.toSorted(),
      }).toEqual({
        ...merged,
        lessons: merged.lessons.toSorted(),
        checks: merged.checks.toSorted(),
      });
    }),
  );
});
