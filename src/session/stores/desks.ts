import type { SessionRecord } from "../record.ts";
import { realNowMs, type TurnOutcome, type TurnRequest } from "../store.ts";
import { TurnLine, type Waiter } from "./turn-line.ts";

/** A record as it stood on the shelf. */
export interface Standing {
  readonly record: SessionRecord;
  readonly version: number;
}

/** A turn that a request of this process has. */
export interface HeldTurn {
  readonly token: number;
  readonly route: string;
  /** When its lease is over, in real time. */
  untilMs: number;
}

export interface TurnWaiter extends Waiter {
  readonly request: TurnRequest;
  granted: TurnOutcome | undefined;
}

/** All that this process has under way on one session. */
export class Desk {
  readonly line = new TurnLine<TurnWaiter>();
  held: HeldTurn | undefined;
  /** Since when requests of this process follow one another. In the future: until then others may. */
  runSinceMs: number | undefined;
  /** The record as this process last read it with a turn, or wrote it, while it is busy with it. */
  standing: Standing | undefined;
  #writes = 0;
  #lastWrite: Promise<unknown> | undefined;
  readonly #done = () => {
    this.#writes -= 1;
    if (this.#writes === 0) this.#lastWrite = undefined;
    this.tidy();
  };
  readonly #failed = () => {
    // Whether it happened is not known.
    this.standing = undefined;
    this.#done();
  };

  /** Runs the work when the writes before it are done. */
  write<T>(work: () => Promise<T>): Promise<T> {
    this.#writes += 1;
    const before = this.#lastWrite;
    const result = before === undefined ? started(work) : before.then(work, work);
    this.#lastWrite = result.then(this.#done, this.#failed);
    return result;
  }

  /** Whether a write that comes now waits for another one. */
  get isWriting(): boolean {
    return this.#lastWrite !== undefined;
  }

  isIdle(nowMs: number): boolean {
    const isHeld = this.held !== undefined && this.held.untilMs > nowMs;
    return !isHeld && this.#writes === 0 && this.line.first === undefined;
  }

  /** What is known of the record grows old when nobody here is at it. */
  tidy(): void {
    if (this.#writes > 0 || this.held !== undefined) return;
    this.standing = undefined;
    if (this.line.first === undefined) this.runSinceMs = undefined;
  }
}

function started<T>(work: () => Promise<T>): Promise<T> {
  try {
    return work();
  } catch (error) {
    return Promise.reject(error);
  }
}

/** So many desks are kept before the idle ones go. */
const SPARE_DESKS = 1000;

/**
 * The desks of all sessions that this process is busy with, and some that are idle: entries that came and went
 * at every request would make work for the collection of garbage.
 */
export class Desks {
  readonly #desks = new Map<string, Desk>();
  #sweepAt = SPARE_DESKS;

  at(key: string): Desk {
    const desk = this.#desks.get(key);
    if (desk !== undefined) return desk;
    const added = new Desk();
    if (this.#desks.size >= this.#sweepAt) this.#sweep();
    this.#desks.set(key, added);
    return added;
  }

  get size(): number {
    return this.#desks.size;
  }

  /** Undefined: nothing is under way on the session. */
  find(key: string): Desk | undefined {
    return this.#desks.get(key);
  }

  /** Also those of clients that went away: their leases ran out and nobody gave the turn back. */
  #sweep(): void {
    const nowMs = realNowMs();
    for (const [key, desk] of this.#desks) if (desk.isIdle(nowMs)) this.#desks.delete(key);
    this.#sweepAt = this.#desks.size + SPARE_DESKS;
  }
}
