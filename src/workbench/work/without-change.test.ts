import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { noLessonProgress, withDone } from "../../course/lesson-progress.ts";
import { noAssignedWork } from "../assignments/assigned-work.ts";
import type { Receipt } from "../assignments/kept-assignments.ts";
import { type Attempt, emptyLog } from "../attempts/attempt-log.ts";
import { type TakenBack, withoutChange } from "./without-change.ts";
import { mergeWork, type OwnedDraft, type OwnedSnapshot, type Work } from "./work.ts";
import { withoutAll, withoutDated, withoutOwner } from "./work-store.ts";

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
  const after = mergeWork(was, { ...nothing, ...other }, 20);
  return { before: was, after };
}

const byImport: TakenBack = { reason: "import", nowMs: 50 };
const byReset: TakenBack = { reason: "reset", nowMs: 50 };

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
    expect(withoutChange(change.after, change, byImport)).toEqual(change.before);
  });

  test("leaves the text that was written since, and what stood there before is a dated draft", () => {
    const change = imported({ drafts: [draft("mine", 1)] }, { drafts: [draft("theirs", 2)] });
    const now = { ...change.after, drafts: [draft("theirs, and an hour's work", 3)] };
    const undone = withoutChange(now, change, byImport);
    expect(undone.drafts.map(({ text }) => text)).toEqual(["theirs, and an hour's work"]);
    expect(undone.snapshots.map(({ files }) => files)).toEqual([{ "cart.ts": "mine" }]);
  });

  test("leaves another exercise's text as it is now, which the import did not touch", () => {
    const change = imported({ drafts: [draft("mine", 1, "login")] }, { drafts: [draft("theirs", 2)] });
    const now = { ...change.after, drafts: [draft("theirs", 2), draft("mine, longer", 3, "login")] };
    expect(withoutChange(now, change, byImport).drafts.map(({ text }) => text)).toEqual(["mine, longer"]);
  });

  test("leaves the attempts and the pass that came since, and takes back those that were brought", () => {
    const change = imported(tried(attempt(1)), tried(attempt(2), attempt(3, true)));
    const now = mergeWork(change.after, { ...nothing, ...tried(attempt(4), attempt(5, true)) }, 30);
    const { exercises, attempts } = withoutChange(now, change, byImport);
    expect(exercises).toEqual([{ exerciseId: "cart", attempts: 3, passedAtMs: 5 }]);
    expect(attempts[0]?.attempts.map(({ atMs }) => atMs)).toEqual([1, 4, 5]);
  });

  test("leaves the hand-ins that were sealed since, with their files", () => {
    const assigned = (...receipts: Receipt[]) => ({ assigned: { assignments: [], receipts } });
    const change = imported({}, assigned(receipt(1)));
    const now = { ...change.after, ...assigned(receipt(1), receipt(2)) };
    expect(withoutChange(now, change, byImport).assigned.receipts).toEqual([receipt(2)]);
  });

  test("leaves lessons that were read since, and a reset of an exercise", () => {
    const change = imported(tried(attempt(1)), {
      ...tried(attempt(2)),
      lessons: withDone(noLessonProgress, "lessons", "brought", 2),
    });
    const lessons = withDone(change.after.lessons, "lessons", "read since", 3);
    const undone = withoutChange({ ...change.after, lessons, exercises: [], attempts: [] }, change, byImport);
    expect(undone.lessons).toEqual(withDone(noLessonProgress, "lessons", "read since", 3));
    expect([undone.exercises, undone.attempts]).toEqual([[], []]);
  });
});

test("dated drafts of one exercise are removed alone, and come back", () => {
  const dated = (ownerId: string): OwnedSnapshot => ({
    ...{ ownerId, files: { "cart.ts": "earlier" }, takenAtMs: 1, reason: "check" },
  });
  const before: Work = { ...nothing, drafts: [draft("mine", 1)], snapshots: [dated("cart"), dated("login")] };
  const after = withoutDated(before, "cart");
  expect(after).toEqual({ ...before, snapshots: [dated("login")] });
  expect(withoutChange(after, { before, after }, byReset)).toEqual(before);
});

describe("a reset that is taken back", () => {
  const work: Work = {
    ...nothing,
    ...tried(attempt(1)),
    lessons: withDone(noLessonProgress, "lessons", "one", 2),
    drafts: [draft("mine", 1), draft("mine too", 1, "login")],
  };
  const change = { before: work, after: withoutOwner(work, "cart", 20) };

  test("leaves all as it was, and another exercise as its own reset made it", () => {
    expect(withoutChange(change.after, change, byReset)).toEqual(work);
    const now = withoutOwner(change.after, "login", 30);
    const undone = withoutChange(now, change, byReset);
    expect(undone.drafts).toEqual([draft("mine", 1)]);
    expect(undone.exercises).toEqual(work.exercises);
    expect(undone.snapshots.map(({ ownerId, files }) => [ownerId, files])).toEqual([
      ["login", { "cart.ts": "mine too" }],
    ]);
  });

  test("brings no text back that was put back to its starter since, elsewhere", () => {
    const now = { ...change.after, drafts: [] };
    expect(withoutChange(now, change, byReset).drafts).toEqual([draft("mine", 1)]);
  });

  test("leaves what was written anew, all of that exercise's files; the old ones are a dated draft", () => {
    const halves = [draft("old a", 1), { ...draft("old b", 1), path: "b.ts" }];
    const before = { ...nothing, drafts: halves };
    const now = { ...withoutAll(before), drafts: [draft("new a", 40)] };
    const undone = withoutChange(now, { before, after: withoutAll(before) }, byReset);
    expect(undone.drafts).toEqual([draft("new a", 40)]);
    expect(undone.snapshots).toEqual([
      { ownerId: "cart", files: { "cart.ts": "old a", "b.ts": "old b" }, takenAtMs: 50, reason: "reset" },
    ]);
  });
});

/** Dated drafts of one owner, as many as there may be. */
const checked = fc.record({ from: fc.nat(60), count: fc.nat(30) }).map(({ from, count }) =>
  Array.from(
    { length: count },
    (_, at): OwnedSnapshot => ({
      ...{ ownerId: "cart", files: { "a.ts": `check ${from + at}` } },
      ...{ takenAtMs: from + at, reason: "check" },
    }),
  ),
);
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

test("no text of before the import or of since is lost, however many dated drafts there are", () => {
  const work = (...texts: string[]) => fc.record({ drafts: drafts(...texts), snapshots: checked });
  fc.assert(
    fc.property(work("a", "b"), work("a", "b", "c"), drafts("x", "y"), (mine, brought, since) => {
      const change = imported(mine, brought);
      const written = since.map((each) => ({ ...each, savedAtMs: 10 }));
      const now = mergeWork(change.after, { ...nothing, drafts: written }, 40);
      const undone = withoutChange(now, change, byImport);
      for (const { ownerId, path, text } of [...mine.drafts, ...since]) {
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
