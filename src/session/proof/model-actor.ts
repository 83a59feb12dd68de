import { expect } from "vitest";
import { readCookie } from "../cookie.ts";
import { openVisit } from "../open-visit.ts";
import { SessionError } from "../session-error.ts";
import type { Visit, VisitContext } from "../visit.ts";
import { type Call, doubled, empty, type ModelRecord, type Plan, Replay } from "./model-plan.ts";
import type { ModelWorld } from "./model-world.ts";

export class Actor {
  readonly world: ModelWorld;
  readonly plan: Plan;
  visit: Visit | undefined;
  state: "unborn" | "opening" | "open" | "done" = "unborn";
  replay = new Replay(empty());
  /** Flash values visible to this visit, by key, at load. */
  waiting = new Map<string, string>();
  takenHere: [key: string, value: string][] = [];
  next = 0;

  readonly #context: VisitContext;

  /** `n`: which of the ways to the store it goes. */
  constructor(world: ModelWorld, plan: Plan, n: number) {
    const context = world.contexts[n % world.contexts.length];
    if (context === undefined) throw new Error("A world needs a store.");
    this.#context = context;
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
    await this.world.quiet();
  }

  async #open(): Promise<void> {
    this.state = "opening";
    const { cookie } = this.world;
    const opened = openVisit(this.#context, {
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
      this.world.open.add(visit);
      const record = this.world.modelAt(cookie);
      this.#load(record);
      expect(visit.session.isNew).toBe(record === undefined);
    };
    if (opened instanceof Promise) {
      opened.then(
        (visit) => this.world.whenQuiet(() => enter(visit)),
        (error: unknown) => this.world.whenQuiet(() => this.#refused(error, cookie)),
      );
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
    const target = from === undefined ? undefined : world.records.get(world.keyOf(from));
    const wantsWrite = this.replay.steps.length > 0 || session.regenerated;
    try {
      if (how === "save") await session.save();
      else await visit.finish();
    } catch (error) {
      this.#leave(visit);
      expect(error).toMatchObject({ code: "session-gone" });
      expect(this.plan.isUnsafe && from !== undefined && target === undefined).toBe(true);
      return;
    }
    for (const id of doomed) world.records.delete(world.keyOf(id));
    const isLost = session.mode !== "open" || (from !== undefined && target === undefined && wantsWrite);
    if (!isLost) this.#replayOnModel(from, target, session.storedId);
    if (visit.setCookie !== undefined) this.#keepCookie(visit.setCookie);
    if (how === "finish") this.#leave(visit);
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
    if (from !== undefined && from !== to) this.world.records.delete(this.world.keyOf(from));
    this.world.records.set(this.world.keyOf(to), record);
    this.world.taken.push(...this.takenHere.map(([, value]) => value));
  }

  #leave(visit: Visit): void {
    this.state = "done";
    this.world.open.delete(visit);
  }

  #keepCookie(header: string): void {
    const value = readCookie(header, "tina4_session");
    this.world.cookie = value === "" ? undefined : value;
  }
}
