import { describe, expect, it } from "vitest";
import { blankRecord, isExpired, parseEntries, signInOf, viewRecord } from "./record.ts";
import { ANN, trialRecord } from "./trial-record.ts";

describe("a record", () => {
  it("begins empty, with its deadlines counted from now", () => {
    const terms = { idleTimeoutMs: 30, absoluteTimeoutMs: 500, permanent: false };
    expect(blankRecord(1000, terms)).toEqual({
      data: new Map(),
      flash: new Map(),
      createdAtMs: 1000,
      renewedAtMs: 1000,
      idleDeadlineMs: 1030,
      absoluteDeadlineMs: 1500,
      permanent: false,
    });
  });

  it.each([
    ["before both deadlines", 99, { idleDeadlineMs: 100, absoluteDeadlineMs: 200 }, false],
    ["at the idle deadline", 100, { idleDeadlineMs: 100, absoluteDeadlineMs: 200 }, true],
    ["before both, the other way round", 99, { idleDeadlineMs: 200, absoluteDeadlineMs: 100 }, false],
    ["at the absolute deadline", 100, { idleDeadlineMs: 200, absoluteDeadlineMs: 100 }, true],
  ])("is over from the millisecond of a deadline on: %s", (_when, nowMs, deadlines, expired) => {
    expect(isExpired(trialRecord(deadlines), nowMs)).toBe(expired);
  });

  it("says who is signed in only when it knows who and since when", () => {
    const { owner, authenticatedAtMs } = ANN;
    const remembered = { ...ANN, remembered: true } as const;
    expect(signInOf(trialRecord(remembered))).toStrictEqual(remembered);
    expect(signInOf({ owner, authenticatedAtMs })).toStrictEqual({ owner, authenticatedAtMs });
    expect(signInOf({ owner })).toBeUndefined();
    expect(signInOf({ authenticatedAtMs })).toBeUndefined();
  });

  it("is shown with copies of its values, and without ids, owner or device", () => {
    expect(viewRecord(trialRecord(ANN))).toStrictEqual({
      data: { cart: ["tea"], count: 3 },
      flash: { note: "Saved." },
      createdAtMs: 1000,
      idleDeadlineMs: 3000,
      absoluteDeadlineMs: 4000,
    });
  });

  it("keeps `__proto__` an ordinary key", () => {
    const entries = parseEntries(
      new Map([
        ["__proto__", "1"],
        ['"', "2"],
      ]),
    );
    expect(Object.entries(entries)).toEqual([
      ["__proto__", 1],
      ['"', 2],
    ]);
    expect(parseEntries(new Map())).toEqual({});
  });
});
