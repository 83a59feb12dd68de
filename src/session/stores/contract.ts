import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { EMPTY_PATCH, type Patch } from "../patch.ts";
import type { SessionRecord } from "../record.ts";
import type { Store, TurnOutcome } from "../store.ts";

/** A store on trial, with the means to look behind it. */
export interface StoreOnTrial {
  /** The same records through another instance, as another process would see them; undefined: not shared. */
  readonly other: Store | undefined;
  readonly store: Store;
  /** The same records for another process, as `trial-stores/trial-store.ts` says; absent: not shared. */
  readonly spec?: string;
  /** False: the server forgets what is over by itself, and `collect` finds nothing. */
  readonly collects?: boolean;
  /** All that is kept, as text, to look for what must not be there. */
  dump(): Promise<string>;
  close(): Promise<void>;
}

const KEY = "a".repeat(64);
const NEW_KEY = "b".repeat(64);
const NOW_MS = 1_700_000_000_000;

export function recordWith(data: Record<string, unknown>, more: Partial<SessionRecord> = {}): SessionRecord {
  return {
    data: new Map(Object.entries(data).map(([key, value]) => [key, JSON.stringify(value)])),
    flash: new Map(),
    createdAtMs: NOW_MS,
    renewedAtMs: NOW_MS,
    idleDeadlineMs: NOW_MS + 1000,
    absoluteDeadlineMs: NOW_MS + 5000,
    permanent: true,
    ...more,
  };
}

export function setting(key: string, value: unknown): Patch {
  return { ...EMPTY_PATCH, changes: new Map([[key, { kind: "set", json: JSON.stringify(value) }]]) };
}

function incrementing(key: string): Patch {
  return { ...EMPTY_PATCH, changes: new Map([[key, { kind: "increment", by: 1, json: "1" }]]) };
}

const ASK = { route: "POST /here", leaseMs: 60_000, waitMs: 60_000 };

function token(outcome: TurnOutcome): number {
  if (outcome.outcome !== "taken") throw new Error(`The turn was not taken but "${outcome.outcome}".`);
  return outcome.token;
}

/** What every store must do; see the comments in `store.ts`. */
export function storeContract(name: string, open: () => Promise<StoreOnTrial>): void {
  describe(`the ${name} store keeps the contract`, () => {
    let trial: StoreOnTrial;
    let store: Store;

    beforeEach(async () => {
      trial = await open();
      store = trial.store;
    });
    afterEach(() => trial.close());

    const dataAt = async (key: string): Promise<Record<string, unknown> | undefined> => {
      const loaded = await store.load(key);
      if (!loaded.found) return undefined;
      return Object.fromEntries([...loaded.record.data].map(([k, json]) => [k, JSON.parse(json)]));
    };

    it("loads what was created, with all deadlines and flash, and nothing where nothing is", async () => {
      const record = recordWith(
        { cart: [{ n: 1 }], __proto__x: null },
        { flash: new Map([["message", { id: "1", json: '"hello"' }]]), permanent: false },
      );
      await store.create(KEY, record);
      expect(await store.load(KEY)).toEqual({ found: true, record });
      expect(await store.load(NEW_KEY)).toEqual({ found: false });
    });

    it("does not create twice under one key", async () => {
      await store.create(KEY, recordWith({ first: true }));
      await expect((async () => store.create(KEY, recordWith({})))()).rejects.toThrow("already");
      expect(await dataAt(KEY)).toEqual({ first: true });
    });

    it("patches key by key what is there at the time, and hands back the result", async () => {
      await store.create(KEY, recordWith({ a: 1, b: 2 }));
      const stale = { ...EMPTY_PATCH, changes: new Map([["b", { kind: "delete" } as const]]) };
      await store.patch(KEY, setting("c", 3));
      const patched = await store.patch(KEY, stale);
      expect(patched.outcome === "patched" && [...patched.record.data.keys()]).toEqual(["a", "c"]);
      expect(await dataAt(KEY)).toEqual({ a: 1, c: 3 });
    });

    it("adds up 100 increments made at once", async () => {
      await store.create(KEY, recordWith({}));
      const stores = [store, trial.other ?? store];
      await Promise.all(
        Array.from({ length: 100 }, async (_, n) => stores[n % 2]?.patch(KEY, incrementing("n"))),
      );
      expect(await dataAt(KEY)).toEqual({ n: 100 });
    });

    it("runs an update on the value that is there, however often it must", async () => {
      await store.create(KEY, recordWith({ list: [] }));
      await Promise.all(
        Array.from({ length: 20 }, async (_, n) =>
          store.patch(KEY, {
            ...EMPTY_PATCH,
            changes: new Map([
              ["list", { kind: "update", steps: [(list) => [...(list as number[]), n]], json: "[]" }],
            ]),
          }),
        ),
      );
      expect((await dataAt(KEY))?.["list"]).toHaveLength(20);
    });

    it("takes only the flash entry that was read, not a later one with its key", async () => {
      await store.create(KEY, recordWith({}, { flash: new Map([["m", { id: "old", json: "1" }]]) }));
      await store.patch(KEY, { ...EMPTY_PATCH, flashAdded: new Map([["m", { id: "new", json: "2" }]]) });
      await store.patch(KEY, { ...EMPTY_PATCH, flashTaken: new Map([["m", "old"]]) });
      const loaded = await store.load(KEY);
      expect(loaded.found && loaded.record.flash.get("m")).toEqual({ id: "new", json: "2" });
    });

    it("never creates by patching, rotating or touching", async () => {
      expect(await store.patch(KEY, setting("a", 1))).toEqual({ outcome: "gone" });
      expect(await store.rotate(KEY, NEW_KEY, EMPTY_PATCH, { because: "rotated" })).toEqual({
        outcome: "gone",
      });
      expect(await store.touch(KEY, NOW_MS)).toBe(false);
      await store.destroy(KEY);
      expect(await store.load(KEY)).toEqual({ found: false });
      expect(await store.load(NEW_KEY)).toEqual({ found: false });
    });

    it("moves the idle deadline later and never earlier", async () => {
      await store.create(KEY, recordWith({ a: 1 }));
      expect(await store.touch(KEY, NOW_MS + 3000)).toBe(true);
      expect(await store.touch(KEY, NOW_MS + 2000)).toBe(true);
      const loaded = await store.load(KEY);
      expect(loaded.found && loaded.record.idleDeadlineMs).toBe(NOW_MS + 3000);
    });

    it("leaves a tombstone where it destroyed, which nothing brings back", async () => {
      await store.create(KEY, recordWith({ secret: "in the record" }));
      await store.destroy(KEY);
      const tombstone = { because: "destroyed" };
      expect(await store.load(KEY)).toEqual({ found: false, tombstone });
      expect(await store.patch(KEY, setting("a", 1))).toEqual({ outcome: "gone", tombstone });
      await expect((async () => store.create(KEY, recordWith({})))()).rejects.toThrow("already");
      expect(await trial.dump()).not.toContain("in the record");
    });

    it("rotates with the changes, keeps the absolute deadline, and leaves a tombstone", async () => {
      await store.create(KEY, recordWith({ a: 1 }));
      const rotated = await store.rotate(KEY, NEW_KEY, setting("b", 2), { because: "rotated" });
      expect(rotated.outcome).toBe("patched");
      expect(await store.load(KEY)).toEqual({ found: false, tombstone: { because: "rotated" } });
      expect(await dataAt(NEW_KEY)).toEqual({ a: 1, b: 2 });
      const loaded = await store.load(NEW_KEY);
      expect(loaded.found && loaded.record.absoluteDeadlineMs).toBe(NOW_MS + 5000);
    });

    it("names the successor of a renewed id, and of no other", async () => {
      await store.create(KEY, recordWith({}));
      await store.rotate(KEY, NEW_KEY, EMPTY_PATCH, { because: "renewed" });
      expect(await store.load(KEY)).toEqual({
        found: false,
        tombstone: { because: "renewed", successor: NEW_KEY },
      });
    });

    it("gives the turn to one at a time, in the order they came", async () => {
      await store.create(KEY, recordWith({ n: 0 }));
      const order: number[] = [];
      let holders = 0;
      const visit = async (n: number) => {
        const turn = token(await store.takeTurn(KEY, ASK));
        holders += 1;
        expect(holders).toBe(1);
        order.push(n);
        await Promise.resolve();
        holders -= 1;
        await store.patch(KEY, incrementing("n"), { turn, release: true });
      };
      await Promise.all(Array.from({ length: 20 }, (_, n) => visit(n)));
      expect(order).toEqual(Array.from({ length: 20 }, (_, n) => n));
      expect(await dataAt(KEY)).toEqual({ n: 20 });
    });

    it("hands out the record as it is when the turn is taken", async () => {
      await store.create(KEY, recordWith({ n: 0 }));
      const first = token(await store.takeTurn(KEY, ASK));
      const waiting = store.takeTurn(KEY, ASK);
      await store.patch(KEY, setting("n", 7), { turn: first, release: true });
      const second = await waiting;
      expect(second.outcome === "taken" && second.record.data.get("n")).toBe("7");
    });

    it("leaves a turn to its holder when another request patches without one", async () => {
      await store.create(KEY, recordWith({}));
      const turn = token(await store.takeTurn(KEY, ASK));
      await store.patch(KEY, setting("beside", 1), { release: true });
      expect((await store.patch(KEY, setting("mine", 1), { turn, release: true })).outcome).toBe("patched");
      expect(await dataAt(KEY)).toEqual({ beside: 1, mine: 1 });
    });

    it("gives up after the wait and says who holds the turn", async () => {
      await store.create(KEY, recordWith({}));
      await store.takeTurn(KEY, { ...ASK, route: "GET /slow" });
      expect(await store.takeTurn(KEY, { ...ASK, waitMs: 30 })).toEqual({
        outcome: "timed-out",
        heldBy: "GET /slow",
      });
    });

    it("says who had the turn that was waited for, and nothing when there was no wait", async () => {
      await store.create(KEY, recordWith({ n: 0 }));
      const first = await store.takeTurn(KEY, { ...ASK, route: "POST /cart/add" });
      expect(first).not.toHaveProperty("waitedFor");
      const waiting = store.takeTurn(KEY, { ...ASK, route: "POST /second" });
      const last = store.takeTurn(KEY, { ...ASK, route: "POST /third" });
      await store.patch(KEY, setting("n", 1), { turn: token(first), release: true });
      const second = await waiting;
      expect(second).toMatchObject({ outcome: "taken", waitedFor: "POST /cart/add" });
      await store.releaseTurn(KEY, token(second));
      expect(await last).toMatchObject({ outcome: "taken", waitedFor: expect.any(String) });
    });

    it("takes a turn whose lease ran out, and refuses the late commit of who had it", async () => {
      await store.create(KEY, recordWith({ n: 0 }));
      const late = token(await store.takeTurn(KEY, { ...ASK, leaseMs: 20 }));
      const turn = token(await store.takeTurn(KEY, ASK));
      expect(turn).toBeGreaterThan(late);
      expect(await store.patch(KEY, setting("n", "late"), { turn: late })).toEqual({ outcome: "turn-lost" });
      expect(await store.rotate(KEY, NEW_KEY, EMPTY_PATCH, { turn: late, because: "rotated" })).toEqual({
        outcome: "turn-lost",
      });
      expect(await store.renewTurn(KEY, late, 1000)).toBe(false);
      await store.releaseTurn(KEY, late);
      await store.patch(KEY, setting("n", "in time"), { turn });
      expect(await dataAt(KEY)).toEqual({ n: "in time" });
    });

    it("keeps a turn that is renewed", async () => {
      await store.create(KEY, recordWith({}));
      const turn = token(await store.takeTurn(KEY, { ...ASK, leaseMs: 50 }));
      expect(await store.renewTurn(KEY, turn, 60_000)).toBe(true);
      expect((await store.takeTurn(KEY, { ...ASK, waitMs: 120 })).outcome).toBe("timed-out");
    });

    it("takes no turn without a record, and wakes those who wait when it goes", async () => {
      expect(await store.takeTurn(KEY, ASK)).toEqual({ outcome: "absent", loaded: { found: false } });
      await store.create(KEY, recordWith({}));
      const turn = token(await store.takeTurn(KEY, ASK));
      const waiting = store.takeTurn(KEY, ASK);
      await store.rotate(KEY, NEW_KEY, EMPTY_PATCH, { turn, because: "rotated" });
      expect(await waiting).toEqual({
        outcome: "absent",
        loaded: { found: false, tombstone: { because: "rotated" } },
      });
    });

    it("lists the records of an owner, wherever they moved, and nobody else's", async () => {
      const owner = "c".repeat(64);
      if (!store.capabilities.list) {
        await expect((async () => store.listByOwner(owner))()).rejects.toThrow("cannot list");
        return;
      }
      const signIn = { owner, authenticatedAtMs: NOW_MS + 1 };
      await store.create(KEY, recordWith({ n: 1 }));
      await store.create(
        "e".repeat(64),
        recordWith({ n: 2 }, { owner: "d".repeat(64), authenticatedAtMs: 1 }),
      );
      expect(await store.listByOwner(owner)).toEqual([]);
      await store.patch(KEY, { ...EMPTY_PATCH, signIn });
      expect(await store.listByOwner(owner)).toEqual([{ key: KEY, record: recordWith({ n: 1 }, signIn) }]);
      await store.rotate(KEY, NEW_KEY, EMPTY_PATCH, { because: "rotated" });
      expect((await (trial.other ?? store).listByOwner(owner)).map(({ key }) => key)).toEqual([NEW_KEY]);
      await store.create(KEY.replaceAll("a", "f"), recordWith({ n: 3 }, signIn));
      expect(await store.listByOwner(owner)).toHaveLength(2);
      await store.patch(KEY.replaceAll("a", "f"), { ...EMPTY_PATCH, signIn: null });
      expect((await store.listByOwner(owner)).map(({ key }) => key)).toEqual([NEW_KEY]);
      await store.destroy(NEW_KEY);
      expect(await store.listByOwner(owner)).toEqual([]);
    });

    it("collects what has expired and nothing else", async () => {
      await store.create(KEY, recordWith({}));
      await store.create(NEW_KEY, recordWith({}, { idleDeadlineMs: NOW_MS + 4000 }));
      expect(await store.collect(NOW_MS + 999)).toBe(0);
      if (trial.collects === false) return;
      expect(await store.collect(NOW_MS + 1000)).toBe(1);
      expect(await store.load(KEY)).toEqual({ found: false });
      expect((await store.load(NEW_KEY)).found).toBe(true);
      expect(await store.collect(NOW_MS + 5000)).toBe(1);
    });

    it("shares records and turns between instances, where it can", async () => {
      const { other } = trial;
      if (other === undefined) return;
      await store.create(KEY, recordWith({ n: 0 }));
      const visit = async (through: Store) => {
        const taken = await through.takeTurn(KEY, { ...ASK, waitMs: 60_000 });
        const n = taken.outcome === "taken" ? Number(taken.record.data.get("n")) : Number.NaN;
        await through.patch(KEY, setting("n", n + 1), { turn: token(taken), release: true });
      };
      await Promise.all(Array.from({ length: 40 }, (_, n) => visit(n % 2 === 0 ? store : other)));
      expect(await dataAt(KEY)).toEqual({ n: 40 });
      await other.destroy(KEY);
      expect((await store.load(KEY)).found).toBe(false);
    });

    it("wakes those who wait for a turn whose record went through another instance", async () => {
      const { other } = trial;
      if (other === undefined) return;
      await store.create(KEY, recordWith({}));
      const turn = token(await store.takeTurn(KEY, ASK));
      const waiting = store.takeTurn(KEY, { ...ASK, waitMs: 20_000 });
      await other.destroy(KEY);
      expect((await store.patch(KEY, setting("a", 1), { turn, release: true })).outcome).toBe("gone");
      expect((await waiting).outcome).toBe("absent");
    });
  });
}
