import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { assignment } from "../../assignment/assignment.fixture.ts";
import { fingerprintOf } from "../../assignment/fingerprint.ts";
import { receiptCode } from "../../assignment/receipt.ts";
import { noLessonProgress, withDone } from "../../course/lesson-progress.ts";
import { draftsGo, moreDrafts } from "../../words/en/work.ts";
import { noAssignedWork } from "../assignments/assigned-work.ts";
import { type Attempt, emptyLog } from "../attempts/attempt-log.ts";
import { SNAPSHOT_LIMIT } from "../drafts/draft-store.ts";
import { mergeWork, type OwnedDraft, type OwnedSnapshot, type Work } from "./work.ts";
import { readWorkFile, workFileName, writeWorkFile } from "./work-file.ts";
import { changeTexts } from "./work-summary.ts";

const NOW_MS = 50;
const nothing: Work = {
  lessons: noLessonProgress,
  exercises: [],
  attempts: [],
  drafts: [],
  snapshots: [],
  assigned: noAssignedWork,
  settings: {},
};
const draft = (text: string, savedAtMs: number, path = "cart.ts"): OwnedDraft => ({
  ownerId: "cart",
  path,
  text,
  base: "",
  savedAtMs,
});
const attempt = (atMs: number): Attempt => ({ atMs, durationMs: 1, passed: false, seed: 1, tests: [] });
const tried = (times: readonly number[], count = times.length): Work => ({
  ...nothing,
  exercises: [{ exerciseId: "cart", attempts: count }],
  attempts: [{ ...emptyLog("cart"), attempts: times.map(attempt) }],
});

describe("two machines' work as one", () => {
  test("a file is refused that a page would not read, though it was written here", () => {
    const large = writeWorkFile({
      savedAtMs: 1,
      work: { ...nothing, drafts: [draft("x".repeat(2 ** 25), 1)] },
    });
    expect(readWorkFile(large)).toEqual({
      kind: "refused",
      message: "This file has 33 MB; at most 32 MB are read. Is it the right one?",
    });
  });

  test("the later text of a file counts, and the other machine's files are a dated draft", () => {
    const here = { ...nothing, drafts: [draft("old", 10), draft("only here", 5, "a.ts")] };
    const other = { ...nothing, drafts: [draft("new", 20)] };
    for (const merged of [mergeWork(here, other, NOW_MS), mergeWork(other, here, NOW_MS)]) {
      expect(merged.drafts.map(({ text }) => text).toSorted()).toEqual(["new", "only here"]);
      expect(merged.snapshots).toEqual([
        {
          ownerId: "cart",
          files: { "cart.ts": "old", "a.ts": "only here" },
          takenAtMs: NOW_MS,
          reason: "import",
        },
      ]);
    }
  });

  test("attempts that both have count once, others add up, also those from before there was a log", () => {
    expect(mergeWork(tried([1, 2, 3]), tried([2, 3, 4]), NOW_MS).exercises[0]?.attempts).toBe(4);
    expect(mergeWork(tried([1, 2], 5), tried([3], 2), NOW_MS).exercises[0]?.attempts).toBe(6);
    expect(mergeWork(tried([1, 2], 5), tried([1, 2], 5), NOW_MS).exercises[0]?.attempts).toBe(5);
  });

  test("passed stays passed at its earliest; a look at the solution after that assists nobody", () => {
    const passed = (passedAtMs: number) => ({
      ...nothing,
      exercises: [{ exerciseId: "cart", attempts: 1, passedAtMs }],
    });
    const shown = (solutionShownAtMs: number) => ({
      ...nothing,
      exercises: [{ exerciseId: "cart", attempts: 0, solutionShownAtMs }],
    });
    expect(mergeWork(passed(20), passed(10), NOW_MS).exercises[0]?.passedAtMs).toBe(10);
    expect(mergeWork(passed(10), shown(20), NOW_MS).exercises[0]).toEqual({
      exerciseId: "cart",
      attempts: 1,
      passedAtMs: 10,
    });
    expect(mergeWork(passed(20), shown(10), NOW_MS).exercises[0]?.solutionShownAtMs).toBe(10);
  });

  test("of dated drafts the oldest make room for a text that loses; it stays when the file is brought in again", () => {
    const dated = (from: number, text: string) =>
      Array.from({ length: SNAPSHOT_LIMIT }, (_, at): OwnedSnapshot => {
        const files = { "cart.ts": `${text} ${at}` };
        return { ownerId: "cart", files, takenAtMs: from + at, reason: "check" };
      });
    const here = { ...nothing, drafts: [draft("an evening's work", 10)], snapshots: dated(1, "home") };
    const other = { ...nothing, drafts: [draft("later", 200)], snapshots: dated(100, "school") };
    const merged = mergeWork(here, other, NOW_MS);
    expect(merged.snapshots).toHaveLength(SNAPSHOT_LIMIT);
    expect(merged.snapshots.at(-1)).toMatchObject({
      files: { "cart.ts": "an evening's work" },
      takenAtMs: 130,
    });
    expect(mergeWork(merged, other, NOW_MS + 1)).toEqual(merged);
    expect(changeTexts(here, merged)).toContain(moreDrafts(30));
    expect(changeTexts(here, merged)).toContain(draftsGo(30));
  });

  test("of dated drafts the newest stay, of settings those of this machine", () => {
    const dated = (from: number, theme: string): Work => ({
      ...nothing,
      settings: { "keepsake:theme": theme },
      snapshots: Array.from({ length: 20 }, (_, at) => ({
        ownerId: "cart",
        files: { "cart.ts": `${from + at}` },
        takenAtMs: from + at,
        reason: "check" as const,
      })),
    });
    const merged = mergeWork(dated(0, "dark"), dated(20, "light"), NOW_MS);
    expect(merged.snapshots).toHaveLength(SNAPSHOT_LIMIT);
    expect(merged.snapshots.at(-1)?.takenAtMs).toBe(39);
    expect(merged.settings).toEqual({ "keepsake:theme": "dark" });
  });
});

const text = fc.constantFrom("a", "b", "c");
const work: fc.Arbitrary<Work> = fc.record({
  lessons: fc
    .array(fc.constantFrom("one", "two"))
    .map((ids) => ids.reduce((before, id, at) => withDone(before, "lessons", id, at), noLessonProgress)),
  exercises: fc.uniqueArray(
    fc.record(
      {
        exerciseId: fc.constantFrom("cart", "login"),
        attempts: fc.nat(9),
        passedAtMs: fc.nat(9),
        solutionShownAtMs: fc.nat(9),
      },
      { requiredKeys: ["exerciseId", "attempts"] },
    ),
    { selector: ({ exerciseId }) => exerciseId },
  ),
  attempts: fc.constant([]),
  drafts: fc.uniqueArray(
    fc.record({
      ownerId: fc.constantFrom("cart", "playground:x"),
      path: fc.constantFrom("a.ts", "b.ts"),
      text,
      base: fc.constant(""),
      savedAtMs: fc.nat(3),
    }),
    { selector: ({ ownerId, path }) => ownerId + path },
  ),
  snapshots: fc.record({ from: fc.nat(60), count: fc.nat(SNAPSHOT_LIMIT) }).map(({ from, count }) =>
    Array.from({ length: count }, (_, at): OwnedSnapshot => {
      const files = { "a.ts": `check ${from + at}` };
      return { ownerId: "cart", files, takenAtMs: from + at, reason: "check" };
    }),
  ),
  assigned: fc.constant(noAssignedWork),
  settings: fc.constant({}),
});

test("no text of either side is lost, and bringing the same in again changes nothing", () => {
  fc.assert(
    fc.property(work, work, (here, other) => {
      const merged = mergeWork(here, other, NOW_MS);
      for (const { ownerId, path, text: written } of [...here.drafts, ...other.drafts]) {
        const kept = [
          ...merged.drafts
            .filter((each) => each.ownerId === ownerId && each.path === path)
            .map((each) => each.text),
          ...merged.snapshots.filter((each) => each.ownerId === ownerId).map(({ files }) => files[path]),
        ];
        expect(kept).toContain(written);
      }
      expect(mergeWork(merged, other, NOW_MS)).toEqual(merged);
    }),
  );
});

describe("the file", () => {
  test("is read as it was written", () => {
    fc.assert(
      fc.property(work, fc.nat(), (content, savedAtMs) => {
        expect(readWorkFile(writeWorkFile({ savedAtMs, work: content }))).toEqual({
          kind: "read",
          file: { savedAtMs, work: content },
          left: [],
        });
      }),
    );
    const full = tried([1, 2]);
    expect(readWorkFile(writeWorkFile({ savedAtMs: 1, work: full }))).toMatchObject({ file: { work: full } });
  });

  const sealed = Uint8Array.from({ length: 300 }, (_, at) => at % 256);
  const handedIn: Work = {
    ...nothing,
    assigned: {
      learner: { name: "Ada", studentNumber: "1815" },
      assignments: [{ fingerprint: fingerprintOf(assignment), assignment, openedAtMs: 3 }],
      receipts: [
        {
          ...{ fingerprint: "ab".repeat(32), sequence: 2, madeAtMs: 4, fileName: "ada-2.keepsake" },
          ...{ sealed, code: receiptCode(sealed) },
        },
      ],
    },
  };

  test("has the assignments, the name and the sealed hand-ins, byte for byte", () => {
    const text = writeWorkFile({ savedAtMs: 1, work: handedIn });
    expect(readWorkFile(text)).toEqual({ kind: "read", file: { savedAtMs: 1, work: handedIn }, left: [] });
    const older = JSON.stringify({ ...JSON.parse(text), assigned: undefined });
    expect(readWorkFile(older)).toEqual({ kind: "read", file: { savedAtMs: 1, work: nothing }, left: [] });
  });

  test("has a dated name", () => {
    expect(workFileName(new Date(2026, 10, 7, 9).getTime())).toBe("keepsake-work-2026-11-07.json");
  });

  const whole = writeWorkFile({ savedAtMs: 1, work: { ...nothing, drafts: [draft("x", 1)] } });
  test.each([
    ["cut off", whole.slice(0, -20), "broken or cut off"],
    ["of something else", '{"name":"package"}', "no file of your work"],
    ["of a newer page", whole.replace('"version": 1', '"version": 2'), "newer Keepsake"],
    [
      "with a hand-in that is none",
      writeWorkFile({ savedAtMs: 1, work: handedIn }).replace(/"sealed": "/, '"sealed": "§'),
      "at assigned › receipts › 0 › sealed",
    ],
    ["with a time that is none", whole.replace('"savedAtMs": 1,', '"savedAtMs": -1,'), "at savedAtMs"],
  ])("%s is refused in a sentence", (_, content, sentence) => {
    expect(readWorkFile(content)).toMatchObject({
      kind: "refused",
      message: expect.stringContaining(sentence),
    });
  });

  test.each(["", "my notes.txt", "über.ts", "../cart.ts", "node_modules/a.js", "__proto__"])(
    "with a file that is called %j is read without it, and says so",
    (path) => {
      const odd = { ...draft("x", 1), path };
      const files = { "cart.ts": "y", "my notes.txt": "z" };
      const work: Work = {
        ...nothing,
        drafts: [odd, draft("x", 1)],
        snapshots: [
          { ownerId: "cart", files, takenAtMs: 1, reason: "check" },
          { ownerId: "cart", files: { "my notes.txt": "z" }, takenAtMs: 2, reason: "check" },
        ],
      };
      expect(readWorkFile(writeWorkFile({ savedAtMs: 1, work }))).toMatchObject({
        kind: "read",
        file: {
          work: {
            drafts: [draft("x", 1)],
            snapshots: [{ ownerId: "cart", files: { "cart.ts": "y" }, takenAtMs: 1, reason: "check" }],
          },
        },
        left: [...new Set([path, "my notes.txt"])],
      });
    },
  );

  test("that is anything at all is refused or read, never thrown at", () => {
    fc.assert(
      fc.property(fc.json(), (content) => {
        expect(["read", "refused"]).toContain(readWorkFile(content).kind);
      }),
    );
  });
});
