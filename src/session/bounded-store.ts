import { Deadlines } from "./deadlines.ts";
import type { Patch } from "./patch.ts";
import type { SessionRecord } from "./record.ts";
import { inContextOfCall } from "./session-event.ts";
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
import { type HeldTurn, heldTurn } from "./turn-renewal.ts";

/** What a request, a timer or a job waits for. A store that is closed has nobody left who is told of its failures. */
export type BoundedVerb = Exclude<
  keyof Store,
  "name" | "capabilities" | "collectionIntervalMs" | "ids" | "close"
>;

/**
 * The store, with an end to each wait: a verb that has not answered after `timeoutMs` (a turn: that and its own
 * `waitMs`) rejects, whatever its driver does. What it was to do may still happen then. Answers that come late
 * are dropped; a turn that is granted late is given back, so that nobody waits for a request that is gone.
 * What answers at once, as a store in memory does, costs nothing more.
 */
export class BoundedStore implements Store {
  readonly name: string;
  readonly capabilities: StoreCapabilities;
  readonly collectionIntervalMs: number;
  readonly ids?: IdScheme;
  readonly #store: Store;
  readonly #timeoutMs: number;
  readonly #deadlines: Deadlines;
  readonly #giveBack: (turn: HeldTurn) => void;
  readonly #failed: (verb: BoundedVerb) => void;

  /**
   * `giveBack`: called with a turn that was granted late, and gives it back however long that takes. `failed`: called
   * before a verb rejects, but for what the store throws at once.
   */
  constructor(
    store: Store,
    timeoutMs: number,
    giveBack: (turn: HeldTurn) => void,
    failed: (verb: BoundedVerb) => void = ignore,
  ) {
    this.#deadlines = new Deadlines(timeoutMs);
    this.#store = store;
    this.#timeoutMs = timeoutMs;
    this.#giveBack = giveBack;
    this.#failed = failed;
    this.name = store.name;
    this.capabilities = store.capabilities;
    this.collectionIntervalMs = store.collectionIntervalMs;
    if (store.ids !== undefined) this.ids = store.ids;
  }

  open(): Awaitable<void> {
    return this.#bounded("open", this.#store.open?.());
  }

  close(): Awaitable<void> {
    return this.#bounded("close", this.#store.close?.());
  }

  load(key: string): Awaitable<Loaded> {
    return this.#bounded("load", this.#store.load(key));
  }

  create(key: string, record: SessionRecord): Awaitable<void> {
    return this.#bounded("create", this.#store.create(key, record));
  }

  patch(key: string, patch: Patch, options?: PatchOptions): Awaitable<Patched> {
    return this.#bounded("patch", this.#store.patch(key, patch, options));
  }

  rotate(from: string, to: string, patch: Patch, options: RotateOptions): Awaitable<Patched> {
    return this.#bounded("rotate", this.#store.rotate(from, to, patch, options));
  }

  touch(key: string, idleDeadlineMs: number): Awaitable<boolean> {
    return this.#bounded("touch", this.#store.touch(key, idleDeadlineMs));
  }

  destroy(key: string): Awaitable<void> {
    return this.#bounded("destroy", this.#store.destroy(key));
  }

  takeTurn(key: string, request: TurnRequest): Awaitable<TurnOutcome> {
    const taken = this.#store.takeTurn(key, request);
    if (!(taken instanceof Promise)) return taken;
    return this.#within("takeTurn", taken, this.#timeoutMs + request.waitMs, (late) => {
      if (late.outcome === "taken") this.#giveBack(heldTurn(key, late, GONE));
    });
  }

  renewTurn(key: string, token: number, leaseMs: number): Awaitable<boolean> {
    return this.#bounded("renewTurn", this.#store.renewTurn(key, token, leaseMs));
  }

  releaseTurn(key: string, token: number): Awaitable<void> {
    return this.#bounded("releaseTurn", this.#store.releaseTurn(key, token));
  }

  listByOwner(owner: string): Awaitable<readonly ListedSession[]> {
    return this.#bounded("listByOwner", this.#store.listByOwner(owner));
  }

  /** In the background, and slow where there is much: it has until it is called again. */
  collect(nowMs: number): Awaitable<number> {
    const collected = this.#store.collect(nowMs);
    if (!(collected instanceof Promise)) return collected;
    return this.#within("collect", collected, this.collectionIntervalMs, ignore);
  }

  #bounded<T>(verb: BoundedVerb | "close", answer: Awaitable<T>): Awaitable<T> {
    if (!(answer instanceof Promise)) return answer;
    return this.#within(verb, answer, this.#timeoutMs, ignore);
  }

  #within<T>(
    verb: BoundedVerb | "close",
    answer: Promise<T>,
    timeoutMs: number,
    late: (answer: T) => void,
  ): Promise<T> {
    return new Promise((resolve, reject) => {
      const expire = () =>
        this.#fail(verb, reject, new Error(`The ${this.name} store did not answer ${verb} in time.`));
      const wait = this.#deadlines.start(timeoutMs, inContextOfCall(expire));
      answer.then(
        (value) => {
          if (this.#deadlines.end(wait)) resolve(value);
          else late(value);
        },
        (error: unknown) => {
          if (this.#deadlines.end(wait)) this.#fail(verb, reject, error);
        },
      );
    });
  }

  #fail(verb: BoundedVerb | "close", reject: (error: unknown) => void, error: unknown): void {
    if (verb !== "close") this.#failed(verb);
    reject(error);
  }
}

/** The request that asked was told that there is no turn. */
const GONE = { isOver: () => true };

function ignore(): void {}
