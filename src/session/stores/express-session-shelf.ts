import { SessionError } from "../session-error.ts";
import { realNowMs, type Tombstone } from "../store.ts";
import { cookieFor, type ExpressSessionCalls, type ExpressSessionStore } from "./express-session-calls.ts";
import { Serial } from "./serial.ts";
import type {
  BuryOptions,
  ReplaceOptions,
  Shelf,
  Slot,
  SlotContent,
  SlotTurn,
  TurnAttempt,
} from "./shelf.ts";

/** What one express-session store is used for in this process, however many shelves are on it. */
interface Shared {
  readonly serial: Serial;
  readonly turns: Map<string, HeldTurn>;
  lastToken: number;
}

interface HeldTurn {
  readonly token: number;
  readonly holder: string;
  untilMs: number;
}

/** What is kept as a session of express-session, under a key of ours in place of an id. */
interface Kept {
  readonly keepsake: KeptRecord | KeptTombstone;
}
interface KeptRecord {
  readonly text: string;
  readonly version: number;
}
interface KeptTombstone {
  readonly tombstone: Tombstone;
  readonly untilMs: number;
}

const sharedByStore = new WeakMap<ExpressSessionStore, Shared>();

/**
 * Steps on a store that can only get and set whole sessions. They are atomic because this process does them one
 * after another for each key; other processes on the same store are not kept out. Turns live in this process.
 */
export class ExpressSessionShelf implements Shelf {
  readonly name = "express-session";
  readonly collectionIntervalMs = 60_000;
  readonly passesTurns = true;
  readonly #calls: ExpressSessionCalls;
  readonly #shared: Shared;

  constructor(store: ExpressSessionStore, calls: ExpressSessionCalls) {
    this.#calls = calls;
    this.#shared = sharedByStore.get(store) ?? { serial: new Serial(), turns: new Map(), lastToken: 0 };
    sharedByStore.set(store, this.#shared);
  }

  async open(): Promise<void> {}

  /** The store is the application's. */
  async close(): Promise<void> {}

  async read(key: string): Promise<Slot | undefined> {
    const kept = await this.#kept(key);
    if (kept === undefined) return undefined;
    if ("tombstone" in kept) return { kind: "tombstone", tombstone: kept.tombstone };
    const turn = this.#turn(key);
    return { kind: "record", ...kept, ...(turn === undefined ? {} : { turn }) };
  }

  insert(key: string, content: SlotContent): Promise<boolean> {
    return this.#step(key, async () => {
      if ((await this.#kept(key)) !== undefined) return false;
      await this.#keep(key, { text: content.text, version: 1 }, content.keepMs);
      return true;
    });
  }

  replace(
    key: string,
    version: number,
    content: SlotContent,
    options: ReplaceOptions = {},
  ): Promise<boolean> {
    const { turn, release, passTo } = options;
    return this.#step(key, async () => {
      const kept = await this.#kept(key);
      if (kept === undefined || !("text" in kept) || kept.version !== version) return false;
      if (turn !== undefined && this.#shared.turns.get(key)?.token !== turn) return false;
      await this.#keep(key, { text: content.text, version: version + 1 }, content.keepMs);
      if (turn === undefined) return true;
      if (passTo !== undefined) this.#hold(key, turn + 1, passTo.holder, passTo.leaseMs);
      else if (release === true) this.#shared.turns.delete(key);
      return true;
    });
  }

  bury(key: string, tombstone: Tombstone, keepMs: number, options: BuryOptions = {}): Promise<boolean> {
    return this.#step(key, async () => {
      const kept = await this.#kept(key);
      if (kept === undefined || !("text" in kept)) return false;
      if (options.version !== undefined && kept.version !== options.version) return false;
      if (options.turn !== undefined && this.#shared.turns.get(key)?.token !== options.turn) return false;
      await this.#keep(key, { tombstone, untilMs: realNowMs() + keepMs }, keepMs);
      this.#shared.turns.delete(key);
      return true;
    });
  }

  remove(key: string): Promise<void> {
    return this.#step(key, async () => {
      await this.#calls.destroy(key);
      this.#shared.turns.delete(key);
    });
  }

  takeTurn(key: string, holder: string, leaseMs: number, breaking?: number): Promise<TurnAttempt> {
    return this.#step(key, async () => {
      const kept = await this.#kept(key);
      const turn = this.#turn(key);
      const isFree = turn === undefined || turn.leftMs <= 0 || turn.token === breaking;
      if (kept === undefined || !("text" in kept) || !isFree)
        return { taken: false, slot: await this.read(key) };
      const token = this.#shared.lastToken + 1;
      this.#hold(key, token, holder, leaseMs);
      return { taken: true, token, ...kept };
    });
  }

  async renewTurn(key: string, token: number, leaseMs: number): Promise<boolean> {
    const turn = this.#shared.turns.get(key);
    if (turn?.token !== token) return false;
    turn.untilMs = realNowMs() + leaseMs;
    return true;
  }

  async releaseTurn(key: string, token: number): Promise<void> {
    const { turns } = this.#shared;
    if (turns.get(key)?.token === token) turns.delete(key);
  }

  async keysOfOwner(): Promise<readonly string[]> {
    throw new SessionError(
      "bad-setting",
      "An express-session store cannot list the sessions of one user. Use a backend of ours, such as redis or database.",
    );
  }

  /** The store forgets sessions by itself. What this process remembers of turns is swept here. */
  async collect(): Promise<number> {
    const nowMs = realNowMs();
    for (const [key, { untilMs }] of this.#shared.turns) {
      if (untilMs <= nowMs) this.#shared.turns.delete(key);
    }
    return 0;
  }

  #step<T>(key: string, work: () => Promise<T>): Promise<T> {
    return this.#shared.serial.run(key, work);
  }

  async #kept(key: string): Promise<KeptRecord | KeptTombstone | undefined> {
    const session = await this.#calls.get(key);
    const kept = session === undefined ? undefined : (session as Partial<Kept>).keepsake;
    return kept !== undefined && "tombstone" in kept && kept.untilMs <= realNowMs() ? undefined : kept;
  }

  #keep(key: string, keepsake: KeptRecord | KeptTombstone, keepMs: number): Promise<void> {
    return this.#calls.set(key, { cookie: cookieFor(keepMs), keepsake });
  }

  #hold(key: string, token: number, holder: string, leaseMs: number): void {
    this.#shared.lastToken = Math.max(this.#shared.lastToken, token);
    this.#shared.turns.set(key, { token, holder, untilMs: realNowMs() + leaseMs });
  }

  #turn(key: string): SlotTurn | undefined {
    const turn = this.#shared.turns.get(key);
    if (turn === undefined) return undefined;
    return { token: turn.token, holder: turn.holder, leftMs: turn.untilMs - realNowMs() };
  }
}
