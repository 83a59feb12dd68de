import { realNowMs, type Store } from "./store.ts";

/** A turn that a request holds. */
export interface HeldTurn {
  readonly key: string;
  readonly token: number;
  readonly leaseMs: number;
  takenAtMs: number;
  /** Its place among those that are renewed; undefined: it is not. */
  place: number | undefined;
  /** Whether its response is over: the client went away, so the lease runs out by itself (rule 11). */
  isOver(): boolean;
}

/** The turn that a request took in a store. */
export function heldTurn(
  key: string,
  taken: { readonly token: number; readonly leaseMs: number },
  request: { isOver(): boolean },
): HeldTurn {
  return {
    key,
    token: taken.token,
    leaseMs: taken.leaseMs,
    takenAtMs: realNowMs(),
    place: undefined,
    isOver: () => request.isOver(),
  };
}

/** How often leases are looked at. */
const ROUND_MS = 500;

/**
 * Renews the turns of live requests before their leases run out, and gives back those of requests whose commit
 * failed as soon as the store can be reached: one timer for all of them.
 */
export class TurnRenewal {
  readonly #store: Store;
  readonly #log: (message: string) => void;
  /**
   * In any order. A Set that fills and empties at every request leaves tables behind that keep what was in them, and
   * whole requests with it, until old space is collected.
   */
  readonly #held: HeldTurn[] = [];
  /** To be given back; true: the store is being told. */
  readonly #owed = new Map<HeldTurn, boolean>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(store: Store, log: (message: string) => void) {
    this.#store = store;
    this.#log = log;
  }

  add(turn: HeldTurn): void {
    if (turn.place === undefined) {
      turn.place = this.#held.length;
      this.#held.push(turn);
    }
    this.#start();
  }

  remove(turn: HeldTurn): void {
    const { place } = turn;
    if (place === undefined) return;
    turn.place = undefined;
    const last = this.#held.pop();
    if (last === undefined || last === turn) return;
    last.place = place;
    this.#held[place] = last;
  }

  /** The request is over and could not give its turn back. Tried until the store can, or the lease is over. */
  giveBack(turn: HeldTurn): void {
    this.remove(turn);
    void this.#giveBack(turn);
    this.#start();
  }

  #start(): void {
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#round(), ROUND_MS);
    // A process with nothing else to do may end.
    if (typeof this.#timer === "object") this.#timer.unref();
  }

  #round(): void {
    if (this.#held.length === 0 && this.#owed.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = realNowMs();
    for (const turn of [...this.#held]) {
      if (turn.isOver()) this.remove(turn);
      else if (now - turn.takenAtMs >= turn.leaseMs / 3) void this.#renew(turn, now);
    }
    for (const [turn, isBusy] of this.#owed) {
      if (now - turn.takenAtMs >= turn.leaseMs) this.#owed.delete(turn);
      else if (!isBusy) void this.#giveBack(turn);
    }
  }

  async #giveBack(turn: HeldTurn): Promise<void> {
    const isFirst = !this.#owed.has(turn);
    this.#owed.set(turn, true);
    try {
      await this.#store.releaseTurn(turn.key, turn.token);
      this.#owed.delete(turn);
    } catch (error) {
      this.#owed.set(turn, false);
      if (isFirst) this.#log(`The ${this.#store.name} store could not give a turn back: ${String(error)}`);
    }
  }

  async #renew(turn: HeldTurn, nowMs: number): Promise<void> {
    turn.takenAtMs = nowMs;
    try {
      if (!(await this.#store.renewTurn(turn.key, turn.token, turn.leaseMs))) this.remove(turn);
    } catch (error) {
      this.#log(`The ${this.#store.name} store could not renew a turn: ${String(error)}`);
    }
  }
}
