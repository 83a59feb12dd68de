/** How often it is looked which waits are over; more often where they are short. */
const LONGEST_ROUND_MS = 100;
const ROUNDS_OF_A_WAIT = 10;

/** Something that is waited for, as {@link Deadlines} keeps it. */
export interface TimedWait {
  /** Among the others; undefined: it is over. */
  place: number | undefined;
  readonly lastRound: number;
  readonly expire: () => void;
}

/**
 * Ends waits that last too long, with one timer for all of them: a timer of its own for each would be a good part of
 * what a quick answer costs. A wait ends after its time, and about a tenth of `usualMs` later at most.
 *
 * Rounds are counted, not measured. So a process that stood still looks first at the answers that came meanwhile.
 */
export class Deadlines {
  readonly #roundMs: number;
  /** In any order. */
  readonly #waits: TimedWait[] = [];
  #round = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(usualMs: number) {
    this.#roundMs = Math.max(1, Math.min(LONGEST_ROUND_MS, Math.ceil(usualMs / ROUNDS_OF_A_WAIT)));
  }

  /** `expire` is called when the time is over, unless the wait was ended before. */
  start(timeoutMs: number, expire: () => void): TimedWait {
    const wait: TimedWait = {
      place: this.#waits.length,
      // The round that it begins in does not count: it may be over at once.
      lastRound: this.#round + 1 + Math.ceil(timeoutMs / this.#roundMs),
      expire,
    };
    this.#waits.push(wait);
    this.#timer ??= setInterval(() => this.#look(), this.#roundMs);
    return wait;
  }

  /** False: it has expired already. */
  end(wait: TimedWait): boolean {
    const { place } = wait;
    if (place === undefined) return false;
    wait.place = undefined;
    const last = this.#waits.pop();
    if (last === undefined || last === wait) return true;
    last.place = place;
    this.#waits[place] = last;
    return true;
  }

  #look(): void {
    this.#round += 1;
    for (const wait of [...this.#waits]) {
      if (wait.lastRound <= this.#round && this.end(wait)) wait.expire();
    }
    if (this.#waits.length > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}
