import { describe, expect, it } from "vitest";
import { applyPatch, type Change, describePatch, EMPTY_PATCH, type Patch } from "./patch.ts";
import { ANN, trialRecord } from "./trial-record.ts";

const patchOf = (parts: Partial<Patch>): Patch => ({ ...EMPTY_PATCH, ...parts });
const changesOf = (changes: Record<string, Change>) => new Map(Object.entries(changes));
const dataAfter = (changes: Record<string, Change>, parts: Partial<Patch> = {}) =>
  Object.fromEntries(applyPatch(trialRecord(), patchOf({ changes: changesOf(changes), ...parts })).data);

const set = (json: string): Change => ({ kind: "set", json });
const add = (by: number, json: string): Change => ({ kind: "increment", by, json });
const plus = (by: number) => (current: unknown) => Number(current ?? 0) + by;

describe("a patch", () => {
  it("that is empty gives the same record, with the same maps", () => {
    const record = trialRecord({ ...ANN, remembered: true });
    const after = applyPatch(record, EMPTY_PATCH);
    expect(after).toEqual(record);
    expect(after.data).toBe(record.data);
    expect(after.flash).toBe(record.flash);
  });

  it("never touches the record it is applied to", () => {
    const record = trialRecord();
    applyPatch(
      record,
      patchOf({
        changes: changesOf({ cart: { kind: "delete" } }),
        flashTaken: new Map([["note", "n1"]]),
      }),
    );
    expect(record).toEqual(trialRecord());
  });

  it.each([
    ["sets", { cart: set("[]") }, { cart: "[]", count: "3" }],
    ["deletes", { cart: { kind: "delete" } }, { count: "3" }],
    ["deletes what is not there", { gone: { kind: "delete" } }, { cart: '["tea"]', count: "3" }],
    ["adds to what is there then, not to what the request saw", { count: add(2, "42") }, { count: "5" }],
    ["begins a counter at 0", { fresh: add(2, "42") }, { fresh: "2" }],
    ["lets the last write win where no number is any more", { cart: add(2, "42") }, { cart: "42" }],
    [
      "runs all steps of an update on what is there then",
      { count: { kind: "update", steps: [plus(1), plus(10)], json: "42" } },
      { count: "14" },
    ],
    [
      "gives the first step undefined where nothing is",
      { fresh: { kind: "update", steps: [(current) => current === undefined], json: "42" } },
      { fresh: "true" },
    ],
  ] satisfies [string, Record<string, Change>, Record<string, string>][])(
    "%s",
    (_what, changes, expected) => {
      expect(dataAfter(changes)).toMatchObject(expected);
      if ("cart" in expected) return;
      expect("cart" in dataAfter(changes)).toBe(!("cart" in changes));
    },
  );

  it("clears what is there then, before its changes, and leaves flash", () => {
    expect(dataAfter({ count: add(1, "1") }, { clear: true })).toEqual({ count: "1" });
    const cleared = applyPatch(trialRecord(), patchOf({ clear: true }));
    expect(cleared.data.size).toBe(0);
    expect(cleared.flash).toEqual(trialRecord().flash);
  });

  it.each([
    ["a sum that is too large", { count: add(Number.MAX_VALUE, "1") }, { count: "1.7976931348623157e308" }],
  ] as const)("refuses %s, naming a counter", (_what, changes, there) => {
    const record = trialRecord({ data: new Map(Object.entries(there)) });
    expect(() => applyPatch(record, patchOf({ changes: changesOf(changes) }))).toThrow(
      'Cannot store "a counter" in the session: Infinity would not come back the same from JSON.',
    );
  });

  it("refuses the result of a step that cannot be stored, naming the key", () => {
    const change: Change = { kind: "update", steps: [() => new Date(0)], json: "0" };
    expect(() => dataAfter({ count: change })).toThrow('Cannot store "count" in the session: a Date');
  });

  it("takes a flash value by its id, so that a later one with the same key stays", () => {
    const flashAfter = (parts: Partial<Patch>) => [...applyPatch(trialRecord(), patchOf(parts)).flash];
    const later = { id: "n2", json: "1" };
    expect(flashAfter({ flashTaken: new Map([["note", "n1"]]) })).toEqual([]);
    expect(flashAfter({ flashTaken: new Map([["note", "n0"]]) })).toEqual([...trialRecord().flash]);
    expect(flashAfter({ flashTaken: new Map([["other", "n1"]]) })).toEqual([...trialRecord().flash]);
    expect(flashAfter({ flashAdded: new Map([["note", later]]) })).toEqual([["note", later]]);
    const both = { flashTaken: new Map([["note", "n1"]]), flashAdded: new Map([["note", later]]) };
    expect(flashAfter(both)).toEqual([["note", later]]);
  });

  it("moves deadlines and what else it names, and leaves the rest", () => {
    const moved = { renewedAtMs: 20, idleDeadlineMs: 30, absoluteDeadlineMs: 40, permanent: false };
    expect(applyPatch(trialRecord(), patchOf(moved))).toEqual(trialRecord(moved));
  });

  it("signs in, signs out, or leaves who is signed in", () => {
    const { family: _family, ...bob } = { ...ANN, owner: "b".repeat(64), remembered: true } as const;
    const anns = trialRecord(ANN);
    expect(applyPatch(trialRecord(), patchOf({ signIn: ANN }))).toEqual(anns);
    expect(applyPatch(anns, patchOf({ signIn: bob }))).toEqual(trialRecord(bob));
    expect(applyPatch(anns, patchOf({ signIn: null }))).toEqual(trialRecord());
    expect(applyPatch(anns, patchOf({ permanent: true }))).toEqual(anns);
  });
});

describe("a patch as an inspector shows it", () => {
  it("lists what was done in order, with values and without ids", () => {
    const patch = patchOf({
      clear: true,
      changes: new Map<string, Change>([
        ["cart", set('{"tea":1}')],
        ["old", { kind: "delete" }],
        ["count", add(2, "5")],
        ["name", { kind: "update", steps: [], json: '"Ann"' }],
      ]),
      flashTaken: new Map([["read", "secret-id"]]),
      flashAdded: new Map([["note", { id: "secret-id", json: '"Saved."' }]]),
    });
    expect(describePatch(patch)).toEqual([
      { kind: "clear" },
      { kind: "set", key: "cart", value: { tea: 1 } },
      { kind: "delete", key: "old" },
      { kind: "increment", key: "count", value: 2 },
      { kind: "set", key: "name", value: "Ann" },
      { kind: "flash-take", key: "read" },
      { kind: "flash-add", key: "note", value: "Saved." },
    ]);
    expect(describePatch(EMPTY_PATCH)).toEqual([]);
  });
});
