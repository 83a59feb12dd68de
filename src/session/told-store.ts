import { channel } from "node:diagnostics_channel";
import type { Patch } from "./patch.ts";
import type { SessionRecord } from "./record.ts";
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
import { STORE_CHANNEL, type StoreCallEvent, type StoreVerb } from "./store-call-event.ts";

const calls = channel(STORE_CHANNEL);

/**
 * What a request shares with the others, with a store that publishes each call of this request. When nobody
 * listens it is given back as it is, and costs nothing.
 */
export function tellingStoreCalls<C extends { readonly store: Store }>(context: C, request: object): C {
  return calls.hasSubscribers ? { ...context, store: new ToldStore(context.store, request) } : context;
}

/** What is told of a call besides its verb and how long it took. */
type Told = Pick<StoreCallEvent, "outcome" | "heldBy" | "released">;

/** A store as one request sees it: the same store, and each call is published when it is over. */
class ToldStore implements Store {
  readonly name: string;
  readonly capabilities: StoreCapabilities;
  readonly collectionIntervalMs: number;
  readonly ids?: IdScheme;
  readonly #store: Store;
  readonly #request: object;

  constructor(store: Store, request: object) {
    this.name = store.name;
    this.capabilities = store.capabilities;
    this.collectionIntervalMs = store.collectionIntervalMs;
    if (store.ids !== undefined) this.ids = store.ids;
    this.#store = store;
    this.#request = request;
  }

  load(key: string): Awaitable<Loaded> {
    return this.#telling("load", () => this.#store.load(key), toldOfLoaded);
  }

  create(key: string, record: SessionRecord): Awaitable<void> {
    return this.#telling(
      "create",
      () => this.#store.create(key, record),
      () => ({ outcome: "created" }),
    );
  }

  patch(key: string, patch: Patch, options?: PatchOptions): Awaitable<Patched> {
    return this.#telling(
      "patch",
      () => this.#store.patch(key, patch, options),
      ({ outcome }) =>
        outcome === "patched" && options?.release === true ? { outcome, released: true } : { outcome },
    );
  }

  rotate(from: string, to: string, patch: Patch, options: RotateOptions): Awaitable<Patched> {
    return this.#telling(
      "rotate",
      () => this.#store.rotate(from, to, patch, options),
      ({ outcome }) => ({ outcome }),
    );
  }

  touch(key: string, idleDeadlineMs: number): Awaitable<boolean> {
    return this.#telling(
      "touch",
      () => this.#store.touch(key, idleDeadlineMs),
      (isThere) => ({ outcome: isThere ? "touched" : "absent" }),
    );
  }

  destroy(key: string): Awaitable<void> {
    return this.#telling(
      "destroy",
      () => this.#store.destroy(key),
      () => ({ outcome: "destroyed" }),
    );
  }

  takeTurn(key: string, request: TurnRequest): Awaitable<TurnOutcome> {
    return this.#telling("takeTurn", () => this.#store.takeTurn(key, request), toldOfTurn);
  }

  renewTurn(key: string, token: number, leaseMs: number): Awaitable<boolean> {
    return this.#store.renewTurn(key, token, leaseMs);
  }

  releaseTurn(key: string, token: number): Awaitable<void> {
    return this.#telling(
      "releaseTurn",
      () => this.#store.releaseTurn(key, token),
      () => ({ outcome: "released" }),
    );
  }

  listByOwner(owner: string): Awaitable<readonly ListedSession[]> {
    return this.#telling(
      "listByOwner",
      () => this.#store.listByOwner(owner),
      () => ({ outcome: "listed" }),
    );
  }

  collect(nowMs: number): Awaitable<number> {
    return this.#store.collect(nowMs);
  }

  #telling<T>(verb: StoreVerb, call: () => Awaitable<T>, told: (result: T) => Told): Awaitable<T> {
    const startedMs = performance.now();
    const tell = (how: Told) => {
      const durationMs = performance.now() - startedMs;
      const event: StoreCallEvent = {
        request: this.#request,
        store: this.name,
        verb,
        durationMs,
        ...how,
      };
      calls.publish(event);
    };
    const succeed = (result: T): T => {
      tell(told(result));
      return result;
    };
    const fail = (error: unknown): never => {
      tell({ outcome: "failed" });
      throw error;
    };
    let done: Awaitable<T>;
    try {
      done = call();
    } catch (error) {
      return fail(error);
    }
    return done instanceof Promise ? done.then(succeed, fail) : succeed(done);
  }
}

function toldOfLoaded(loaded: Loaded): Told {
  return { outcome: loaded.found ? "found" : (loaded.tombstone?.because ?? "absent") };
}

function toldOfTurn(turn: TurnOutcome): Told {
  switch (turn.outcome) {
    case "absent":
      return turn.loaded.found ? { outcome: "absent" } : toldOfLoaded(turn.loaded);
    case "timed-out":
      return { outcome: "timed-out", heldBy: turn.heldBy };
    case "taken":
      return turn.waitedFor === undefined
        ? { outcome: "taken" }
        : { outcome: "taken", heldBy: turn.waitedFor };
  }
}
