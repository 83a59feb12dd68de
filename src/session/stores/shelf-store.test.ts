import fc from "fast-check";
import { afterEach, describe, expect, it, vi } from "vitest";
import { EMPTY_PATCH, type Patch } from "../patch.ts";
import { serializeRecord } from "../record-text.ts";
import type { TurnOutcome } from "../store.ts";
import { recordWith, setting, storeContract } from "./contract.ts";
import { ShelfStore } from "./shelf-store.ts";
import { thisProcess } from "./this-process.ts";
import { TrialShelf } from "./trial-shelf.ts";

const KEY = "a".repeat(64);
const NEW_KEY = "b".repeat(64);
const ASK = { route: "POST /here", leaseMs: 10_000, waitMs: 5000 };
/** A lease that no wait outlasts. */
const LONG = { route: "POST /here", leaseMs: 600_000, waitMs: 20_000 };

for (const passesTurns of [true, false]) {
  storeContract(`trial shelf that ${passesTurns ? "passes" : "does not pass"} turns on`, async () => {
    const shelf = new TrialShelf({ passesTurns });
    return {
      store: new ShelfStore(shelf),
      other: new ShelfStore(shelf),
      dump: async () => JSON.stringify([...shelf.slots]),
      close: async () => {},
    };
  });
}

function adding(by: number): Patch {
  return { ...EMPTY_PATCH, changes: new Map([["n", { kind: "increment", by, json: String(by) }]]) };
}

function token(outcome: TurnOutcome): number {
  if (outcome.outcome !== "taken") throw new Error(`The turn was not taken but "${outcome.outcome}".`);
  return outcome.token;
}

/** The text of another process's write: the count goes up by one. */
function counted(text: string): string {
  const record = JSON.parse(text) as { data: { n?: number } };
  record.data.n = (record.data.n ?? 0) + 1;
  return JSON.stringify(record);
}

describe("a store on a shelf", () => {
  afterEach(() => {
    vi.restoreAllMocks();
  });

  const numberAt = async (store: ShelfStore, key = KEY) => {
    const loaded = await store.load(key);
    return loaded.found ? JSON.parse(loaded.record.data.get("n") ?? "0") : undefined;
  };

  it("loses nothing, whenever other processes write and whatever fails", async () => {
    const visit = fc.record({
      by: fc.integer({ min: 1, max: 9 }),
      withTurn: fc.boolean(),
      rotates: fc.boolean(),
    });
    const disturbances = fc.array(fc.constantFrom("nothing", "nothing", "write", "fail"), { maxLength: 60 });
    await fc.assert(
      fc.asyncProperty(
        fc.array(visit, { minLength: 1, maxLength: 12 }),
        disturbances,
        async (visits, disturbed) => {
          const plan = [...disturbed];
          const shelf = new TrialShelf();
          const stores = [new ShelfStore(shelf), new ShelfStore(shelf)];
          const first = stores[0] ?? new ShelfStore(shelf);
          await first.create(KEY, recordWith({ n: 0 }));
          let expected = 0;
          let at = KEY;
          shelf.before = (step, key) => {
            const disturbance = plan.shift();
            // Nobody else writes to a copy whose key no client has yet.
            const slot = key === at ? shelf.slots.get(key) : undefined;
            if (disturbance === "write" && slot?.content !== undefined) {
              slot.content = { ...slot.content, text: counted(slot.content.text) };
              slot.version += 1;
              expected += 1;
            }
            if (disturbance === "fail") throw new Error(`${step} failed`);
          };
          let rotations = 0;
          for (const { rotates } of visits) {
            // Those of one round go on at the same time.
            const round = visits.map(async ({ by, withTurn }, n) => {
              const store = stores[n % 2] ?? first;
              try {
                const turn = withTurn ? token(await store.takeTurn(at, { ...ASK, leaseMs: 40 })) : undefined;
                const patched = await store.patch(
                  at,
                  adding(by),
                  turn === undefined ? {} : { turn, release: true },
                );
                if (patched.outcome === "patched") expected += by;
              } catch {
                // A step failed, before it did anything: nothing may have changed.
              }
            });
            await Promise.all(round);
            if (!rotates) continue;
            rotations += 1;
            const to = String(rotations).padStart(64, "0");
            try {
              if ((await first.rotate(at, to, EMPTY_PATCH, { because: "rotated" })).outcome === "patched")
                at = to;
            } catch {
              // As above; a copy that nobody knows may be left.
            }
          }
          plan.length = 0;
          expect(await numberAt(first, at)).toBe(expected);
          const living = [...shelf.slots.values()].filter((slot) => slot.content !== undefined);
          expect(living.length).toBeGreaterThan(0);
        },
      ),
      { numRuns: 60 },
    );
  });

  it("writes in one step with what it read, and in two when another process came between", async () => {
    const shelf = new TrialShelf();
    const store = new ShelfStore(shelf);
    await store.create(KEY, recordWith({ n: 1 }));
    const loaded = await store.load(KEY);
    if (!loaded.found) throw new Error("It was created.");
    shelf.steps.length = 0;
    await store.patch(KEY, adding(1), { base: loaded.record });
    expect(shelf.steps).toEqual(["replace"]);
    await store.patch(KEY, adding(1), { base: loaded.record });
    expect(shelf.steps).toEqual(["replace", "replace", "read", "replace"]);
    expect(await numberAt(store)).toBe(3);
  });

  it("asks for a turn and writes with it in two steps", async () => {
    const shelf = new TrialShelf();
    const store = new ShelfStore(shelf);
    await store.create(KEY, recordWith({}));
    shelf.steps.length = 0;
    const turn = token(await store.takeTurn(KEY, ASK));
    await store.patch(KEY, adding(1), { turn, release: true });
    expect(shelf.steps).toEqual(["takeTurn", "replace"]);
  });

  it("hands the turn over within the process in the step that ends the one before", async () => {
    const shelf = new TrialShelf();
    const store = new ShelfStore(shelf);
    await store.create(KEY, recordWith({ n: 0 }));
    shelf.steps.length = 0;
    const visit = async () => {
      const turn = token(await store.takeTurn(KEY, ASK));
      await store.patch(KEY, adding(1), { turn, release: true });
    };
    await Promise.all(Array.from({ length: 10 }, visit));
    expect(shelf.steps.filter((step) => step === "takeTurn")).toEqual(["takeTurn"]);
    expect(shelf.steps.filter((step) => step === "replace")).toHaveLength(10);
    expect(await numberAt(store)).toBe(10);
  });

  it("refuses the late commit of who handed the turn over", async () => {
    const shelf = new TrialShelf();
    const store = new ShelfStore(shelf);
    await store.create(KEY, recordWith({ n: 0 }));
    const first = token(await store.takeTurn(KEY, ASK));
    const waiting = store.takeTurn(KEY, ASK);
    await store.patch(KEY, adding(1), { turn: first, release: true });
    const second = token(await waiting);
    expect(await store.patch(KEY, adding(1), { turn: first })).toEqual({ outcome: "turn-lost" });
    await store.releaseTurn(KEY, first);
    expect((await store.patch(KEY, adding(1), { turn: second })).outcome).toBe("patched");
  });

  it("gives a turn back that was handed to one who had stopped waiting", async () => {
    const shelf = new TrialShelf();
    const store = new ShelfStore(shelf);
    await store.create(KEY, recordWith({ n: 0 }));
    const turn = token(await store.takeTurn(KEY, ASK));
    const { promise: gaveUp, resolve } = Promise.withResolvers<TurnOutcome>();
    const waiting = store.takeTurn(KEY, { ...ASK, waitMs: 5 });
    void waiting.then(resolve);
    const replace = shelf.replace.bind(shelf);
    vi.spyOn(shelf, "replace").mockImplementationOnce(async (...args) => {
      const isReplaced = await replace(...args);
      await gaveUp;
      return isReplaced;
    });
    await store.patch(KEY, adding(1), { turn, release: true });
    expect((await waiting).outcome).toBe("timed-out");
    expect(shelf.slots.get(KEY)?.holder).toBeUndefined();
    expect((await store.takeTurn(KEY, ASK)).outcome).toBe("taken");
  });

  it("lets another process have its turn while requests of this one follow one another", async () => {
    const shelf = new TrialShelf();
    const busy = new ShelfStore(shelf);
    const other = new ShelfStore(shelf);
    await busy.create(KEY, recordWith({ n: 0 }));
    let goesOn = true;
    const visit = async () => {
      while (goesOn) {
        const turn = token(await busy.takeTurn(KEY, ASK));
        await busy.patch(KEY, adding(1), { turn, release: true });
      }
    };
    const visits = Promise.all(Array.from({ length: 4 }, visit));
    const turn = token(await other.takeTurn(KEY, ASK));
    goesOn = false;
    await other.releaseTurn(KEY, turn);
    await visits;
  });

  it("breaks the turn of a process that is dead, at once", async () => {
    const shelf = new TrialShelf();
    const store = new ShelfStore(shelf);
    await store.create(KEY, recordWith({}));
    const own = await thisProcess();
    // No process has a number as large as this one.
    await shelf.takeTurn(KEY, JSON.stringify({ ...own, route: "POST /died", pid: 2 ** 30 }), 60_000);
    expect((await store.takeTurn(KEY, { ...ASK, waitMs: 30_000 })).outcome).toBe("taken");
  });

  it("does not wait for its own turn of which the shelf's answer was lost", async () => {
    const shelf = new TrialShelf();
    const store = new ShelfStore(shelf);
    await store.create(KEY, recordWith({}));
    const take = shelf.takeTurn.bind(shelf);
    shelf.takeTurn = async (...args) => {
      shelf.takeTurn = take;
      await take(...args);
      throw new Error("no answer within 5000 ms");
    };
    await expect(store.takeTurn(KEY, LONG)).rejects.toThrow("no answer");
    expect((await store.takeTurn(KEY, LONG)).outcome).toBe("taken");
  });

  it("does not wait for a turn that was passed on in a write whose answer was lost", async () => {
    const shelf = new TrialShelf();
    const store = new ShelfStore(shelf);
    await store.create(KEY, recordWith({ n: 0 }));
    const turn = token(await store.takeTurn(KEY, LONG));
    const next = store.takeTurn(KEY, LONG);
    const replace = shelf.replace.bind(shelf);
    shelf.replace = async (...args) => {
      shelf.replace = replace;
      await replace(...args);
      throw new Error("no answer within 5000 ms");
    };
    await expect(store.patch(KEY, adding(1), { turn, release: true })).rejects.toThrow("no answer");
    await store.releaseTurn(KEY, turn);
    expect((await next).outcome).toBe("taken");
  });

  it.each([
    ["of another machine", { pid: 2 ** 30, machine: "another" }],
    ["that lives", { pid: 1 }],
  ])("waits for the turn of a process %s", async (_kind, owner) => {
    const shelf = new TrialShelf();
    const store = new ShelfStore(shelf);
    await store.create(KEY, recordWith({}));
    await shelf.takeTurn(
      KEY,
      JSON.stringify({ ...(await thisProcess()), route: "POST /slow", ...owner }),
      60_000,
    );
    const waited = await store.takeTurn(KEY, { ...ASK, waitMs: 30 });
    expect(waited).toEqual({ outcome: "timed-out", heldBy: "POST /slow" });
  });

  it("opens the shelf again when that failed, at the next call", async () => {
    const shelf = new TrialShelf();
    const store = new ShelfStore(shelf);
    shelf.before = () => {
      throw new Error("It is down.");
    };
    await expect(store.open()).rejects.toThrow("It is down.");
    await expect(store.load(KEY)).rejects.toThrow("It is down.");
    shelf.before = () => {};
    expect(await store.load(KEY)).toEqual({ found: false });
    expect(shelf.steps).toEqual(["open", "open", "open", "read"]);
  });

  it("counts a damaged record as absent, leaves it there, and reports it without its key", async () => {
    const shelf = new TrialShelf();
    const reports: string[] = [];
    const store = new ShelfStore(shelf, { log: (message) => reports.push(message) });
    const text = serializeRecord(recordWith({ user: "ada" })).slice(0, -5);
    await shelf.insert(KEY, { text, expiresAtMs: 1, keepMs: 1, keepOwnerMs: 1 });
    expect(await store.load(KEY)).toEqual({ found: false });
    expect(await store.patch(KEY, setting("a", 1))).toEqual({ outcome: "gone" });
    expect(await store.takeTurn(KEY, ASK)).toEqual({ outcome: "absent", loaded: { found: false } });
    expect(shelf.slots.get(KEY)).toMatchObject({ content: { text }, holder: undefined });
    expect(reports).toHaveLength(1);
    expect(reports[0]).toMatch(/damaged/);
    expect(reports[0]).not.toMatch(/a{64}|ada/);
  });

  it("keeps the record where it was when a rotation fails half-way, and moves it at the next try", async () => {
    const shelf = new TrialShelf();
    const store = new ShelfStore(shelf);
    await store.create(KEY, recordWith({ n: 7 }));
    shelf.before = (step) => {
      if (step === "bury") throw new Error("It went away.");
    };
    await expect(store.rotate(KEY, NEW_KEY, EMPTY_PATCH, { because: "rotated" })).rejects.toThrow(
      "went away",
    );
    shelf.before = () => {};
    expect(await numberAt(store)).toBe(7);
    const another = "c".repeat(64);
    expect((await store.rotate(KEY, another, EMPTY_PATCH, { because: "rotated" })).outcome).toBe("patched");
    expect(await numberAt(store, another)).toBe(7);
  });

  it("takes away the copy of a rotation that came too late", async () => {
    const shelf = new TrialShelf();
    const store = new ShelfStore(shelf);
    await store.create(KEY, recordWith({ n: 7 }));
    shelf.before = (step) => {
      const slot = shelf.slots.get(KEY);
      if (step === "bury" && slot !== undefined) {
        Object.assign(slot, { content: undefined, tombstone: { because: "destroyed" } });
      }
    };
    expect(await store.rotate(KEY, NEW_KEY, EMPTY_PATCH, { because: "rotated" })).toEqual({
      outcome: "gone",
      tombstone: { because: "destroyed" },
    });
    expect(shelf.slots.has(NEW_KEY)).toBe(false);
  });

  it("gives up when others write without end", async () => {
    const shelf = new TrialShelf();
    const store = new ShelfStore(shelf);
    await store.create(KEY, recordWith({ n: 0 }));
    shelf.before = (step, key) => {
      const slot = shelf.slots.get(key);
      if (step === "replace" && slot !== undefined) slot.version += 1;
    };
    await expect(store.patch(KEY, adding(1))).rejects.toThrow("100 times");
  });
});
