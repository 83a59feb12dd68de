import { describe, expect, it } from "vitest";
import { applyPatch } from "./patch.ts";
import type { LiveSession } from "./session.ts";
import type { Session } from "./session-face.ts";
import { commit, committable, TrialHost } from "./trial-live-session.ts";
import { trialRecord } from "./trial-record.ts";

const load = (...given: Parameters<TrialHost["load"]>) => new TrialHost().load(...given);

describe("data of a session", () => {
  it("is there for get, has and all, as fresh copies", () => {
    const session = load();
    expect(session.get("cart")).toEqual(["tea"]);
    expect(session.get("cart")).not.toBe(session.get("cart"));
    expect(session.get("gone")).toBeUndefined();
    expect(session.get("gone", "none")).toBe("none");
    expect(session.get("count", 0)).toBe(3);
    expect([session.has("cart"), session.has("gone")]).toEqual([true, false]);
    expect(session.all()).toEqual({ cart: ["tea"], count: 3 });
    expect(session.pendingPatch()).toBeUndefined();
  });

  it("is empty where no record was found", () => {
    const session = load(null);
    expect([session.isNew, session.has("cart"), session.get("cart")]).toEqual([true, false, undefined]);
    expect(session.all()).toEqual({});
    expect(load().isNew).toBe(false);
  });

  it("is seen changed at once, and is written as it was when it was set", () => {
    const session = load();
    const value = { a: [1] };
    session.set("new", value);
    value.a.push(2);
    session.delete("cart");
    session.set("count", 4);
    expect(session.all()).toEqual({ new: { a: [1] }, count: 4 });
    expect([session.has("cart"), session.has("new")]).toEqual([false, true]);
    expect(session.get("cart", "none")).toBe("none");
    expect(commit(session)).toEqual({ new: '{"a":[1]}', count: "4" });
  });

  it.each([
    ["delete of what is not there", (s: Session) => s.delete("gone")],
    ["pop of what is not there", (s: Session) => s.pop("gone")],
    ["reading", (s: Session) => [s.get("cart"), s.has("cart"), s.all(), s.permanent, s.isNew, s.userId]],
    ["flash of nothing", (s: Session) => [s.flash("gone"), s.getFlash("gone")]],
    ["begin where there is a session", (s: Session) => [s.begin(), s.isNew]],
  ])("is left unwritten by %s", (_what, act) => {
    const session = load();
    act(session);
    expect(session.pendingPatch()).toBeUndefined();
    expect(session.used).toBe(true);
  });

  it("is not written when what was set is deleted again, but deleted where another request set it", () => {
    const session = load();
    session.set("new", 1);
    session.delete("new");
    expect(session.has("new")).toBe(false);
    const elsewhere = trialRecord({ data: new Map([["new", "2"]]) });
    const patch = session.pendingPatch();
    expect(patch === undefined ? undefined : applyPatch(elsewhere, patch).data.size).toBe(0);
  });

  it("is taken by pop", () => {
    const session = load();
    expect(session.pop("cart")).toEqual(["tea"]);
    expect(session.pop("cart", "none")).toBe("none");
    expect(session.pop("gone")).toBeUndefined();
    expect(commit(session)).toEqual({ count: "3" });
  });

  it("goes with clear, and what is set afterwards stays", () => {
    const session = load();
    session.set("before", 1);
    session.clear();
    expect([session.all(), session.has("cart"), session.get("before")]).toEqual([{}, false, undefined]);
    session.set("after", 1);
    expect(session.increment("count")).toBe(1);
    expect(session.all()).toEqual({ after: 1, count: 1 });
    expect(session.pendingPatch()?.clear).toBe(true);
    expect(session.pendingPatch()?.signIn).toBeUndefined();
    expect(commit(session)).toEqual({ after: "1", count: "1" });
    expect(session.pendingPatch()).toBeUndefined();
  });

  it.each([
    ["set", (s: Session) => s.set("", 1)],
    ["delete", (s: Session) => s.delete("")],
    ["pop", (s: Session) => s.pop("")],
    ["increment", (s: Session) => s.increment("")],
    ["update", (s: Session) => s.update("", () => 1)],
    ["flash with a value", (s: Session) => s.flash("", 1)],
    ["flash without one", (s: Session) => s.flash("")],
    ["getFlash", (s: Session) => s.getFlash("")],
    ["flashes.now", (s: Session) => s.flashes.now("", 1)],
    ["flashes.keep", (s: Session) => s.flashes.keep("")],
    ["flashes.peek", (s: Session) => s.flashes.peek("")],
  ])("has no empty key: %s", (_what, act) => {
    const host = new TrialHost();
    const session = host.load();
    expect(() => act(session)).toThrow("A session key is a string of 1 to 256 characters");
    expect(host.asked).toEqual([]);
  });

  it("refuses a value that would not come back, and is then unchanged", () => {
    const host = new TrialHost();
    const session = host.load();
    expect(() => session.set("at", new Date(0))).toThrow('Cannot store "at"');
    expect(() => session.flash("at", undefined)).toThrow('Cannot store "at"');
    expect(() => session.update("at", () => undefined)).toThrow('Cannot store "at"');
    expect(() => session.flashes.now("at", 1n)).toThrow('Cannot store "at"');
    expect(session.pendingPatch()).toBeUndefined();
    expect(host.asked).toEqual([]);
  });
});

describe("a counter", () => {
  it("is exact whatever came between, and gives the sum that this request sees", () => {
    const session = load();
    expect([session.increment("count"), session.increment("count", 4), session.increment("new")]).toEqual([
      4, 8, 1,
    ]);
    const meanwhile = trialRecord({ data: new Map([["count", "100"]]) });
    const patch = session.pendingPatch();
    expect(patch?.changes.get("count")).toEqual({ kind: "increment", by: 5, json: "8" });
    expect(session.get("count")).toBe(8);
    expect(patch === undefined ? [] : [...applyPatch(meanwhile, patch).data]).toEqual([
      ["count", "105"],
      ["new", "1"],
    ]);
  });

  it("refuses what it cannot add to, or add", () => {
    const session = load();
    expect(() => session.increment("cart")).toThrow(
      new TypeError('increment("cart") needs a number there; it holds ["tea"]. Use set first.'),
    );
    for (const by of [Number.NaN, Number.POSITIVE_INFINITY, "2" as unknown as number]) {
      expect(() => session.increment("count", by)).toThrow(
        new TypeError(`increment("count", …) adds a finite number; this is ${String(by)}.`),
      );
    }
    expect(() => session.increment("count", Number.MAX_VALUE)).not.toThrow();
    expect(() => session.increment("count", Number.MAX_VALUE)).toThrow('Cannot store "count"');
  });
});

/** What the commit makes of it when `count` is 100 by then, after this request saw 3. */
describe("several changes of one key in one request", () => {
  const plus = (by: number) => (current: number | undefined) => (current ?? 0) + by;
  it.each([
    ["update", (s: LiveSession) => s.update("count", plus(1)), 4, "101"],
    ["update, update", (s: LiveSession) => [1, 10].map((n) => s.update("count", plus(n))), 14, "111"],
    ["increment, update", (s) => [s.increment("count", 5), s.update("count", plus(1))], 9, "106"],
    ["update, increment", (s) => [s.update("count", plus(1)), s.increment("count", 5)], 9, "106"],
    ["set, increment", (s) => [s.set("count", 7), s.increment("count", 5)], 12, "12"],
    ["set, update", (s) => [s.set("count", 7), s.update("count", plus(1))], 8, "8"],
    ["delete, increment", (s) => [s.delete("count"), s.increment("count", 5)], 5, "5"],
    ["delete, update", (s) => [s.delete("count"), s.update("count", plus(1))], 1, "1"],
    ["increment, set", (s) => [s.increment("count"), s.set("count", 7)], 7, "7"],
  ] satisfies [string, (s: LiveSession) => unknown, number, string][])("%s", (_what, act, seen, written) => {
    const session = load();
    act(session);
    expect(session.get("count")).toBe(seen);
    const meanwhile = trialRecord({ data: new Map([["count", "100"]]) });
    const patch = session.pendingPatch();
    expect(patch === undefined ? "" : applyPatch(meanwhile, patch).data.get("count")).toBe(written);
  });

  it("counts from 0 where another request meanwhile put no number", () => {
    const session = load();
    session.increment("count", 5);
    session.update("count", (current) => current);
    const patch = session.pendingPatch();
    const without = (data: Map<string, string>) =>
      patch === undefined ? "" : applyPatch(trialRecord({ data }), patch).data.get("count");
    expect(without(new Map())).toBe("5");
    expect(without(new Map([["count", '"text"']]))).toBe("5");
  });

  it("gives update's result as a copy of what is stored", () => {
    const session = load();
    const given = { a: 1 };
    const back = session.update("new", () => given);
    expect(back).toEqual(given);
    expect(back).not.toBe(given);
    expect(session.update("cart", (cart: string[] | undefined) => [...(cart ?? []), "jam"])).toEqual([
      "tea",
      "jam",
    ]);
  });
});

describe("whether the session is permanent", () => {
  it("is what the record says, then the default, and what was said last", () => {
    const session = load();
    expect(session.permanent).toBe(true);
    session.permanent = false;
    expect(session.permanent).toBe(false);
    expect(session.pendingPatch()?.permanent).toBe(false);
    expect(committable(session).permanent).toBe(false);
    expect(load(trialRecord({ permanent: false })).permanent).toBe(false);
    expect(new TrialHost(false).load(null).permanent).toBe(false);
    expect(new TrialHost(true).load(null).permanent).toBe(true);
  });
});

describe("copies that were changed and never set", () => {
  it("are named, each key once", () => {
    const session = load();
    session.get<string[]>("cart")?.push("jam");
    session.get<string[]>("cart")?.push("ham");
    session.get("count");
    session.get("gone");
    expect(session.changedCopies()).toEqual(["cart"]);
    session.set("cart", ["jam"]);
    expect(session.changedCopies()).toEqual([]);
  });

  it("are not named where nobody changed them, or nobody watches", () => {
    const session = load();
    session.get("cart");
    session.set("nothing", null);
    session.get("nothing");
    expect(session.changedCopies()).toEqual([]);
    expect(load().changedCopies()).toEqual([]);
    const host = new TrialHost();
    host.watchCopies = false;
    const unwatched = host.load();
    unwatched.get<string[]>("cart")?.push("jam");
    expect(unwatched.changedCopies()).toEqual([]);
  });
});
