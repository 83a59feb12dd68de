import crypto from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { isExpired } from "../../record.ts";
import { parseRecord, serializeRecord } from "../../record-text.ts";
import { realNowMs, type Tombstone } from "../../store.ts";
import { type HeldLock, withFileLock } from "../file-lock.ts";
import { Serial } from "../serial.ts";
import type { BuryOptions, ReplaceOptions, Shelf, Slot, SlotContent, TurnAttempt } from "../shelf.ts";
import { codeOf, readIfThere } from "../whole-file.ts";
import {
  CACHELIB_OWN_SUFFIX,
  type CachelibEntry,
  cachelibFileName,
  parseCachelibEntry,
  printCachelibEntry,
} from "./cachelib-file.ts";
import { isDeviceKey } from "./device-key.ts";
import { type DictSource, readRecord, writeRecord } from "./dict-record.ts";
import type { PythonFormat } from "./python-value.ts";
import { parseSideFile, type SideFile, turnIn } from "./side-file.ts";

export interface FlaskSessionFileOptions {
  readonly folder: string;
  readonly prefix: string;
  readonly format: PythonFormat;
  readonly mode: number;
  readonly absoluteTimeoutMs: number;
  readonly nowMs: () => number;
}

/** An entry that stands, and what is beside it. */
interface Standing {
  readonly entry: CachelibEntry;
  readonly side: SideFile;
}

/**
 * Flask-Session's own session files: entries of cachelib's FileSystemCache, as it writes and reads them;
 * versions, turns and tombstones of ours in a folder within, which cachelib takes for its own. Processes of ours
 * lock each other out with a lock file for each session. Python takes no locks: its entries are renamed into
 * place, so nobody sees half of one, and the later one stands.
 */
export class FlaskSessionFileShelf implements Shelf {
  readonly name = "Flask-Session filesystem";
  readonly collectionIntervalMs = 600_000;
  readonly #options: FlaskSessionFileOptions;
  readonly #folder: string;
  readonly #sideFolder: string;
  readonly #serial = new Serial();

  constructor(options: FlaskSessionFileOptions) {
    this.#options = options;
    this.#folder = resolve(options.folder);
    this.#sideFolder = join(this.#folder, `keepsake${CACHELIB_OWN_SUFFIX}`);
  }

  async open(): Promise<void> {
    await mkdir(this.#sideFolder, { recursive: true, mode: 0o700 });
  }

  async close(): Promise<void> {}

  async read(key: string): Promise<Slot | undefined> {
    const entry = await this.#entry(key);
    const side = await this.#side(key);
    const tombstone = tombstoneIn(side);
    if (tombstone !== undefined) return { kind: "tombstone", tombstone };
    if (entry === undefined) return undefined;
    if (side !== undefined && side.tombstone === undefined && side.hash === hashOf(entry)) {
      return this.#slot({ entry, side });
    }
    return this.#locked(key, async (_lock, standing) =>
      standing === undefined ? undefined : this.#slot(standing),
    );
  }

  insert(key: string, content: SlotContent): Promise<boolean> {
    return this.#locked(key, async (lock, standing, side) => {
      if (standing !== undefined || tombstoneIn(side) !== undefined) return false;
      const nowMs = realNowMs();
      await this.#write(lock, key, content, undefined, {
        key,
        version: Math.ceil(nowMs * 1000),
        sinceMs: nowMs,
        token: Math.ceil(nowMs * 1000),
      });
      return true;
    });
  }

  replace(
    key: string,
    version: number,
    content: SlotContent,
    options: ReplaceOptions = {},
  ): Promise<boolean> {
    return this.#locked(key, async (lock, standing) => {
      if (standing?.side.version !== version) return false;
      const { side } = standing;
      if (options.turn !== undefined && !holds(side, options.turn)) return false;
      const { turn, ...rest } = side;
      const isReleased = options.turn !== undefined && options.release === true;
      const next = { ...rest, version: version + 1, ...(turn === undefined || isReleased ? {} : { turn }) };
      await this.#write(lock, key, content, this.#read(standing)?.source, next);
      return true;
    });
  }

  bury(key: string, tombstone: Tombstone, keepMs: number, options: BuryOptions = {}): Promise<boolean> {
    return this.#locked(key, async (lock, standing) => {
      if (standing === undefined) return false;
      const { side } = standing;
      if (options.version !== undefined && side.version !== options.version) return false;
      if (options.turn !== undefined && !holds(side, options.turn)) return false;
      const { turn, owner, ...rest } = side;
      await this.#writeSide(lock, {
        ...rest,
        tombstone: { ...tombstone, untilMs: realNowMs() + keepMs },
      });
      await rm(this.#path(key), { force: true });
      return true;
    });
  }

  remove(key: string): Promise<void> {
    return this.#locked(key, async () => {
      await rm(this.#path(key), { force: true });
      await rm(this.#sidePath(key), { force: true });
    });
  }

  takeTurn(key: string, holder: string, leaseMs: number, breaking?: number): Promise<TurnAttempt> {
    return this.#locked(key, async (lock, standing, side): Promise<TurnAttempt> => {
      if (standing === undefined) {
        const tombstone = tombstoneIn(side);
        return { taken: false, slot: tombstone === undefined ? undefined : { kind: "tombstone", tombstone } };
      }
      const slot = this.#slot(standing);
      const nowMs = realNowMs();
      const { turn, token: last, version } = standing.side;
      const isHeld = turn !== undefined && turn.untilMs > nowMs && last !== breaking;
      if (isHeld || slot.kind !== "record") return { taken: false, slot };
      const token = Math.max(Math.ceil(nowMs * 1000), last + 1);
      await this.#writeSide(lock, { ...standing.side, token, turn: { untilMs: nowMs + leaseMs, holder } });
      return { taken: true, token, text: slot.text, version };
    });
  }

  renewTurn(key: string, token: number, leaseMs: number): Promise<boolean> {
    return this.#locked(key, async (lock, standing) => {
      const turn = standing?.side.turn;
      if (standing === undefined || turn === undefined || !holds(standing.side, token)) return false;
      await this.#writeSide(lock, { ...standing.side, turn: { ...turn, untilMs: realNowMs() + leaseMs } });
      return true;
    });
  }

  releaseTurn(key: string, token: number): Promise<void> {
    return this.#locked(key, async (lock, standing) => {
      if (standing === undefined || !holds(standing.side, token)) return;
      const { turn, ...rest } = standing.side;
      await this.#writeSide(lock, rest);
    });
  }

  async keysOfOwner(owner: string): Promise<readonly string[]> {
    const sides = await this.#sides();
    return sides.filter((side) => side.owner === owner).map(({ key }) => key);
  }

  /** Sessions that we know of. What Python alone has seen is left to its own collection. */
  async collect(nowMs: number): Promise<number> {
    let collected = 0;
    for (const { key } of await this.#sides()) {
      collected += await this.#locked(key, async (_lock, standing, side) => {
        if (standing === undefined) {
          if (tombstoneIn(side) !== undefined) return 0;
          // Past its end it stands no more, but its file does.
          const wasThere = await removed(this.#path(key));
          await rm(this.#sidePath(key), { force: true });
          return wasThere ? 1 : 0;
        }
        const record = this.#read(standing)?.record;
        const turn = turnIn(standing.side, realNowMs());
        if (record === undefined || !isExpired(record, nowMs) || (turn?.leftMs ?? 0) > 0) return 0;
        await rm(this.#path(key), { force: true });
        await rm(this.#sidePath(key), { force: true });
        return 1;
      });
    }
    return collected;
  }

  /** With nobody else of ours at this session; what Python wrote meanwhile counts as a new version. */
  #locked<T>(
    key: string,
    work: (lock: HeldLock, standing: Standing | undefined, side: SideFile | undefined) => Promise<T>,
  ): Promise<T> {
    return this.#serial.run(key, async () => {
      await this.open();
      return withFileLock(`${this.#sidePath(key)}.lock`, async (lock) => {
        const side = await this.#side(key);
        const entry = await this.#living(key, side);
        if (entry === undefined) return work(lock, undefined, side);
        return work(lock, { entry, side: await this.#counted(lock, key, entry, side) }, side);
      });
    });
  }

  /** Undefined: buried, or none. */
  async #living(key: string, side: SideFile | undefined): Promise<CachelibEntry | undefined> {
    const entry = await this.#entry(key);
    if (entry === undefined || side?.tombstone === undefined) return entry;
    if (side.hash === hashOf(entry)) {
      // Whoever buried it was killed before it could remove it: when the tombstone is over, it would come back.
      await rm(this.#path(key), { force: true });
      return undefined;
    }
    return tombstoneIn(side) === undefined ? entry : undefined;
  }

  async #counted(
    lock: HeldLock,
    key: string,
    entry: CachelibEntry,
    side: SideFile | undefined,
  ): Promise<SideFile> {
    const hash = hashOf(entry);
    if (side?.hash === hash) return side;
    const nowMs = realNowMs();
    const { tombstone, ...known } = side ?? {
      key,
      version: Math.ceil(nowMs * 1000),
      sinceMs: nowMs,
      token: Math.ceil(nowMs * 1000),
    };
    const isNew = side === undefined || side.tombstone !== undefined;
    const counted: SideFile = {
      ...known,
      version: known.version + 1,
      hash,
      isOurs: false,
      sinceMs: isNew ? nowMs : known.sinceMs,
    };
    await this.#writeSide(lock, counted);
    return counted;
  }

  #slot(standing: Standing): Slot {
    const turn = turnIn(standing.side, realNowMs());
    const read = this.#read(standing);
    return {
      kind: "record",
      // What cannot be read is a text that is no record, which the store reports and leaves alone.
      text: read === undefined ? "" : serializeRecord(read.record),
      version: standing.side.version,
      ...(turn === undefined ? {} : { turn }),
    };
  }

  #read({ entry, side }: Standing) {
    const { format, nowMs, absoluteTimeoutMs } = this.#options;
    const { endsAtSeconds } = entry;
    const leftMs = endsAtSeconds === 0 ? absoluteTimeoutMs : (endsAtSeconds + 1) * 1000 - realNowMs();
    return readRecord(entry.bytes, format, {
      sinceMs: side.sinceMs,
      pythonDeadlineMs: side.isOurs ? undefined : nowMs() + leftMs,
      absoluteTimeoutMs,
    });
  }

  async #write(
    lock: HeldLock,
    key: string,
    { text, owner, expiresAtMs, keepMs }: SlotContent,
    source: DictSource | undefined,
    side: Omit<SideFile, "hash" | "isOurs" | "tombstone" | "owner">,
  ): Promise<void> {
    const record = parseRecord(text);
    if (record === undefined) {
      throw new Error("Flask-Session records cannot be sealed: give the store no codec.");
    }
    const leftMs = expiresAtMs - this.#options.nowMs();
    const endsAtMs = realNowMs() + (leftMs > 0 ? leftMs : keepMs);
    const bytes = writeRecord(record, this.#options.format, source);
    const entry: CachelibEntry = { endsAtSeconds: Math.ceil(endsAtMs / 1000), bytes };
    await writeFile(lock.temporary, printCachelibEntry(entry), { mode: this.#options.mode });
    await lock.confirm();
    await rename(lock.temporary, this.#path(key));
    const { owner: _before, ...rest } = side as SideFile;
    await this.#writeSide(lock, {
      ...rest,
      hash: hashOf(entry),
      isOurs: true,
      ...(owner === undefined ? {} : { owner }),
    });
  }

  async #writeSide(lock: HeldLock, side: SideFile): Promise<void> {
    await writeFile(lock.temporary, JSON.stringify(side), { mode: 0o600 });
    await lock.confirm();
    await rename(lock.temporary, this.#sidePath(side.key));
  }

  async #sides(): Promise<SideFile[]> {
    const names = await readdir(this.#sideFolder).catch((error: unknown) => {
      if (codeOf(error) === "ENOENT") return [];
      throw error;
    });
    const sides: SideFile[] = [];
    for (const name of names) {
      if (!/^[\da-f]{32}\.json$/.test(name)) continue;
      const side = parseSideFile(await readIfThere(join(this.#sideFolder, name)));
      if (side !== undefined) sides.push(side);
    }
    return sides;
  }

  /** One that has ended is none. */
  async #entry(key: string): Promise<CachelibEntry | undefined> {
    const file = await readFile(this.#path(key)).catch((error: unknown) => {
      if (codeOf(error) === "ENOENT") return undefined;
      throw error;
    });
    const entry = file === undefined ? undefined : parseCachelibEntry(file);
    const isOver =
      entry !== undefined && entry.endsAtSeconds !== 0 && entry.endsAtSeconds * 1000 < realNowMs();
    return isOver ? undefined : entry;
  }

  async #side(key: string): Promise<SideFile | undefined> {
    return parseSideFile(await readIfThere(this.#sidePath(key)));
  }

  /** Python's file; of a remembered device one of ours, which no id leads Python to. */
  #path(key: string): string {
    const name = this.#name(key);
    return isDeviceKey(key) ? join(this.#sideFolder, `${name}.device`) : join(this.#folder, name);
  }

  #sidePath(key: string): string {
    return join(this.#sideFolder, `${this.#name(key)}.json`);
  }

  #name(key: string): string {
    return cachelibFileName(`${this.#options.prefix}${key}`);
  }
}

/** Whether there was such a file. */
async function removed(path: string): Promise<boolean> {
  try {
    await rm(path);
    return true;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return false;
    throw error;
  }
}

function tombstoneIn(side: SideFile | undefined): Tombstone | undefined {
  const tombstone = side?.tombstone;
  if (tombstone === undefined || tombstone.untilMs <= realNowMs()) return undefined;
  const { because, successor } = tombstone;
  return successor === undefined ? { because } : { because, successor };
}

function holds(side: SideFile, token: number): boolean {
  return side.turn !== undefined && side.token === token;
}

/** Of the time as well: Python also writes to give a session more of it. */
function hashOf(entry: CachelibEntry): string {
  return crypto.createHash("sha256").update(printCachelibEntry(entry)).digest("hex");
}
