import { applyPatch, type Patch } from "../patch.ts";
import type { SessionRecord } from "../record.ts";
import { plainRecords, type RecordCodec } from "../record-codec.ts";
import { Remembered } from "../remembered.ts";
import {
  type Awaitable,
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
import { type Desk, Desks, type Standing } from "./desks.ts";
import { ownedRecords } from "./owned-records.ts";
import { noteVersion, versionOf } from "./record-version.ts";
import type { Shelf, Slot, SlotContent } from "./shelf.ts";
import { ShelfTurns } from "./shelf-turns.ts";

export interface ShelfStoreOptions {
  /** How records are written. Default: plain JSON. */
  readonly codec?: RecordCodec;
  /** The clock of the records' deadlines. Default: Date.now. */
  readonly nowMs?: () => number;
  /** Where damaged records are reported, without their keys. Default: console.error. */
  readonly log?: (message: string) => void;
}

/** Records stay so long after their end, for clocks that are a little apart. */
const GARBAGE_GRACE_MS = 300_000;
/** Writes of other processes that may come between before one gives up. */
const MOST_ATTEMPTS = 100;
const LONGEST_PAUSE_MS = 20;
/** A write that waited so long behind others of its session in this process gives up. */
const PATIENCE_MS = 5000;
const DAMAGE_REPORT_INTERVAL_MS = 60_000;
/** Of texts whose records are remembered; about a megabyte with what was read of them. */
const REMEMBERED_CHARACTERS = 256 * 1024;

interface ReadText {
  readonly text: string;
  readonly record: SessionRecord;
}

type Gone = Extract<Patched, { outcome: "gone" }>;
type TurnLost = Extract<Patched, { outcome: "turn-lost" }>;

/** `otherwise`: what it comes to when the shelf has something else by now. */
type Attempt = <T>(standing: Standing, desk: Desk, otherwise: () => Awaitable<T>) => Promise<Patched | T>;

/**
 * The store contract on any {@link Shelf}. Patches compare and swap: they start from the version that the
 * caller saw, and begin again when another process came between. Within this process the writes of one
 * session follow one another, so that only processes compete.
 *
 * A shelf that cannot be opened is tried again by the next call. A text that is damaged, or sealed with a key
 * that this process does not have, is left where it is, reported, and counts as absent.
 */
export class ShelfStore implements Store {
  readonly name: string;
  readonly collectionIntervalMs: number;
  readonly capabilities: StoreCapabilities = { turns: true, merge: true, revoke: true, list: true };
  readonly #shelf: Shelf;
  readonly #codec: RecordCodec;
  readonly #nowMs: () => number;
  readonly #log: (message: string) => void;
  readonly #turns: ShelfTurns;
  readonly #desks = new Desks();
  /** Records as they were read or written last: most requests find the text that the one before found. */
  readonly #remembered = new Remembered<ReadText>(REMEMBERED_CHARACTERS);
  #opening: Promise<void> | undefined;
  #isOpen = false;
  #damaged = 0;
  #damageReportedMs = Number.NEGATIVE_INFINITY;

  constructor(shelf: Shelf, options: ShelfStoreOptions = {}) {
    this.name = shelf.name;
    this.collectionIntervalMs = shelf.collectionIntervalMs;
    this.#shelf = shelf;
    this.#codec = options.codec ?? plainRecords;
    this.#nowMs = options.nowMs ?? Date.now;
    this.#log = options.log ?? ((message) => console.error(message));
    this.#turns = new ShelfTurns({
      shelf,
      desks: this.#desks,
      loaded: (key, slot) => this.#loaded(key, slot),
      namesRoutes: this.#codec.sealing === undefined,
    });
  }

  open(): Promise<void> {
    this.#opening ??= this.#shelf.open().then(
      () => {
        this.#isOpen = true;
      },
      (error: unknown) => {
        this.#opening = undefined;
        throw error;
      },
    );
    return this.#opening;
  }

  close(): Promise<void> {
    return this.#shelf.close();
  }

  load(key: string): Promise<Loaded> {
    if (!this.#isOpen) return this.open().then(() => this.load(key));
    return this.#shelf.read(key).then((slot) => this.#loaded(key, slot));
  }

  async create(key: string, record: SessionRecord): Promise<void> {
    if (!this.#isOpen) await this.open();
    if (await this.#shelf.insert(key, this.#content(key, record))) return;
    throw new Error(`The ${this.name} store already has a session under this new id.`);
  }

  patch(key: string, patch: Patch, options: PatchOptions = {}): Promise<Patched> {
    return this.#write(key, options, (standing, desk, otherwise) => {
      const { turn } = options;
      const record = applyPatch(standing.record, patch);
      const release = options.release === true && turn !== undefined;
      const passTo = release ? this.#turns.successor(desk, turn) : undefined;
      const content = this.#content(key, record);
      const sameOwner = this.#isIndexed(record.owner, standing.record.owner);
      const replaced =
        turn === undefined
          ? this.#shelf.replace(key, standing.version, content, { sameOwner })
          : this.#shelf.replace(
              key,
              standing.version,
              content,
              passTo === undefined ? { sameOwner, turn, release } : { sameOwner, turn, passTo },
            );
      const answered =
        passTo === undefined
          ? replaced
          : replaced.catch((error: unknown) => {
              this.#turns.unanswered(passTo.holder, passTo.leaseMs);
              throw error;
            });
      return answered.then((isReplaced) => {
        if (!isReplaced) return otherwise();
        const after: Standing = { record, version: standing.version + 1 };
        this.#wrote(desk, after);
        const patched = { outcome: "patched", record } as const;
        if (passTo !== undefined && turn !== undefined)
          return this.#turns.passed(key, desk, turn + 1, passTo, after).then(() => patched);
        if (release) this.#turns.endedAt(desk, turn);
        return patched;
      });
    });
  }

  rotate(from: string, to: string, patch: Patch, options: RotateOptions): Promise<Patched> {
    const { turn, because } = options;
    const tombstone: Tombstone = because === "renewed" ? { because, successor: to } : { because };
    return this.#write(from, options, async ({ record: before, version }, _desk, otherwise) => {
      const record = applyPatch(before, patch);
      // The record first: should we die in between, it still is where the client's id finds it.
      await this.create(to, record);
      const isBuried = await this.#shelf.bury(from, tombstone, TOMBSTONE_MS, {
        version,
        ...(turn === undefined ? {} : { turn }),
      });
      if (!isBuried) {
        await this.#shelf.remove(to);
        return otherwise();
      }
      this.#turns.ended(from);
      return { outcome: "patched", record };
    });
  }

  async touch(key: string, idleDeadlineMs: number): Promise<boolean> {
    const touched = await this.#write(key, {}, async ({ record, version }, desk, otherwise) => {
      if (record.idleDeadlineMs >= idleDeadlineMs) return { outcome: "patched", record };
      const touched: SessionRecord = { ...record, idleDeadlineMs };
      const content = this.#content(key, touched);
      if (
        !(await this.#shelf.replace(key, version, content, {
          sameOwner: this.#isIndexed(record.owner, record.owner),
        }))
      )
        return otherwise();
      this.#wrote(desk, { record: touched, version: version + 1 });
      return { outcome: "patched", record: touched };
    });
    return touched.outcome === "patched";
  }

  async destroy(key: string): Promise<void> {
    if (!this.#isOpen) await this.open();
    if (await this.#shelf.bury(key, { because: "destroyed" }, TOMBSTONE_MS)) this.#turns.ended(key);
  }

  takeTurn(key: string, request: TurnRequest): Promise<TurnOutcome> {
    if (!this.#isOpen) return this.open().then(() => this.takeTurn(key, request));
    return this.#turns.take(key, request);
  }

  async renewTurn(key: string, token: number, leaseMs: number): Promise<boolean> {
    if (!this.#isOpen) await this.open();
    return this.#turns.renew(key, token, leaseMs);
  }

  async releaseTurn(key: string, token: number): Promise<void> {
    if (!this.#isOpen) await this.open();
    await this.#turns.release(key, token);
  }

  async listByOwner(owner: string): Promise<readonly ListedSession[]> {
    if (!this.#isOpen) await this.open();
    const keysOfOwner = async () => {
      const found = await Promise.all(this.#tags(owner).map((tag) => this.#shelf.keysOfOwner(tag)));
      return [...new Set(found.flat())];
    };
    return ownedRecords(owner, keysOfOwner, async (key) => {
      const loaded = await this.load(key);
      return loaded.found ? loaded.record : undefined;
    });
  }

  async collect(nowMs: number): Promise<number> {
    if (!this.#isOpen) await this.open();
    return this.#shelf.collect(nowMs);
  }

  /**
   * Runs `attempt` on the record as it stands, again and again while the shelf has something else by then.
   */
  #write(
    key: string,
    { base, turn }: Pick<PatchOptions, "base" | "turn">,
    attempt: Attempt,
  ): Promise<Patched> {
    const desk = this.#desks.at(key);
    const inLineSinceMs = desk.isWriting ? realNowMs() : undefined;
    return desk.write(() => {
      if (inLineSinceMs !== undefined && realNowMs() - inLineSinceMs > PATIENCE_MS) {
        throw new Error(`The ${this.name} store was too slow for all that is written to one session.`);
      }
      const known = this.#isOpen ? (desk.standing ?? standingOf(base)) : undefined;
      if (known === undefined) return this.#compete(key, desk, turn, attempt);
      return attempt(known, desk, () => this.#compete(key, desk, turn, attempt));
    });
  }

  async #compete(key: string, desk: Desk, turn: number | undefined, attempt: Attempt): Promise<Patched> {
    if (!this.#isOpen) await this.open();
    for (let n = 1; n <= MOST_ATTEMPTS; n += 1) {
      const standing = await this.#look(key, turn);
      if ("outcome" in standing) {
        // Gone through another process, or taken by it: nobody here has the turn any more.
        this.#turns.ended(key, standing.outcome === "gone" ? undefined : turn);
        return standing;
      }
      const patched = await attempt(standing, desk, nothing);
      if (patched !== undefined) return patched;
      await pause(Math.random() * Math.min(LONGEST_PAUSE_MS, n));
    }
    throw new Error(
      `Other processes changed a session in the ${this.name} store ${MOST_ATTEMPTS} times while one request tried to.`,
    );
  }

  /** The record as it stands on the shelf, or why it cannot be written. */
  async #look(key: string, turn: number | undefined): Promise<Standing | Gone | TurnLost> {
    const slot = await this.#shelf.read(key, { turn: turn !== undefined });
    const loaded = this.#loaded(key, slot);
    if (!loaded.found || slot?.kind !== "record") return gone(loaded);
    if (turn !== undefined && slot.turn?.token !== turn) return { outcome: "turn-lost" };
    return { record: loaded.record, version: slot.version };
  }

  #wrote(desk: Desk, standing: Standing): void {
    noteVersion(standing.record, standing.version);
    desk.standing = standing;
  }

  #loaded(key: string, slot: Slot | undefined): Loaded {
    if (slot === undefined) return { found: false };
    if (slot.kind === "tombstone") return { found: false, tombstone: slot.tombstone };
    const record = this.#read(key, slot.text);
    if (record === undefined) {
      this.#reportDamage();
      return { found: false };
    }
    noteVersion(record, slot.version);
    return { found: true, record };
  }

  #read(key: string, text: string): SessionRecord | undefined {
    const remembered = this.#remembered.recall(key);
    if (remembered?.text === text) return remembered.record;
    const record = this.#codec.decode(key, text);
    if (record !== undefined) this.#remembered.note(key, { text, record }, text.length);
    return record;
  }

  #content(key: string, record: SessionRecord): SlotContent {
    const nowMs = this.#nowMs();
    const expiresAtMs = Math.min(record.idleDeadlineMs, record.absoluteDeadlineMs);
    const text = this.#codec.encode(key, record);
    this.#remembered.note(key, { text, record }, text.length);
    const keepMs = keptMs(expiresAtMs - nowMs);
    const keepOwnerMs = keptMs(record.absoluteDeadlineMs - nowMs);
    return record.owner === undefined
      ? { text, expiresAtMs, keepMs, keepOwnerMs }
      : { text, expiresAtMs, keepMs, keepOwnerMs, owner: this.#tags(record.owner)[0] };
  }

  #tags(owner: string): readonly [string, ...string[]] {
    return this.#codec.ownerTags?.(owner) ?? [owner];
  }

  /** Whether the index already has what it should: while tags are being changed for newer ones, it may not. */
  #isIndexed(owner: string | undefined, before: string | undefined): boolean {
    return owner === before && (owner === undefined || this.#tags(owner).length === 1);
  }

  #reportDamage(): void {
    this.#damaged += 1;
    const nowMs = realNowMs();
    if (nowMs - this.#damageReportedMs < DAMAGE_REPORT_INTERVAL_MS) return;
    this.#damageReportedMs = nowMs;
    this.#log(
      `The ${this.name} store holds session records that are damaged, or sealed with a key that this process ` +
        `does not have (${this.#damaged} read so far). They count as absent; their users get new sessions.`,
    );
  }
}

function nothing(): undefined {}

function standingOf(base: SessionRecord | undefined): Standing | undefined {
  const version = base === undefined ? undefined : versionOf(base);
  return base === undefined || version === undefined ? undefined : { record: base, version };
}

function gone(loaded: Loaded): Gone {
  return loaded.found || loaded.tombstone === undefined
    ? { outcome: "gone" }
    : { outcome: "gone", tombstone: loaded.tombstone };
}

function keptMs(leftMs: number): number {
  return Math.ceil(Math.max(0, leftMs)) + GARBAGE_GRACE_MS;
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
