import type { Timeline, TimelineEntry } from "../timeline.ts";
import { type ExchangeFilter, isMatch, NO_FILTER, placeOf } from "./exchange-filter.ts";

/**
 * The entries of a timeline that a filter lets pass, newest first. Each entry is looked at once, when it is new, so
 * that following a long timeline costs what is new in it; another filter looks at all again.
 */
export class FilteredEntries {
  readonly #timeline: Timeline;
  readonly #hosts = new Set<string>();
  readonly #methods = new Set<string>();
  #filter = NO_FILTER;
  /** Numbers of entries, ascending; those before {@link #from} are gone from the timeline. */
  #numbers: number[] = [];
  #from = 0;
  #lookedTo = 0;

  constructor(timeline: Timeline) {
    this.#timeline = timeline;
  }

  /** Brings it up to the timeline as it is now. */
  update(filter: ExchangeFilter): void {
    if (filter !== this.#filter) {
      this.#filter = filter;
      this.#numbers = [];
      this.#from = 0;
      this.#lookedTo = 0;
    }
    const { oldest, length } = this.#timeline;
    if (length === 0) {
      this.#hosts.clear();
      this.#methods.clear();
    }
    const newest = oldest + length - 1;
    for (let number = Math.max(this.#lookedTo + 1, oldest); number <= newest; number++) {
      const entry = this.#timeline.get(number);
      if (entry !== undefined) this.#look(entry);
    }
    this.#lookedTo = newest;
    while ((this.#numbers[this.#from] ?? oldest) < oldest) this.#from++;
    if (this.#from <= this.length) return;
    this.#numbers = this.#numbers.slice(this.#from);
    this.#from = 0;
  }

  get length(): number {
    return this.#numbers.length - this.#from;
  }

  /** Hosts and methods of all exchanges since the timeline was last empty, for the filter to choose from. */
  get hosts(): readonly string[] {
    return [...this.#hosts].toSorted();
  }

  get methods(): readonly string[] {
    return [...this.#methods].toSorted();
  }

  /** The entry at that place from the newest, 0; `undefined` past the end. */
  at(index: number): TimelineEntry | undefined {
    if (index < 0 || index >= this.length) return undefined;
    return this.#timeline.get(this.#numbers[this.#numbers.length - 1 - index] ?? 0);
  }

  oldestFirst(): readonly TimelineEntry[] {
    return Array.from({ length: this.length }, (_, index) => this.at(this.length - 1 - index)).filter(
      (entry) => entry !== undefined,
    );
  }

  /** The place of an entry, or of the next older one when it does not pass: where it would stand. */
  placeOf(number: number): number {
    let low = this.#from;
    let high = this.#numbers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#numbers[middle] ?? 0) <= number) low = middle + 1;
      else high = middle;
    }
    return this.#numbers.length - low;
  }

  #look(entry: TimelineEntry): void {
    this.#hosts.add(placeOf(entry.exchange).host);
    this.#methods.add(entry.exchange.request.method);
    if (isMatch(this.#filter, entry)) this.#numbers.push(entry.number);
  }
}
