/** A change of a record that no request of its session has asked for. */
export interface HiddenChange {
  /** "idle": no request was under way. "others": those that were had other sessions. */
  readonly while: "idle" | "others";
}

interface Asked {
  /** Of the session that the request came with, and of those that began during it. */
  readonly keys: Set<string>;
}

/**
 * What a store was asked to keep, and by which request. The library commits a session before the first byte of the
 * answer leaves, so a record changes only while a request of its session waits for an answer. Knows no store and no HTTP.
 */
export class RecordLog {
  /** What each record held last. */
  readonly #contents = new Map<string, string>();
  readonly #successors = new Map<string, string>();
  readonly #underWay = new Set<Asked>();
  readonly #hidden = new Map<string, HiddenChange>();
  #isByTests = false;

  /** A request is sent. What is returned is called once, when its answer begins or there will be none. */
  asked(key: string | undefined): () => void {
    const asked: Asked = { keys: new Set(key === undefined ? [] : [key]) };
    this.#underWay.add(asked);
    return () => this.#underWay.delete(asked);
  }

  /** What changes while `act` runs is the tests' own doing. */
  byTests(act: () => void): void {
    this.#isByTests = true;
    try {
      act();
    } finally {
      this.#isByTests = false;
    }
  }

  /** The record under `key` now holds `content`. */
  kept(key: string, content: string): void {
    const before = this.#contents.get(key);
    this.#contents.set(key, content);
    if (before === content || this.#isByTests) return;
    const isOwn =
      before === undefined
        ? this.#underWay.size > 0
        : [...this.#underWay].some((asked) => this.#is(asked, key));
    // A new session belongs to whichever request brought it about: it has no cookie yet.
    if (before === undefined) for (const { keys } of this.#underWay) keys.add(key);
    if (!isOwn && !this.#hidden.has(key))
      this.#hidden.set(key, { while: this.#underWay.size === 0 ? "idle" : "others" });
  }

  /**
   * The record went, and who still comes with its id gets another one: if it is one that began during a request of the
   * first. Else anybody's record could be made out to be the successor of one's own.
   */
  moved(from: string, to: string): void {
    this.ended(from);
    const isOwn = [...this.#underWay].some((asked) => asked.keys.has(to) && this.#is(asked, from));
    if (isOwn) this.#successors.set(from, to);
  }

  /** What comes under that key again is a change of it: an id of its own is new with each session. */
  ended(key: string): void {
    this.#contents.set(key, "");
  }

  /** The first one of that record. */
  hiddenChange(key: string): HiddenChange | undefined {
    return this.#hidden.get(key);
  }

  /** As new. For when no program runs: what still waits gets no answer. */
  clear(): void {
    this.#underWay.clear();
    this.#contents.clear();
    this.#successors.clear();
    this.#hidden.clear();
  }

  #is({ keys }: Asked, key: string): boolean {
    return [...keys].some((own) => this.#leadsTo(own, key));
  }

  #leadsTo(from: string, key: string): boolean {
    const seen = new Set<string>();
    for (
      let at: string | undefined = from;
      at !== undefined && !seen.has(at);
      at = this.#successors.get(at)
    ) {
      if (at === key) return true;
      seen.add(at);
    }
    return false;
  }
}
