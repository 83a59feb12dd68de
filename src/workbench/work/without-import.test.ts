import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noLessonProgress, withDone } from "../../course/lesson-progress.ts";
import { noAssignedWork } from "../assignments/assigned-work.ts";
import type { Receipt } from "../assignments/kept-assignments.ts";
import { type Attempt, emptyLog } from "../attempts/attempt-log.ts";
import { withoutImport } from "./without-import.ts";
import { mergeWork, type OwnedDraft, type Work } from "./work.ts";

const nothing: Work = {
  lessons: noLessonProgress,
  exercises: [],
  attempts: [],
  drafts: [],
  snapshots: [],
  assigned: noAssignedWork,
  settings: {},
};
const draft = (text: string, savedAtMs: number, ownerId = "cart"): OwnedDraft => ({
  ownerId,
  path: "cart.ts",
  text,
  base: "",
  savedAtMs,
});
const attempt = (atMs: number, passed = false): Attempt => ({
  atMs,
  durationMs: 1,
  passed,
  seed: 1,
  tests: [],
});
const tried = (...attempts: Attempt[]): Partial<Work> => {
  const passedAtMs = attempts.find(({ passed }) => passed)?.atMs;
  return {
    exercises: [
      { exerciseId: "cart", attempts: attempts.length, ...(passedAtMs === undefined ? {} : { passedAtMs }) },
    ],
    attempts: [{ ...emptyLog("cart"), attempts }],
  };
};
const receipt = (sequence: number): Receipt => ({
  fingerprint: "a",
  sequence,
  madeAtMs: sequence,
  code: `code ${sequence}`,
  fileName: "x.keepsake",
  sealed: new Uint8Array([sequence]),
});

/** What is kept after an import, and what the import was. */
function imported(before: Partial<Work>, other: Partial<Work>) {
  const was = { ...nothing, ...before };
  const after = mergeWork(was, { ...nothing, ...other });
  return { before: was, after };
}

describe("an import that is taken back", () => {
  test("leaves all as it was, when nothing was done since", () => {
    const change = imported(
      { ...tried(attempt(1)), drafts: [draft("mine", 1)], settings: { "keepsake:theme": "dark" } },
      {
        ...tried(attempt(2, true)),
        drafts: [draft("theirs", 2), draft("more", 2, "login")],
        lessons: withDone(noLessonProgress, "lessons", "one", 2),
        assigned: { assignments: [], receipts: [receipt(1)] },
      },
    );
    expect(withoutImport(change.after, change)).toEqual(change.before);
  });

  test("leaves the text that was written since, and what stood there before is a dated draft", () => {
    const change = imported({ drafts: [draft("mine", 1)] }, { drafts: [draft("theirs", 2)] });
    const now = { ...change.after, drafts: [draft("theirs, and an hour's work", 3)] };
    const undone = withoutImport(now, change);
    expect(undone.drafts.map(({ text }) => text)).toEqual(["theirs, and an hour's work"]);
    expect(undone.snapshots.map(({ files }) => files)).toEqual([{ "cart.ts": "mine" }]);
  });

  test("leaves another exercise's text as it is now, which the import did not touch", () => {
    const change = imported({ drafts: [draft("mine", 1, "login")] }, { drafts: [draft("theirs", 2)] });
    const now = { ...change.after, drafts: [draft("theirs", 2), draft("mine, longer", 3, "login")] };
    expect(withoutImport(now, change).drafts.map(({ text }) => text)).toEqual(["mine, longer"]);
  });

  test("leaves the attempts and the pass that came since, and takes back those that were brought", () => {
    const change = imported(tried(attempt(1)), tried(attempt(2), attempt(3, true)));
    const now = mergeWork(change.after, { ...nothing, ...tried(attempt(4), attempt(5, true)) });
    const { exercises, attempts } = withoutImport(now, change);
    expect(exercises).toEqual([{ exerciseId: "cart", attempts: 3, passedAtMs: 5 }]);
    expect(attempts[0]?.attempts.map(({ atMs }) => atMs)).toEqual([1, 4, 5]);
  });

  test("leaves the hand-ins that were sealed since, with their files", () => {
    const assigned = (...receipts: Receipt[]) => ({ assigned: { assignments: [], receipts } });
    const change = imported({}, assigned(receipt(1)));
    const now = { ...change.after, ...assigned(receipt(1), receipt(2)) };
    expect(withoutImport(now, change).assigned.receipts).toEqual([receipt(2)]);
  });

  test("leaves lessons that were read since, and a reset of an exercise", () => {
    const change = imported(tried(attempt(1)), {
      ...tried(attempt(2)),
      lessons: withDone(noLessonProgress, "lessons", "brought", 2),
    });
    const lessons = withDone(change.after.lessons, "lessons", "read since", 3);
    const undone = withoutImport({ ...change.after, lessons, exercises: [], attempts: [] }, change);
    expect(undone.lessons).toEqual(withDone(noLessonProgress, "lessons", "read since", 3));
    expect([undone.exercises, undone.attempts]).toEqual([[], []]);
  });
});

const drafts = (...texts: string[]) =>
  fc.uniqueArray(
    fc.record({
      ownerId: fc.constantFrom("cart", "playground:x"),
      path: fc.constantFrom("a.ts", "b.ts"),
      text: fc.constantFrom(...texts),
      base: fc.constant(""),
      savedAtMs: fc.nat(3),
    }),
    { selector: ({ ownerId, path }) => `${ownerId} ${path}` },
  );

test("no text of before the import or of since is lost", () => {
  fc.assert(
    fc.property(drafts("a", "b"), drafts("a", "b", "c"), drafts("x", "y"), (mine, brought, since) => {
      const change = imported({ drafts: mine }, { drafts: brought });
      const now = mergeWork(change.after, {
        ...nothing,
        drafts: since.map((each) => ({ ...each, savedAtMs: 10 })),
      });
      const undone = withoutImport(now, change);
      for (const { ownerId, path, text } of [...mine, ...since]) {
        const kept = [
          ...undone.drafts
            .filter((each) => each.ownerId === ownerId && each.path === path)
            .map((each) => each.text),
          ...undone.snapshots.filter((each) => each.ownerId === ownerId).map(({ files }) => files[path]),
        ];
        expect(kept).toContain(text);
      }
    }),
  );
});
