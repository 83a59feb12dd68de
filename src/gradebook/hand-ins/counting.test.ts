import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { countingHandIns } from "./counting.ts";
import type { OpenedHandIn } from "./opened.ts";
import type { Received } from "./received.ts";

interface Told {
  readonly fingerprint: string;
  readonly sequence: number;
  readonly madeAtMs: number;
  /** By the file; absent: nobody knows. */
  readonly atMs?: number | undefined;
}

/** The hand-ins of one learner, called by their place in the list, newest first. */
function newestFirst(told: readonly Told[], order = told.map((_, index) => index)): number[] {
  const all = told.map(({ fingerprint, sequence, madeAtMs }, index) => {
    const handIn = { sequence, madeAtMs, assignment: { fingerprint, title: "" } };
    return {
      learner: { key: "ada", name: "Ada" },
      hash: `${index}`.padStart(3, "0"),
      handIn,
    } as OpenedHandIn;
  });
  const received = new Map(
    all.map((each, index): [OpenedHandIn, Received] => {
      const atMs = told[index]?.atMs;
      return [
        each,
        atMs === undefined
          ? { by: "nobody", lateness: { kind: "unknown" } }
          : { by: "file", atMs, lateness: { kind: "in-time" } },
      ];
    }),
  );
  const [learner] = countingHandIns(
    order.flatMap((index) => all[index] ?? []),
    received,
  );
  if (learner === undefined) return [];
  return [learner.counts, ...learner.others].map((each) => all.indexOf(each));
}

describe("of a learner's hand-ins the newest counts", () => {
  it("by the time at which they came, where each has one", () => {
    const told = { fingerprint: "a", madeAtMs: 1 };
    expect(
      newestFirst([
        { ...told, sequence: 2, atMs: 5 },
        { ...told, sequence: 1, atMs: 6 },
      ]),
    ).toEqual([1, 0]);
  });

  it("by the learner's count, where one of them has none", () => {
    const told = { fingerprint: "a", madeAtMs: 1 };
    expect(
      newestFirst([
        { ...told, sequence: 3, atMs: 1 },
        { ...told, sequence: 2 },
        { ...told, sequence: 1, atMs: 2 },
      ]),
    ).toEqual([0, 1, 2]);
  });

  it("of two wordings of the assignment, each of which has its own count, by when they were made", () => {
    expect(
      newestFirst([
        { fingerprint: "older", sequence: 3, madeAtMs: 10 },
        { fingerprint: "newer", sequence: 1, madeAtMs: 20 },
        { fingerprint: "older", sequence: 2, madeAtMs: 15 },
      ]),
    ).toEqual([1, 0, 2]);
  });

  it("in one order, however they were found", () => {
    const few = fc.integer({ min: 1, max: 4 });
    const told = fc.record({
      fingerprint: fc.constantFrom("a", "b", "c"),
      ...{ sequence: few, madeAtMs: few },
      atMs: fc.option(few, { nil: undefined, freq: 3 }),
    });
    const shuffled = fc
      .array(told, { minLength: 1, maxLength: 7 })
      .chain((all) =>
        fc.tuple(
          fc.constant(all),
          fc.shuffledSubarray([...all.keys()], { minLength: all.length, maxLength: all.length }),
        ),
      );
    fc.assert(
      fc.property(shuffled, ([all, order]) => {
        expect(newestFirst(all, order)).toEqual(newestFirst(all));
      }),
      { numRuns: 500 },
    );
  });
});
