import type { FlashEntry } from "./record.ts";

/**
 * The flash values of one request: what waited when its session was loaded, what it takes of that, and what it
 * leaves for later requests. Pure. Values are JSON texts.
 */
export class FlashBox {
  /** What waited at load and is still there. What comes later is for later requests (rule 5). */
  #waiting: ReadonlyMap<string, FlashEntry>;
  #taken: Map<string, string> | undefined;
  #added: Map<string, FlashEntry> | undefined;
  /** Of this request alone. */
  #now: Map<string, string> | undefined;
  /** Keys that are read without being taken. */
  #kept: Set<string> | undefined;

  constructor(waiting: ReadonlyMap<string, FlashEntry>) {
    this.#waiting = waiting;
  }

  /** What the next {@link take} of the key gives: a value of this request first, then one that waited. */
  peek(key: string): string | undefined {
    return this.#now?.get(key) ?? this.#untaken(key)?.json;
  }

  /** Whether taking the key would change the session. */
  takingChanges(key: string): boolean {
    return this.#now?.has(key) !== true && this.#kept?.has(key) !== true && this.#untaken(key) !== undefined;
  }

  take(key: string): string | undefined {
    const now = this.#now?.get(key);
    if (now !== undefined) {
      this.#now?.delete(key);
      return now;
    }
    const entry = this.#untaken(key);
    if (entry !== undefined && this.#kept?.has(key) !== true) {
      this.#taken ??= new Map();
      this.#taken.set(key, entry.id);
    }
    return entry?.json;
  }

  add(key: string, entry: FlashEntry): void {
    this.#added ??= new Map();
    this.#added.set(key, entry);
  }

  addNow(key: string, json: string): void {
    this.#now ??= new Map();
    this.#now.set(key, json);
  }

  /** What waits under the key, or all of it, stays, also what was taken since the last commit. */
  keep(key?: string): void {
    this.#kept ??= new Set();
    for (const kept of key === undefined ? this.#waiting.keys() : [key]) {
      this.#kept.add(kept);
      this.#taken?.delete(kept);
    }
  }

  /** Undefined: nothing was taken. */
  get taken(): ReadonlyMap<string, string> | undefined {
    return this.#taken === undefined || this.#taken.size === 0 ? undefined : this.#taken;
  }

  /** Undefined: nothing was added. */
  get added(): ReadonlyMap<string, FlashEntry> | undefined {
    return this.#added;
  }

  /** What was taken and added never happened. */
  drop(): void {
    this.#taken = undefined;
    this.#added = undefined;
  }

  /** Nothing waits any more. */
  empty(): void {
    this.drop();
    this.#now = undefined;
    this.#kept = undefined;
    this.#waiting = NOTHING;
  }

  /** What waits in the record now is `left`. What came into it meanwhile stays unseen. */
  seeOnly(left: ReadonlyMap<string, FlashEntry> | undefined): void {
    if (this.#waiting.size === 0) return;
    this.#waiting = new Map([...this.#waiting].filter(([key, { id }]) => left?.get(key)?.id === id));
  }

  #untaken(key: string): FlashEntry | undefined {
    const entry = this.#waiting.get(key);
    return entry === undefined || this.#taken?.get(key) === entry.id ? undefined : entry;
  }
}

const NOTHING: ReadonlyMap<string, never> = new Map<string, never>();
