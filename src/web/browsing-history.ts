/** A browser forgets the oldest entries past so many. */
export const HISTORY_LIMIT = 100;

/** A request body that can be sent again. */
export interface PostedBody {
  readonly contentType: string | undefined;
  readonly bytes: Uint8Array;
}

/** What it takes to show a page again. */
export interface HistoryEntry {
  readonly documentId: number;
  readonly url: string;
  readonly method: string;
  /** What was posted; kept so that it can be sent again after asking. */
  readonly posted?: PostedBody;
  /** The page it came from, for SameSite and Referer when it is asked for again. */
  readonly documentUrl?: string;
  readonly state?: unknown;
}

/** The entries of one tab and where it stands. Pure bookkeeping: it requests nothing. */
export class BrowsingHistory {
  #entries: HistoryEntry[] = [];
  #index = -1;

  get entries(): readonly HistoryEntry[] {
    return this.#entries;
  }

  /** -1 while there is no page. */
  get index(): number {
    return this.#index;
  }

  get current(): HistoryEntry | undefined {
    return this.#entries[this.#index];
  }

  at(delta: number): HistoryEntry | undefined {
    return this.#entries[this.#index + delta];
  }

  /** Goes on to a new entry; what lay ahead is forgotten. */
  push(entry: HistoryEntry): void {
    this.#entries = [...this.#entries.slice(0, this.#index + 1), entry].slice(-HISTORY_LIMIT);
    this.#index = this.#entries.length - 1;
  }

  /** Puts an entry in place of the current one. */
  replace(entry: HistoryEntry): void {
    if (this.#index === -1) this.push(entry);
    else this.#entries = this.#entries.with(this.#index, entry);
  }

  /** A document was loaded again: all its entries are of the new one. */
  renewDocument(oldId: number, newId: number): void {
    this.#entries = this.#entries.map((entry) =>
      entry.documentId === oldId ? { ...entry, documentId: newId } : entry,
    );
  }

  /** Moves to that very entry; says whether it is still there. */
  goTo(entry: HistoryEntry): boolean {
    const index = this.#entries.indexOf(entry);
    if (index === -1) return false;
    this.#index = index;
    return true;
  }

  /** Moves when there is an entry; says whether there was. */
  go(delta: number): boolean {
    if (this.at(delta) === undefined) return false;
    this.#index += delta;
    return true;
  }

  clear(): void {
    this.#entries = [];
    this.#index = -1;
  }
}
