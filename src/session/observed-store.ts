import { BoundedStore, type BoundedVerb } from "./bounded-store.ts";
import type { Patch } from "./patch.ts";
import type { SessionRecord } from "./record.ts";
import { publishEvent } from "./session-event.ts";
import type {
  Awaitable,
  IdScheme,
  ListedSession,
  Loaded,
  Patched,
  PatchOptions,
  RotateOptions,
  Store,
  StoreCapabilities,
  TurnOutcome,
  TurnRequest,
} from "./store.ts";
import { isTracing, traced } from "./tracing.ts";
import type { HeldTurn } from "./turn-renewal.ts";

/** What the spans are called. */
const SPANS: Readonly<Record<BoundedVerb, string>> = {
  open: "session store open",
  load: "session load",
  takeTurn: "session turn",
  create: "session commit",
  patch: "session commit",
  rotate: "session commit",
  touch: "session commit",
  destroy: "session commit",
  renewTurn: "session turn renewal",
  releaseTurn: "session turn release",
  listByOwner: "session list",
  collect: "session collection",
};

/** A store with an end to each wait, whose failures are events, and whose work shows in traces. */
export class ObservedStore implements Store {
  readonly name: string;
  readonly capabilities: StoreCapabilities;
  readonly collectionIntervalMs: number;
  readonly ids?: IdScheme;
  readonly #store: Store;

  /** As {@link BoundedStore} takes them. */
  constructor(store: Store, timeoutMs: number, giveBack: (turn: HeldTurn) => void) {
    this.name = store.name;
    this.capabilities = store.capabilities;
    this.collectionIntervalMs = store.collectionIntervalMs;
    if (store.ids !== undefined) this.ids = store.ids;
    // It sees each rejection anyway: a `catch` here would be one more promise in every answer's way.
    this.#store = new BoundedStore(store, timeoutMs, giveBack, (verb) => this.#tell(verb));
  }

  open(): Awaitable<void> {
    return this.#ask("open", () => this.#store.open?.());
  }

  close(): Awaitable<void> {
    return this.#store.close?.();
  }

  load(key: string): Awaitable<Loaded> {
    return this.#ask("load", () => this.#store.load(key));
  }

  create(key: string, record: SessionRecord): Awaitable<void> {
    return this.#ask("create", () => this.#store.create(key, record));
  }

  patch(key: string, patch: Patch, options?: PatchOptions): Awaitable<Patched> {
    return this.#ask("patch", () => this.#store.patch(key, patch, options));
  }

  rotate(from: string, to: string, patch: Patch, options: RotateOptions): Awaitable<Patched> {
    return this.#ask("rotate", () => this.#store.rotate(from, to, patch, options));
  }

  touch(key: string, idleDeadlineMs: number): Awaitable<boolean> {
    return this.#ask("touch", () => this.#store.touch(key, idleDeadlineMs));
  }

  destroy(key: string): Awaitable<void> {
    return this.#ask("destroy", () => this.#store.destroy(key));
  }

  takeTurn(key: string, request: TurnRequest): Awaitable<TurnOutcome> {
    return this.#ask("takeTurn", () => this.#store.takeTurn(key, request));
  }

  renewTurn(key: string, token: number, leaseMs: number): Awaitable<boolean> {
    return this.#ask("renewTurn", () => this.#store.renewTurn(key, token, leaseMs));
  }

  releaseTurn(key: string, token: number): Awaitable<void> {
    return this.#ask("releaseTurn", () => this.#store.releaseTurn(key, token));
  }

  listByOwner(owner: string): Awaitable<readonly ListedSession[]> {
    return this.#ask("listByOwner", () => this.#store.listByOwner(owner));
  }

  collect(nowMs: number): Awaitable<number> {
    return this.#ask("collect", () => this.#store.collect(nowMs));
  }

  #ask<T>(verb: BoundedVerb, work: () => Awaitable<T>): Awaitable<T> {
    if (!isTracing()) return this.#reporting(verb, work);
    const attributes = { "keepsake.store": this.name, "keepsake.verb": verb };
    return traced(SPANS[verb], attributes, () => this.#reporting(verb, work), outcomeOf);
  }

  #reporting<T>(verb: BoundedVerb, work: () => Awaitable<T>): Awaitable<T> {
    try {
      return work();
    } catch (error) {
      this.#tell(verb);
      throw error;
    }
  }

  #tell(verb: BoundedVerb): void {
    publishEvent({ kind: "store-failed", store: this.name, verb }, undefined);
  }
}

/** "patched", "taken", "found": in one word, for spans. */
function outcomeOf(result: unknown): string | undefined {
  if (typeof result !== "object" || result === null) return undefined;
  if ("outcome" in result) return String(result.outcome);
  return "found" in result ? (result.found === true ? "found" : "absent") : undefined;
}
