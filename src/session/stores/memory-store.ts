import { applyPatch, type Patch } from "../patch.ts";
import { isExpired, type SessionRecord } from "../record.ts";
import {
  type ListedSession,
  type Loaded,
  type Patched,
  type PatchOptions,
  type RotateOptions,
  realNowMs,
  type Store,
  type StoreCapabilities,
  TOMBSTONE_MS,
  type Tombstone,
  type TurnOutcome,
  type TurnRequest,
} from "../store.ts";

/**
 * Sessions in this process's memory: gone when it ends, not shared with others. Answers at once; only
 * waiting for a turn makes a promise.
 */
export class MemoryStore implements Store {
  readonly name = "memory";
  readonly capabilities: StoreCapabilities = { turns: true, merge: true, revoke: true, list: true };
  readonly collectionIntervalMs = 60_000;
  readonly #entries = new Map<string, Entry>();
  #lastToken = 0;

  load(key: string): Loaded {
    return found(this.#entries.get(key));
  }

  create(key: string, record: SessionRecord): void {
    if (this.#entries.has(key)) throw new Error("The memory store already has a session under this new id.");
    this.#entries.set(key, { record });
  }

  patch(key: string, patch: Patch, options: PatchOptions = {}): Patched {
    const entry = this.#entries.get(key);
    if (entry?.record === undefined) return gone(entry);
    if (options.turn !== undefined && entry.turn?.token !== options.turn) return { outcome: "turn-lost" };
    entry.record = applyPatch(entry.record, patch);
    if (options.release === true && options.turn !== undefined) passTurn(entry);
    return { outcome: "patched", record: entry.record };
  }

  rotate(from: string, to: string, patch: Patch, options: RotateOptions): Patched {
    const entry = this.#entries.get(from);
    if (entry?.record === undefined) return gone(entry);
    if (options.turn !== undefined && entry.turn?.token !== options.turn) return { outcome: "turn-lost" };
    const record = applyPatch(entry.record, patch);
    this.create(to, record);
    this.#bury(
      from,
      options.because === "renewed" ? { because: "renewed", successor: to } : { because: "rotated" },
    );
    return { outcome: "patched", record };
  }

  touch(key: string, idleDeadlineMs: number): boolean {
    const entry = this.#entries.get(key);
    if (entry?.record === undefined) return false;
    if (entry.record.idleDeadlineMs < idleDeadlineMs) entry.record = { ...entry.record, idleDeadlineMs };
    return true;
  }

  destroy(key: string): void {
    if (this.#entries.get(key)?.record !== undefined) this.#bury(key, { because: "destroyed" });
  }

  takeTurn(key: string, request: TurnRequest): TurnOutcome | Promise<TurnOutcome> {
    const entry = this.#entries.get(key);
    if (entry?.record === undefined) return { outcome: "absent", loaded: found(entry) };
    const now = realNowMs();
    if (entry.turn === undefined || entry.turn.untilMs <= now) {
      return this.#grant(entry, entry.record, request, now);
    }
    return this.#wait(entry, request, now + request.waitMs);
  }

  renewTurn(key: string, token: number, leaseMs: number): boolean {
    const turn = this.#entries.get(key)?.turn;
    if (turn?.token !== token) return false;
    turn.untilMs = realNowMs() + leaseMs;
    return true;
  }

  releaseTurn(key: string, token: number): void {
    const entry = this.#entries.get(key);
    if (entry?.turn?.token === token) passTurn(entry);
  }

  listByOwner(owner: string): readonly ListedSession[] {
    const listed: ListedSession[] = [];
    for (const [key, { record }] of this.#entries) if (record?.owner === owner) listed.push({ key, record });
    return listed;
  }

  collect(nowMs: number): number {
    const realMs = realNowMs();
    let collected = 0;
    for (const [key, entry] of this.#entries) {
      const over =
        entry.record === undefined ? (entry.tombstoneUntilMs ?? 0) <= realMs : isExpired(entry.record, nowMs);
      if (!over || isHeld(entry, realMs)) continue;
      this.#entries.delete(key);
      collected += 1;
    }
    return collected;
  }

  #grant(
    entry: Entry,
    record: SessionRecord,
    request: TurnRequest,
    nowMs: number,
  ): Extract<TurnOutcome, { outcome: "taken" }> {
    this.#lastToken += 1;
    const token = this.#lastToken;
    entry.turn = { token, untilMs: nowMs + request.leaseMs, route: request.route };
    return { outcome: "taken", token, leaseMs: request.leaseMs, record };
  }

  #wait(entry: Entry, request: TurnRequest, giveUpMs: number): Promise<TurnOutcome> {
    const waitedFor = entry.turn?.route ?? "another request";
    return new Promise((resolve) => {
      let timer: ReturnType<typeof setTimeout> | undefined;
      const settle = (outcome: TurnOutcome) => {
        clearTimeout(timer);
        entry.waiting?.delete(attempt);
        resolve(outcome);
      };
      const attempt = () => {
        const now = realNowMs();
        const { record, turn } = entry;
        if (record === undefined) settle({ outcome: "absent", loaded: found(entry) });
        else if (turn === undefined || turn.untilMs <= now) {
          settle({ ...this.#grant(entry, record, request, now), waitedFor });
        } else if (now >= giveUpMs) settle({ outcome: "timed-out", heldBy: turn.route });
        else {
          clearTimeout(timer);
          timer = setTimeout(attempt, Math.max(1, Math.min(giveUpMs, turn.untilMs) - now));
        }
      };
      entry.waiting ??= new Set();
      entry.waiting.add(attempt);
      attempt();
    });
  }

  #bury(key: string, tombstone: Tombstone): void {
    const entry = this.#entries.get(key);
    if (entry === undefined) return;
    delete entry.record;
    delete entry.turn;
    entry.tombstone = tombstone;
    entry.tombstoneUntilMs = realNowMs() + TOMBSTONE_MS;
    for (const attempt of entry.waiting ?? []) attempt();
  }
}

/** What is kept under one key: a record or a tombstone, the turn, and those who wait for it, in order. */
interface Entry {
  record?: SessionRecord;
  tombstone?: Tombstone;
  tombstoneUntilMs?: number;
  turn?: { readonly token: number; untilMs: number; readonly route: string };
  waiting?: Set<() => void>;
}

function found(entry: Entry | undefined): Loaded {
  if (entry?.record !== undefined) return { found: true, record: entry.record };
  const standing = standingTombstone(entry);
  return standing === undefined ? { found: false } : { found: false, tombstone: standing };
}

function gone(entry: Entry | undefined): Patched {
  const standing = standingTombstone(entry);
  return standing === undefined ? { outcome: "gone" } : { outcome: "gone", tombstone: standing };
}

function standingTombstone(entry: Entry | undefined): Tombstone | undefined {
  return entry?.tombstone !== undefined && (entry.tombstoneUntilMs ?? 0) > realNowMs()
    ? entry.tombstone
    : undefined;
}

function isHeld(entry: Entry, realMs: number): boolean {
  return (entry.turn !== undefined && entry.turn.untilMs > realMs) || (entry.waiting?.size ?? 0) > 0;
}

/** Gives the turn back; the first who waits takes it. */
function passTurn(entry: Entry): void {
  delete entry.turn;
  const next = entry.waiting?.values().next().value;
  next?.();
}
