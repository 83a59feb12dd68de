import { type ReadonlySignal, signal } from "@preact/signals";
import type { Exchange } from "../web/exchange.ts";
import type { CommitView } from "./commit-view.ts";

/** Exchanges kept; the oldest go first. */
export const TIMELINE_LIMIT = 200;

/** An exchange with what it did to the session. */
export interface TimelineEntry {
  readonly exchange: Exchange;
  /** In order; more than one when the program saved early. Empty when no session took part. */
  readonly commits: readonly CommitView[];
}

/**
 * Joins exchanges with the session commits that they caused, by exchange id. A commit usually arrives
 * before its exchange has ended, sometimes after: both orders give the same entry.
 */
export class Timeline {
  readonly #entries = signal<readonly TimelineEntry[]>([]);
  readonly #waiting = new Map<string, CommitView[]>();
  readonly #limit: number;

  constructor(limit = TIMELINE_LIMIT) {
    this.#limit = limit;
  }

  /** Oldest first, at most the limit. */
  get entries(): ReadonlySignal<readonly TimelineEntry[]> {
    return this.#entries;
  }

  addExchange(exchange: Exchange): void {
    const commits = this.#waiting.get(exchange.id) ?? [];
    this.#waiting.delete(exchange.id);
    this.#entries.value = [...this.#entries.peek(), { exchange, commits }].slice(-this.#limit);
  }

  addCommit(exchangeId: string, commit: CommitView): void {
    const entries = this.#entries.peek();
    const index = entries.findLastIndex((entry) => entry.exchange.id === exchangeId);
    const known = entries[index];
    if (known !== undefined) {
      this.#entries.value = entries.with(index, { ...known, commits: [...known.commits, commit] });
      return;
    }
    this.#waiting.set(exchangeId, [...(this.#waiting.get(exchangeId) ?? []), commit]);
    // An exchange that never ends must not keep its commits for ever.
    const oldest = this.#waiting.size > this.#limit ? this.#waiting.keys().next().value : undefined;
    if (oldest !== undefined) this.#waiting.delete(oldest);
  }

  clear(): void {
    this.#entries.value = [];
  }
}
