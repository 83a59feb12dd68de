/** Until the program answers or listens, at first. */
export const PATIENCE_MS = 3_000;
const LEAST_PATIENCE_MS = 400;

export interface Wait {
  readonly limitMs: number;
  /** Nothing came in that time. */
  disappoint(): void;
}

/**
 * How long a run waits for a program that keeps silent. Each disappointment halves it, so that a program
 * which never answers costs seconds, not minutes.
 */
export class Patience {
  readonly #slowness: () => number;
  #limitMs = PATIENCE_MS;

  /** `slowness`: how many times longer than by itself a program may take at this moment. Default: no longer. */
  constructor(slowness: () => number = () => 1) {
    this.#slowness = slowness;
  }

  get limitMs(): number {
    return this.#limitMs * this.#slowness();
  }

  /** As this one was at first, and for something else: what disappoints one of the two leaves the other as it is. */
  another(): Patience {
    return new Patience(this.#slowness);
  }

  /** A wait that begins now. Those that are disappointed together, as by one standstill, count once. */
  begin(): Wait {
    const begunMs = this.#limitMs;
    return {
      limitMs: this.limitMs,
      disappoint: () => {
        if (this.#limitMs === begunMs) this.#limitMs = Math.max(LEAST_PATIENCE_MS, begunMs / 2);
      },
    };
  }
}
