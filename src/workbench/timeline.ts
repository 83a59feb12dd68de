import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Exchange, RecordedBody } from "../web/exchange.ts";
import type { JarCookie } from "../web/jar-cookie.ts";
import type { CommitView } from "./commit-view.ts";
import { bodyBytes, exchangeBytes, valueBytes } from "./entry-weight.ts";
import type { StoreCallView } from "./store-call-view.ts";

/** Exchanges kept; the oldest go first. */
export const TIMELINE_LIMIT = 10_000;
/** Bytes kept of bodies, of all exchanges together; past it the oldest bodies go, and their exchanges say so. */
export const TIMELINE_BODY_LIMIT_BYTES = 32 * 1024 * 1024;
/** Bytes kept of all else, by our own generous count; past it the oldest exchanges go. */
export const TIMELINE_TEXT_LIMIT_BYTES = 64 * 1024 * 1024;
const STORE_CALL_BYTES = 256;
/** Exchanges that have not ended, of which a program has told something. */
const WAITING_LIMIT = 200;

/** An exchange with what it did to the session, in the store and in the browser's jar. */
export interface TimelineEntry {
  /** Counts up by one with each exchange that ends; stays with the entry. */
  readonly number: number;
  readonly exchange: Exchange;
  /** In order; more than one when the program saved early. Empty when no session took part. */
  readonly commits: readonly CommitView[];
  /** What the program asked of its session store, in order. */
  readonly storeCalls: readonly StoreCallView[];
  /** What the browser's jar held just after it. Entries between two changes share one list. */
  readonly jar: readonly JarCookie[];
  /** The bodies are gone, to keep within {@link TIMELINE_BODY_LIMIT_BYTES}. */
  readonly bodiesDropped: boolean;
}

export interface TimelineLimits {
  readonly entries?: number;
  readonly bodyBytes?: number;
  readonly textBytes?: number;
}

interface Told {
  readonly commits: CommitView[];
  readonly storeCalls: StoreCallView[];
}

/**
 * Joins exchanges with the commits and store calls that they caused, by exchange id. These usually arrive before
 * their exchange has ended, sometimes after: both orders give the same entry. Adding costs the same however many
 * entries there are. Memory is bounded by the three limits.
 */
export class Timeline {
  readonly #changes = signal(0);
  /** Slots before {@link #head} are empty. */
  #slots: (TimelineEntry | undefined)[] = [];
  #head = 0;
  /** The first entry from the oldest that still has its bodies, as a slot. */
  #bodiesFrom = 0;
  #next = 1;
  #clearedBefore = 1;
  readonly #numbers = new Map<string, number>();
  readonly #waiting = new Map<string, Told>();
  readonly #limits: Required<TimelineLimits>;
  #bodyBytes = 0;
  #textBytes = 0;
  readonly #all = computed(() => {
    this.#changes.value;
    return this.#slots.slice(this.#head).filter((entry) => entry !== undefined);
  });

  constructor(limits: TimelineLimits = {}) {
    this.#limits = {
      entries: limits.entries ?? TIMELINE_LIMIT,
      bodyBytes: limits.bodyBytes ?? TIMELINE_BODY_LIMIT_BYTES,
      textBytes: limits.textBytes ?? TIMELINE_TEXT_LIMIT_BYTES,
    };
  }

  /** Grows with every change. A screen that shows many entries follows this one, at its own pace. */
  get changes(): ReadonlySignal<number> {
    return this.#changes;
  }

  /** Oldest first. A copy is made when it is read after a change: for tests and small readers. */
  get entries(): ReadonlySignal<readonly TimelineEntry[]> {
    return this.#all;
  }

  get length(): number {
    return this.#slots.length - this.#head;
  }

  /** The number of the oldest entry that is kept; of the next one when there is none. */
  get oldest(): number {
    return this.#next - this.length;
  }

  /** How many exchanges came before {@link oldest} and are kept no more, since the last `clear`. */
  get dropped(): number {
    return this.oldest - this.#clearedBefore;
  }

  /** `undefined`: it is not there any more, or not yet. */
  get(number: number): TimelineEntry | undefined {
    return number < this.oldest ? undefined : this.#slots[this.#head + number - this.oldest];
  }

  find(exchangeId: string): TimelineEntry | undefined {
    const number = this.#numbers.get(exchangeId);
    return number === undefined ? undefined : this.get(number);
  }

  /** The newest entry that the question is true of, looking back from `from` (default: the newest). */
  findLast(isWanted: (entry: TimelineEntry) => boolean, from = this.#next - 1): TimelineEntry | undefined {
    for (let number = from; number >= this.oldest; number--) {
      const entry = this.get(number);
      if (entry !== undefined && isWanted(entry)) return entry;
    }
    return undefined;
  }

  /** `jar`: what the browser's jar holds now; give the same list again while nothing has changed in it. */
  addExchange(exchange: Exchange, jar: readonly JarCookie[] = []): void {
    const told = this.#waiting.get(exchange.id);
    this.#waiting.delete(exchange.id);
    const { commits = [], storeCalls = [] } = told ?? {};
    const number = this.#next++;
    this.#slots.push({ number, exchange, commits, storeCalls, jar, bodiesDropped: false });
    this.#numbers.set(exchange.id, number);
    this.#bodyBytes += bodyBytes(exchange);
    this.#textBytes += exchangeBytes(exchange) + toldBytes(commits, storeCalls);
    this.#keepWithinLimits();
    this.#changes.value++;
  }

  addCommit(exchangeId: string, commit: CommitView): void {
    this.#tell(exchangeId, { commits: [commit], storeCalls: [] });
  }

  addStoreCall(exchangeId: string, call: StoreCallView): void {
    this.#tell(exchangeId, { commits: [], storeCalls: [call] });
  }

  clear(): void {
    this.#slots = [];
    this.#head = 0;
    this.#bodiesFrom = 0;
    this.#bodyBytes = 0;
    this.#textBytes = 0;
    this.#clearedBefore = this.#next;
    this.#numbers.clear();
    this.#changes.value++;
  }

  #tell(exchangeId: string, told: Told): void {
    const entry = this.find(exchangeId);
    if (entry === undefined) {
      this.#wait(exchangeId, told);
      return;
    }
    this.#put({
      ...entry,
      commits: [...entry.commits, ...told.commits],
      storeCalls: [...entry.storeCalls, ...told.storeCalls],
    });
    this.#textBytes += toldBytes(told.commits, told.storeCalls);
    this.#keepWithinLimits();
    this.#changes.value++;
  }

  #wait(exchangeId: string, told: Told): void {
    const waiting = this.#waiting.get(exchangeId);
    if (waiting !== undefined) {
      waiting.commits.push(...told.commits);
      waiting.storeCalls.push(...told.storeCalls);
      return;
    }
    this.#waiting.set(exchangeId, told);
    // An exchange that never ends must not keep its commits for ever.
    const oldest = this.#waiting.size > WAITING_LIMIT ? this.#waiting.keys().next().value : undefined;
    if (oldest !== undefined) this.#waiting.delete(oldest);
  }

  #put(entry: TimelineEntry): void {
    this.#slots[this.#head + entry.number - this.oldest] = entry;
  }

  #keepWithinLimits(): void {
    while (this.#bodyBytes > this.#limits.bodyBytes) this.#dropOldestBodies();
    while (
      this.length > this.#limits.entries ||
      (this.#textBytes > this.#limits.textBytes && this.length > 1)
    ) {
      this.#dropOldest();
    }
    // Empty slots go in one step once they are as many as the full ones: constant work for each exchange.
    if (this.#head <= this.length) return;
    this.#slots = this.#slots.slice(this.#head);
    this.#bodiesFrom -= this.#head;
    this.#head = 0;
  }

  #dropOldestBodies(): void {
    const entry = this.#slots[this.#bodiesFrom++];
    if (entry === undefined || bodyBytes(entry.exchange) === 0) return;
    this.#bodyBytes -= bodyBytes(entry.exchange);
    this.#put({ ...entry, exchange: withoutBodies(entry.exchange), bodiesDropped: true });
  }

  #dropOldest(): void {
    const entry = this.#slots[this.#head];
    this.#slots[this.#head] = undefined;
    this.#head++;
    this.#bodiesFrom = Math.max(this.#bodiesFrom, this.#head);
    if (entry === undefined) return;
    this.#numbers.delete(entry.exchange.id);
    this.#bodyBytes -= bodyBytes(entry.exchange);
    this.#textBytes -= exchangeBytes(entry.exchange) + toldBytes(entry.commits, entry.storeCalls);
  }
}

function toldBytes(commits: readonly CommitView[], storeCalls: readonly StoreCallView[]): number {
  let bytes = storeCalls.length * STORE_CALL_BYTES;
  for (const commit of commits) bytes += valueBytes(commit);
  return bytes;
}

const noBytes = new Uint8Array();

function withoutBodies(exchange: Exchange): Exchange {
  const { request, response } = exchange;
  const emptied = (body: RecordedBody): RecordedBody => ({ byteLength: body.byteLength, bytes: noBytes });
  return {
    ...exchange,
    request: { ...request, body: emptied(request.body) },
    ...(response === undefined ? {} : { response: { ...response, body: emptied(response.body) } }),
  };
}
