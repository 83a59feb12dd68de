/** Until the program answers or listens, at first. */
export const PATIENCE_MS = 3_000;
const LEAST_PATIENCE_MS = 400;

/**
 * How long a run waits for a program that keeps silent. Each disappointment halves it, so that a program
 * which never answers costs seconds, not minutes.
 */
export class Patience {
  #limitMs = PATIENCE_MS;

  get limitMs(): number {
    return this.#limitMs;
  }

  disappoint(): void {
    this.#limitMs = Math.max(LEAST_PATIENCE_MS, this.#limitMs / 2);
  }
}
