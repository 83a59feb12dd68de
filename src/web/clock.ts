/** Wall-clock time for everything virtual. The real clock is never asked for directly in a pure room. */
export interface Clock {
  /** Milliseconds since 1970. */
  nowMs(): number;
  /** Calls back after each move; the returned function stops that. Absent: it only runs. */
  onMove?(listener: () => void): () => void;
}

/** A clock that runs at real speed and can be moved: real time plus an offset. */
export class MovableClock implements Clock {
  #offsetMs = 0;
  readonly #realNowMs: () => number;
  readonly #listeners = new Set<(offsetMs: number) => void>();

  constructor(realNowMs: () => number = Date.now) {
    this.#realNowMs = realNowMs;
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  nowMs(): number {
    return this.#realNowMs() + this.#offsetMs;
  }

  /** Moves forward (or back, when negative) and tells those who listen. */
  advance(byMs: number): void {
    this.#offsetMs += byMs;
    for (const listener of this.#listeners) listener(this.#offsetMs);
  }

  /** Calls back after each move; the returned function stops that. */
  onMove(listener: (offsetMs: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
