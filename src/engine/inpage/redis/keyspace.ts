/** What stands under a key. */
export type Value =
  | { readonly type: "string"; readonly text: string }
  | { readonly type: "hash"; readonly fields: Map<string, string> }
  | { readonly type: "list"; readonly items: string[] }
  | { readonly type: "set"; readonly members: Set<string> }
  | { readonly type: "zset"; readonly scores: Map<string, number> };

export interface Entry {
  value: Value;
  expiresAtMs: number | undefined;
  /** In the order in which keys came. A cursor of SCAN is one of these. */
  readonly sequence: number;
}

/** One numbered database: keys, and when they end. */
export class Keyspace {
  readonly #entries = new Map<string, Entry>();
  readonly #nowMs: () => number;
  readonly #onChange: (key: string) => void;
  #sequence = 0;

  /** `onChange` is called for every key that was written, removed or has ended. */
  constructor(nowMs: () => number, onChange: (key: string) => void) {
    this.#nowMs = nowMs;
    this.#onChange = onChange;
  }

  get(key: string): Entry | undefined {
    const entry = this.#entries.get(key);
    if (entry?.expiresAtMs === undefined || entry.expiresAtMs > this.#nowMs()) return entry;
    this.delete(key);
    return undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  /** A new value; the key keeps no deadline unless one is given. */
  set(key: string, value: Value, expiresAtMs?: number): Entry {
    const entry = { value, expiresAtMs, sequence: this.#entries.get(key)?.sequence ?? ++this.#sequence };
    this.#entries.set(key, entry);
    this.#onChange(key);
    return entry;
  }

  expire(key: string, expiresAtMs: number | undefined): void {
    const entry = this.get(key);
    if (entry === undefined) return;
    if (expiresAtMs !== undefined && expiresAtMs <= this.#nowMs()) {
      this.delete(key);
      return;
    }
    entry.expiresAtMs = expiresAtMs;
    this.#onChange(key);
  }

  delete(key: string): boolean {
    const wasThere = this.#entries.delete(key);
    if (wasThere) this.#onChange(key);
    return wasThere;
  }

  /** A hash, list or set was changed in place. An empty one is none: its key goes. */
  changed(key: string): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined && sizeOf(entry.value) === 0) this.#entries.delete(key);
    this.#onChange(key);
  }

  /** In the order in which they came. */
  keys(): string[] {
    return [...this.#entries.keys()].filter((key) => this.has(key));
  }

  /** Keys behind a cursor, at most so many looked at. Those that are there all the time are seen once at least. */
  scan(cursor: number, count: number): { readonly keys: readonly string[]; readonly cursor: number } {
    const keys: string[] = [];
    let last = 0;
    for (const [key, { sequence }] of this.#entries) {
      if (sequence <= cursor) continue;
      if (keys.length >= count) return { keys: keys.filter((one) => this.has(one)), cursor: last };
      keys.push(key);
      last = sequence;
    }
    return { keys: keys.filter((one) => this.has(one)), cursor: 0 };
  }

  clear(): void {
    for (const key of [...this.#entries.keys()]) this.delete(key);
  }

  /** Drops what has ended, for those that nobody asks for. */
  sweep(): void {
    for (const key of [...this.#entries.keys()]) this.get(key);
  }

  get size(): number {
    return this.#entries.size;
  }
}

function sizeOf(value: Value): number {
  switch (value.type) {
    case "string":
      return 1;
    case "hash":
      return value.fields.size;
    case "list":
      return value.items.length;
    case "set":
      return value.members.size;
    case "zset":
      return value.scores.size;
  }
}
