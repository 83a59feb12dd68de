import { resolve } from "node:path";
import { applyPatch, type Patch } from "../patch.ts";
import { isExpired, type SessionRecord } from "../record.ts";
import { plainRecords, type RecordCodec } from "../record-codec.ts";
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
import { FileOwnerIndex } from "./file-owner-index.ts";
import type { FileContent, FileTurn, WritableFile } from "./file-record.ts";
import { ownedRecords } from "./owned-records.ts";
import type { ProcessIdentity } from "./process-identity.ts";
import { type ChangeOptions, type FileChange, SessionFiles } from "./session-files.ts";
import { isKnownDead, thisProcess } from "./this-process.ts";
import { TurnLines, type Waiter } from "./turn-line.ts";

export interface FileStoreOptions {
  /** Made when it is not there. Default `data/sessions`, from the working directory. */
  readonly folder?: string;
  /**
   * True: a write is answered when it stands on the disk (fsync), so that also a power cut loses nothing that was
   * acknowledged. Default false: it is answered when the system has it, and the death of processes loses nothing.
   */
  readonly durable?: boolean;
  /** How records are written. Default: plain JSON, for people and tools to read. */
  readonly codec?: RecordCodec;
  /** Where damaged files are reported. Default: console.error. */
  readonly log?: (message: string) => void;
}

/** While the death of a process cannot be known, its turns must run out soon. */
const UNKNOWN_DEATH_LEASE_MS = 3000;
/** How often a turn that another process holds is looked at. */
const FIRST_LOOK_MS = 4;
const LONGEST_LOOK_MS = 50;

/** What other processes are told where records are sealed. */
const UNNAMED_ROUTE = "another request";

const WITH_TURN = { turn: true };
const NO_TURN = { turn: false };

type Body = FileContent["body"];
type RecordBody = Extract<Body, { kind: "record" }>;

interface HeldHere {
  readonly token: number;
  untilMs: number;
  readonly route: string;
}

/** One JSON file for each session, in one folder that several processes may share: see {@link SessionFiles}. */
export class FileStore implements Store {
  readonly name = "file";
  readonly capabilities: StoreCapabilities = { turns: true, merge: true, revoke: true, list: true };
  readonly collectionIntervalMs = 600_000;
  readonly #codec: RecordCodec;
  readonly #files: SessionFiles;
  readonly #owners: FileOwnerIndex;
  readonly #lines = new TurnLines();
  /** Turns held in this process, to the end of their lease: nobody needs to look at the file for them. */
  readonly #heldHere = new Map<string, HeldHere>();

  constructor(options: FileStoreOptions = {}) {
    const folder = resolve(options.folder ?? "data/sessions");
    const durable = options.durable ?? false;
    const log = options.log ?? ((message: string) => console.error(message));
    this.#codec = options.codec ?? plainRecords;
    this.#files = new SessionFiles(folder, { durable, codec: this.#codec, log });
    this.#owners = new FileOwnerIndex(folder, {
      durable,
      tags: (owner) => this.#codec.ownerTags?.(owner) ?? [owner],
    });
  }

  /** Makes the folder, and sees whether it can be written to. */
  open(): Promise<void> {
    return this.#files.open();
  }

  /** Leaves no lock behind, also where another process could not tell that this one is dead. */
  close(): Promise<void> {
    return this.#files.settle();
  }

  async load(key: string): Promise<Loaded> {
    const content = await this.#files.read(key);
    return content === "damaged"
      ? this.#change(key, NO_TURN, async (current) => found(current.content))
      : found(content);
  }

  create(key: string, record: SessionRecord): Promise<void> {
    return this.#files.inFolder(async () => {
      await this.#owners.add(record.owner, key);
      await this.#files.create(key, { body: { kind: "record", record }, lastToken: 0 });
    });
  }

  patch(key: string, patch: Patch, options: PatchOptions = {}): Promise<Patched> {
    const asked = {
      turn: options.turn !== undefined,
      ...(options.release === true ? endsTurn(options.turn) : {}),
    };
    return this.#change<Patched>(key, asked, async ({ content, turn, put, endTurn }) => {
      const standing = writable(content, turn, options.turn);
      if ("outcome" in standing) return standing;
      const { body, lastToken } = standing;
      const record = applyPatch(body.record, patch);
      const isReleased = options.release === true && options.turn !== undefined;
      const hasNewOwner = record.owner !== body.record.owner;
      if (hasNewOwner) await this.#owners.add(record.owner, key);
      await put({ body: { kind: "record", record }, lastToken });
      if (hasNewOwner) await this.#owners.remove(body.record.owner, key);
      if (isReleased) {
        await endTurn();
        this.#releasedHere(key);
      }
      return { outcome: "patched", record };
    });
  }

  rotate(from: string, to: string, patch: Patch, options: RotateOptions): Promise<Patched> {
    const asked = { ...WITH_TURN, ...endsTurn(options.turn) };
    return this.#change<Patched>(from, asked, async ({ content, turn, put, endTurn }) => {
      const standing = writable(content, turn, options.turn);
      if ("outcome" in standing) return standing;
      const { body, lastToken } = standing;
      const record = applyPatch(body.record, patch);
      await this.create(to, record);
      const tombstone: Tombstone =
        options.because === "renewed" ? { because: "renewed", successor: to } : { because: "rotated" };
      await put(buried(tombstone, lastToken));
      if (turn !== undefined) await endTurn();
      await this.#owners.remove(body.record.owner, from);
      this.#releasedHere(from);
      return { outcome: "patched", record };
    });
  }

  touch(key: string, idleDeadlineMs: number): Promise<boolean> {
    return this.#change(key, NO_TURN, async ({ content, put }) => {
      if (content?.body.kind !== "record") return false;
      if (content.body.record.idleDeadlineMs >= idleDeadlineMs) return true;
      const record = { ...content.body.record, idleDeadlineMs };
      await put({ ...content, body: { ...content.body, record } });
      return true;
    });
  }

  destroy(key: string): Promise<void> {
    return this.#change(key, NO_TURN, async ({ content, put, endTurn }) => {
      if (content === undefined || content.body.kind === "tombstone") return;
      await put(buried({ because: "destroyed" }, content.lastToken));
      await endTurn();
      if (content.body.kind === "record") await this.#owners.remove(content.body.record.owner, key);
      this.#releasedHere(key);
    });
  }

  async takeTurn(key: string, request: TurnRequest): Promise<TurnOutcome> {
    const own = await thisProcess();
    const giveUpMs = realNowMs() + request.waitMs;
    const waiter: Waiter = { wake: undefined };
    this.#lines.join(key, waiter);
    try {
      return await this.#waitForTurn(key, request, own, waiter, giveUpMs);
    } finally {
      this.#lines.leave(key, waiter);
    }
  }

  async renewTurn(key: string, token: number, leaseMs: number): Promise<boolean> {
    const own = await thisProcess();
    return this.#change(key, WITH_TURN, async ({ turn, putTurn }) => {
      if (turn?.token !== token) return false;
      const untilRealMs = realNowMs() + grantedMs(leaseMs, own);
      await putTurn({ ...turn, untilRealMs });
      const held = this.#heldHere.get(key);
      if (held?.token === token) held.untilMs = untilRealMs;
      return true;
    });
  }

  releaseTurn(key: string, token: number): Promise<void> {
    const asked = { ...WITH_TURN, ...endsTurn(token) };
    return this.#change(key, asked, async ({ turn, endTurn }) => {
      if (turn?.token !== token) return;
      await endTurn();
      this.#releasedHere(key);
    });
  }

  async listByOwner(owner: string): Promise<readonly ListedSession[]> {
    return ownedRecords(
      owner,
      () => this.#owners.keysOf(owner),
      (key) => this.#recordAt(key),
    );
  }

  async #recordAt(key: string): Promise<SessionRecord | undefined> {
    const content = await this.#files.read(key);
    return content !== "damaged" && content?.body.kind === "record" ? content.body.record : undefined;
  }

  async collect(nowMs: number): Promise<number> {
    const realMs = realNowMs();
    for (const [key, { untilMs }] of this.#heldHere) if (untilMs <= realMs) this.#releasedHere(key);
    const collected = await this.#files.collect((key) => this.#collectFile(key, nowMs));
    await this.#owners.collect(async (key) => (await this.#recordAt(key))?.owner);
    return collected;
  }

  async #collectFile(key: string, nowMs: number): Promise<boolean> {
    const seen = await this.#files.read(key);
    if (seen === undefined || (seen !== "damaged" && !isOver(seen, undefined, nowMs))) return false;
    return this.#change(key, WITH_TURN, async ({ content, turn, remove }) => {
      if (content === undefined || !isOver(content, turn, nowMs)) return false;
      await remove();
      if (content.body.kind === "record") await this.#owners.remove(content.body.record.owner, key);
      return true;
    });
  }

  async #waitForTurn(
    key: string,
    request: TurnRequest,
    own: ProcessIdentity,
    waiter: Waiter,
    giveUpMs: number,
  ): Promise<TurnOutcome> {
    let lookMs = FIRST_LOOK_MS;
    let heldBy = UNNAMED_ROUTE;
    let waitedFor: string | undefined;
    while (true) {
      const isFirst = this.#lines.first(key) === waiter;
      const held = this.#heldHere.get(key);
      const isHeldHere = held !== undefined && held.untilMs > realNowMs();
      if (isFirst && !isHeldHere) {
        const attempt = await this.#tryTurn(key, request, own);
        if (typeof attempt !== "string") {
          return attempt.outcome === "taken" && waitedFor !== undefined ? { ...attempt, waitedFor } : attempt;
        }
        heldBy = attempt;
      }
      waitedFor ??= isHeldHere ? held.route : heldBy;
      const leftMs = giveUpMs - realNowMs();
      if (leftMs <= 0) return { outcome: "timed-out", heldBy: await this.#holderOf(key, heldBy) };
      // Who is not the first is woken when it is; a turn held here wakes the first when it ends.
      const untilLookMs = isFirst ? (isHeldHere ? held.untilMs - realNowMs() : lookMs) : leftMs;
      if (isFirst) lookMs = Math.min(LONGEST_LOOK_MS, lookMs * 2);
      await this.#lines.sleep(waiter, Math.max(1, Math.min(leftMs, untilLookMs)));
    }
  }

  /** A string: the route that holds it. */
  #tryTurn(key: string, request: TurnRequest, own: ProcessIdentity): Promise<TurnOutcome | string> {
    return this.#change<TurnOutcome | string>(key, WITH_TURN, async ({ content, turn, beginTurn }) => {
      if (content?.body.kind !== "record") return { outcome: "absent", loaded: found(content) };
      const { record } = content.body;
      const nowMs = realNowMs();
      if (turn !== undefined && turn.untilRealMs > nowMs && !isKnownDead(turn.owner, own)) return turn.route;
      // By the clock: one that was given out and given back unused stands nowhere any more.
      const token = Math.max(Math.floor(nowMs * 1000), content.lastToken + 1, (turn?.token ?? 0) + 1);
      const leaseMs = grantedMs(request.leaseMs, own);
      // A path may hold what nobody should read.
      const route = this.#codec.sealing === undefined ? request.route : UNNAMED_ROUTE;
      const taken: FileTurn = { token, untilRealMs: nowMs + leaseMs, route, owner: own };
      beginTurn(taken);
      this.#heldHere.set(key, { token, untilMs: taken.untilRealMs, route: request.route });
      return { outcome: "taken", token, leaseMs, record };
    });
  }

  async #holderOf(key: string, otherwise: string): Promise<string> {
    return (await this.#files.turnOf(key))?.route ?? otherwise;
  }

  /** A turn of this process that another one has ended, with the record or when its lease was over. */
  #lostElsewhere(key: string, isAsked: boolean, { content, turn }: FileChange): void {
    const held = this.#heldHere.get(key);
    if (held === undefined) return;
    const isThere = content?.body.kind === "record" && (!isAsked || turn?.token === held.token);
    if (!isThere) this.#releasedHere(key);
  }

  #releasedHere(key: string): void {
    this.#heldHere.delete(key);
    this.#lines.wakeFirst(key);
  }

  /** Reads, decides and writes with nobody else at the same session. */
  #change<T>(key: string, asked: ChangeOptions, work: (change: FileChange) => Promise<T>): Promise<T> {
    return this.#files.change(key, asked, (change) => {
      this.#lostElsewhere(key, asked.turn, change);
      const put = async (next: WritableFile) => {
        if (next.body.kind === "record") await this.#owners.renew(next.body.record.owner, key);
        await change.put(next);
      };
      return work({ ...change, put });
    });
  }
}

function endsTurn(token: number | undefined): Pick<ChangeOptions, "endsTurn"> {
  return token === undefined ? {} : { endsTurn: token };
}

function found(content: FileContent | undefined): Loaded {
  if (content === undefined) return { found: false };
  const { body } = content;
  if (body.kind === "record") return { found: true, record: body.record };
  if (body.kind === "unreadable") return { found: false };
  return body.untilRealMs > realNowMs() ? { found: false, tombstone: body.tombstone } : { found: false };
}

/** The record that may be changed with this turn, or why there is none. */
function writable(
  content: FileContent | undefined,
  turn: FileTurn | undefined,
  token: number | undefined,
): { readonly body: RecordBody; readonly lastToken: number } | Exclude<Patched, { outcome: "patched" }> {
  if (content?.body.kind !== "record") {
    const state = found(content);
    const tombstone = state.found ? undefined : state.tombstone;
    return tombstone === undefined ? { outcome: "gone" } : { outcome: "gone", tombstone };
  }
  if (token === undefined) return { body: content.body, lastToken: content.lastToken };
  if (turn?.token !== token) return { outcome: "turn-lost" };
  return { body: content.body, lastToken: token };
}

function buried(tombstone: Tombstone, lastToken: number): WritableFile {
  return { body: { kind: "tombstone", tombstone, untilRealMs: realNowMs() + TOMBSTONE_MS }, lastToken };
}

function isOver({ body }: FileContent, turn: FileTurn | undefined, nowMs: number): boolean {
  if (body.kind === "tombstone") return body.untilRealMs <= realNowMs();
  if (body.kind === "unreadable") return nowMs >= body.expiresAtMs;
  const isHeld = turn !== undefined && turn.untilRealMs > realNowMs();
  return !isHeld && isExpired(body.record, nowMs);
}

function grantedMs(askedMs: number, own: ProcessIdentity): number {
  return own.machine === undefined ? Math.min(askedMs, UNKNOWN_DEATH_LEASE_MS) : askedMs;
}
