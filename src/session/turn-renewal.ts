import { realNowMs, type Store } from "./store.ts";

/** A turn that a request holds. */
export interface HeldTurn {
  readonly key: string;
  readonly token: number;
  readonly leaseMs: number;
  takenAtMs: number;
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
    isOver: () => request.isOver(),
  };
}

/** How often leases are looked at. */
const ROUND_MS = 500;

/** Renews the turns of live requests before their leases run out: one timer for all of them. */
export class TurnRenewal {
  readonly #store: Store;
  readonly #log: (message: string) => void;
  readonly #held = new Set<HeldTurn>();
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(store: Store, log: (message: string) => void) {
    this.#store = store;
    this.#log = log;
  }

  add(turn: HeldTurn): void {
    this.#held.add(turn);
    if (this.#timer !== undefined) return;
    this.#timer = setInterval(() => this.#round(), ROUND_MS);
    // A process with nothing else to do may end.
    if (typeof this.#timer === "object") this.#timer.unref();
  }

  remove(turn: HeldTurn): void {
    this.#held.delete(turn);
  }

  #round(): void {
    if (this.#held.size === 0) {
      clearInterval(this.#timer);
      this.#timer = undefined;
      return;
    }
    const now = realNowMs();
    for (const turn of this.#held) {
      if (turn.isOver()) this.#held.delete(turn);
      else if (now - turn.takenAtMs >= turn.leaseMs / 3) void this.#renew(turn, now);
    }
  }

  async #renew(turn: HeldTurn, nowMs: number): Promise<void> {
    turn.takenAtMs = nowMs;
    try {
      if (!(await this.#store.renewTurn(turn.key, turn.token, turn.leaseMs))) this.#held.delete(turn);
    } catch (error) {
      this.#log(`The ${this.#store.name} store could not renew a turn: ${String(error)}`);
    }
  }
}
