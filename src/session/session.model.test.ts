import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCookie } from "./cookie.ts";
import { openVisit } from "./open-visit.ts";
import { SessionError } from "./session-error.ts";
import { isSessionId, storeKey } from "./session-id.ts";
import { resolveSettings } from "./settings.ts";
import { MemoryStore } from "./stores/memory-store.ts";
import { TurnRenewal } from "./turn-renewal.ts";
import type { Visit, VisitContext } from "./visit.ts";

/**
 * The rules of a session against a model: the record is what one gets by replaying each visit's calls, whole
 * visits one after another, in the order of their commits, whatever ran beside them.
 */

type Call =
  | { readonly kind: "set"; readonly key: string; readonly value: number }
  | { readonly kind: "delete" | "pop" | "increment" | "update" | "take"; readonly key: string }
  | { readonly kind: "flash"; readonly key: string; readonly value: string }
  | { readonly kind: "clear" | "regenerate" | "destroy" | "throw" | "save" };

interface Plan {
  readonly isUnsafe: boolean;
  readonly calls: readonly Call[];
}

interface ModelRecord {
  readonly data: Map<string, number>;
  readonly flash: Map<string, string>;
}

const key = fc.constantFrom("a", "b", "__proto__");
const call: fc.Arbitrary<Call> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant("set" as const), key, value: fc.integer() }) },
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constantFrom("delete" as const, "pop", "increment", "update", "take"),
      key,
    }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("flash" as const), key, value: fc.uuid() }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constantFrom("clear" as const, "regenerate", "destroy", "throw", "save"),
    }),
  },
);
const plan: fc.Arbitrary<Plan> = fc.record({
  isUnsafe: fc.boolean(),
  calls: fc.array(call, { maxLength: 6 }),
});
/** Which visit goes one step further, again and again; what is left over finishes in order. */
const schedule = fc.array(fc.nat(9), { maxLength: 60 });

const doubled = (value: unknown) => (Number(value ?? 0) * 2 + 1) % 1000;

/** What one visit has done since its last commit, replayed on the record that is there then. */
class Replay {
  readonly steps: ((record: ModelRecord) => void)[] = [];
  view: ModelRecord;
  constructor(record: ModelRecord) {
    this.view = copy(record);
  }
  add(step: (record: ModelRecord) => void): void {
    this.steps.push(step);
    step(this.view);
  }
}

function copy(record: ModelRecord): ModelRecord {
  return { data: new Map(record.data), flash: new Map(record.flash) };
}

function empty(): ModelRecord {
  return { data: new Map(), flash: new Map() };
}

class World {
  readonly store = new MemoryStore();
  readonly context: VisitContext;
  /** By store key; absent: never there or gone. */
  readonly records = new Map<string, ModelRecord>();
  readonly taken: string[] = [];
  cookie: string | undefined;

  constructor() {
    const settings = resolveSettings(
      { store: this.store, nowMs: () => 1_700_000_000_000, log: () => {}, turnWaitMs: 60_000 },
      {},
    );
    this.context = {
      settings,
      store: this.store,
      renewal: new TurnRenewal(this.store, settings.log),
      logOnce: () => {},
      collectNowAndThen: () => {},
    };
  }

  modelAt(id: string | undefined): ModelRecord | undefined {
    return id === undefined || !isSessionId(id) ? undefined : this.records.get(storeKey(id));
  }
}

class Actor {
  readonly world: World;
  readonly plan: Plan;
  visit: Visit | undefined;
  state: "unborn" | "opening" | "open" | "done" = "unborn";
  replay = new Replay(empty());
  /** Flash values visible to this visit, by key, at load. */
  waiting = new Map<string, string>();
  takenHere: [key: string, value: string][] = [];
  next = 0;

  constructor(world: World, plan: Plan) {
    this.world = world;
    this.plan = plan;
  }

  async step(): Promise<void> {
    if (this.state === "unborn") await this.#open();
    else if (this.state === "open") {
      const next = this.plan.calls[this.next];
      this.next += 1;
      if (next === undefined) await this.#commit("finish");
      else if (next.kind === "save") await this.#commit("save");
      else this.#call(next);
    }
    await settled();
  }

  async #open(): Promise<void> {
    this.state = "opening";
    const { cookie } = this.world;
    const opened = openVisit(this.world.context, {
      request: {},
      isUnsafe: this.plan.isUnsafe,
      cookieValue: cookie,
      cookie: () => undefined,
      route: () => "TEST /",
      isSecure: () => false,
      userAgent: () => undefined,
      isOver: () => false,
      onFirstChange: () => {},
    });
    const enter = (visit: Visit) => {
      this.visit = visit;
      this.state = "open";
      const record = this.world.modelAt(cookie);
      this.#load(record);
      expect(visit.session.isNew).toBe(record === undefined);
    };
    if (opened instanceof Promise) {
      opened.then(enter, (error: unknown) => this.#refused(error, cookie));
    } else enter(opened);
  }

  #refused(error: unknown, cookie: string | undefined): void {
    this.state = "done";
    expect(error).toBeInstanceOf(SessionError);
    expect(this.plan.isUnsafe && this.world.modelAt(cookie) === undefined).toBe(true);
  }

  #load(record: ModelRecord | undefined): void {
    this.replay = new Replay(record ?? empty());
    this.waiting = new Map(record?.flash);
    this.takenHere = [];
  }

  #call(call: Exclude<Call, { kind: "save" }>): void {
    const session = this.visit?.session;
    if (session === undefined) throw new Error("A visit that is not open cannot be called.");
    const { view } = this.replay;
    switch (call.kind) {
      case "set":
        session.set(call.key, call.value);
        this.replay.add(({ data }) => data.set(call.key, call.value));
        break;
      case "delete":
      case "pop":
        if (call.kind === "pop") expect(session.pop(call.key)).toBe(view.data.get(call.key));
        else session.delete(call.key);
        if (view.data.has(call.key)) this.replay.add(({ data }) => data.delete(call.key));
        break;
      case "increment": {
        const step = ({ data }: ModelRecord) => data.set(call.key, (data.get(call.key) ?? 0) + 1);
        const sum = session.increment(call.key);
        this.replay.add(step);
        expect(sum).toBe(view.data.get(call.key));
        break;
      }
      case "update": {
        const result = session.update(call.key, doubled);
        this.replay.add(({ data }) => data.set(call.key, doubled(data.get(call.key))));
        expect(result).toBe(view.data.get(call.key));
        break;
      }
      case "take": {
        const value = this.waiting.get(call.key);
        expect(session.flash(call.key)).toBe(value);
        if (value === undefined) break;
        this.waiting.delete(call.key);
        this.takenHere.push([call.key, value]);
        this.replay.add(({ flash }) => {
          if (flash.get(call.key) === value) flash.delete(call.key);
        });
        break;
      }
      case "flash":
        session.flash(call.key, call.value);
        this.replay.add(({ flash }) => flash.set(call.key, call.value));
        break;
      case "clear":
        session.clear();
        this.replay.add(({ data }) => data.clear());
        break;
      case "regenerate":
        session.regenerate();
        break;
      case "destroy":
        session.destroy();
        this.#load(undefined);
        break;
      case "throw":
        session.dropData();
        this.replay = new Replay(this.visit?.session.record === null ? empty() : this.#loaded());
        this.waiting = new Map([...this.waiting, ...this.takenHere]);
        this.takenHere = [];
        break;
    }
    for (const name of ["a", "b", "__proto__"]) {
      const peek = this.replay.view.data.get(name) ?? this.waiting.get(name);
      expect(session.get(name)).toBe(peek);
      expect(session.has(name)).toBe(this.replay.view.data.has(name));
    }
  }

  /** What the live session was loaded from, as the model would say it. */
  #loaded(): ModelRecord {
    const record = this.visit?.session.record;
    return {
      data: new Map([...(record?.data ?? [])].map(([name, json]) => [name, JSON.parse(json) as number])),
      flash: new Map(
        [...(record?.flash ?? [])].map(([name, entry]) => [name, JSON.parse(entry.json) as string]),
      ),
    };
  }

  async #commit(how: "finish" | "save"): Promise<void> {
    const { visit, world } = this;
    if (visit === undefined) throw new Error("A visit that is not open cannot be committed.");
    const { session } = visit;
    const from = session.storedId;
    const doomed = [...session.doomedIds];
    const target = from === undefined ? undefined : world.records.get(storeKey(from));
    const wantsWrite = this.replay.steps.length > 0 || session.regenerated;
    try {
      if (how === "save") await session.save();
      else await visit.finish();
    } catch (error) {
      this.state = "done";
      expect(error).toMatchObject({ code: "session-gone" });
      expect(this.plan.isUnsafe && from !== undefined && target === undefined).toBe(true);
      return;
    }
    for (const id of doomed) world.records.delete(storeKey(id));
    const isLost = session.mode !== "open" || (from !== undefined && target === undefined && wantsWrite);
    if (!isLost) this.#replayOnModel(from, target, session.storedId);
    if (visit.setCookie !== undefined) this.#keepCookie(visit.setCookie);
    if (how === "finish") this.state = "done";
    else this.#goOn();
    this.takenHere = [];
  }

  /** After `save()`: the record is seen as it is now, but flash that came meanwhile is for later requests. */
  #goOn(): void {
    const record = this.#loaded();
    const { waiting } = this;
    this.#load(record);
    this.waiting = new Map([...waiting].filter(([name, value]) => record.flash.get(name) === value));
  }

  #replayOnModel(from: string | undefined, target: ModelRecord | undefined, to: string | undefined): void {
    const record = target ?? (from === undefined ? empty() : undefined);
    if (record === undefined || to === undefined) return;
    for (const step of this.replay.steps) step(record);
    if (from !== undefined && from !== to) this.world.records.delete(storeKey(from));
    this.world.records.set(storeKey(to), record);
    this.world.taken.push(...this.takenHere.map(([, value]) => value));
  }

  #keepCookie(header: string): void {
    const value = readCookie(header, "tina4_session");
    this.world.cookie = value === "" ? undefined : value;
  }
}

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

describe("a session, against its model", () => {
  it("is what replaying whole visits in the order of their commits gives, whatever ran beside them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(plan, { minLength: 1, maxLength: 6 }), schedule, async (plans, turns) => {
        const world = new World();
        // A session to begin with: first contacts in parallel make sessions of their own (rule 15).
        const first = new Actor(world, { isUnsafe: true, calls: [{ kind: "set", key: "a", value: 1 }] });
        while (first.state !== "done") await first.step();
        const actors = plans.map((each) => new Actor(world, each));
        for (const turn of turns) await actors[turn % actors.length]?.step();
        for (let round = 0; actors.some((actor) => actor.state !== "done"); round += 1) {
          if (round > 200) throw new Error("A visit never ended.");
          for (const actor of actors) await actor.step();
        }
        for (const [at, model] of world.records) {
          const loaded = world.store.load(at);
          if (!loaded.found) throw new Error("The model has a record that the store has not.");
          expect(new Map([...loaded.record.data].map(([k, json]) => [k, JSON.parse(json)]))).toEqual(
            model.data,
          );
          expect(new Map([...loaded.record.flash].map(([k, entry]) => [k, JSON.parse(entry.json)]))).toEqual(
            model.flash,
          );
        }
        expect(new Set(world.taken).size).toBe(world.taken.length);
      }),
      { numRuns: 400 },
    );
  });
});
