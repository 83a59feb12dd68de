import { access, constants, link, mkdir, rename } from "node:fs/promises";
import { join } from "node:path";
import type { RecordCodec } from "../record-codec.ts";
import { SessionError } from "../session-error.ts";
import { realNowMs } from "../store.ts";
import { collectFiles } from "./file-collection.ts";
import { type HeldLock, takeFileLock } from "./file-lock.ts";
import {
  type FileContent,
  type FileTurn,
  parseFile,
  parseTurn,
  recordFileName,
  serializeFile,
  serializeTurn,
  turnFileName,
  type WritableFile,
} from "./file-record.ts";
import { syncFolder } from "./file-sync.ts";
import { Serial } from "./serial.ts";
import { thisProcess } from "./this-process.ts";
import { codeOf, makeFile, readIfThere, readReplaceable, removeFile } from "./whole-file.ts";

export interface SessionFilesOptions {
  readonly durable: boolean;
  readonly codec: RecordCodec;
  readonly log: (message: string) => void;
}

/** Where one session's file stands: what is in it, or that it is damaged. */
export type SessionFile = FileContent | undefined | "damaged";

/** One session's files while nobody else changes them. */
export interface FileChange {
  /** A damaged file was set aside: nothing is there. */
  readonly content: FileContent | undefined;
  /** Undefined: nobody has it, or it was not asked for. */
  readonly turn: FileTurn | undefined;
  /** Replaces the session's file. One of this, {@link beginTurn} and {@link putTurn}, once. */
  put(content: WritableFile): Promise<void>;
  /** Nobody has the turn, and now somebody does. */
  beginTurn(turn: FileTurn): void;
  putTurn(turn: FileTurn): Promise<void>;
  endTurn(): Promise<void>;
  /** Both files go. */
  remove(): Promise<void>;
}

export interface ChangeOptions {
  /** The work asks who has the turn. */
  readonly turn: boolean;
  /** The work ends the turn with this token, when that is the current one. */
  readonly endsTurn?: number;
}

/** One session's files as they were found under the lock. */
interface Standing {
  readonly content: FileContent | undefined;
  readonly turn: FileTurn | undefined;
  /** Undefined: nobody looked. */
  readonly hasTurnFile: boolean | undefined;
  letGo(wasReplaced: boolean): void;
}

/** A turn in no file of its own yet: the lock that it was taken under is kept for it. */
interface BegunTurn {
  readonly lock: HeldLock;
  readonly standing: Standing & { readonly turn: FileTurn };
  readonly timer: ReturnType<typeof setTimeout>;
}

/** Most requests are over before. Other processes wait for the lock meanwhile, as long at most. */
const TURN_IN_LOCK_MS = 10;

let instances = 0;

/**
 * A folder with one JSON file for each session, named by the hash of its id; several processes may share it. Files
 * are replaced by renaming, so a reader never sees half of one. Writers of one session take turns at a lock file. Who
 * holds its turn stands in that lock at first, and soon in a file beside it: decisions/a-turn-begins-as-a-lock.md.
 * A file that is damaged is set aside, reported, and counts as absent.
 */
export class SessionFiles {
  readonly #folder: string;
  readonly #codec: RecordCodec;
  readonly #durable: boolean;
  readonly #log: (message: string) => void;
  readonly #serial = new Serial();
  readonly #begun = new Map<string, BegunTurn>();
  #folderMade: Promise<unknown> | undefined;
  /** Names of temporary files are unique in the process, whatever folders it has. */
  readonly #instance: number;
  #written = 0;
  #hasReportedUnreadable = false;

  constructor(folder: string, { durable, codec, log }: SessionFilesOptions) {
    instances += 1;
    this.#instance = instances;
    this.#folder = folder;
    this.#codec = codec;
    this.#durable = durable;
    this.#log = log;
  }

  /** Makes the folder, and sees whether it can be written to. */
  async open(): Promise<void> {
    try {
      await this.#makeFolder();
      await access(this.#folder, constants.R_OK | constants.W_OK | constants.X_OK);
    } catch (error) {
      throw new SessionError(
        "bad-setting",
        `The folder for sessions cannot be used (${codeOf(error) ?? "unknown reason"}): ${this.#folder}. Let this program read and write there, or set TINA4_SESSION_PATH to another folder.`,
        { cause: error },
      );
    }
  }

  /** As it stands now; absent is fine. */
  async read(key: string): Promise<SessionFile> {
    const text = await unlessFolder(readIfThere(this.#path(key)));
    return text === FOLDER ? "damaged" : this.#contentOf(key, text);
  }

  /** Within {@link inFolder}: makes the file of a new session. Rejects when there is one. */
  async create(key: string, content: WritableFile): Promise<void> {
    const temporary = await this.#newTemporary(key);
    try {
      await this.#write(temporary, key, content);
      await link(temporary, this.#path(key));
      await this.#settle();
    } catch (error) {
      if (codeOf(error) !== "EEXIST") throw error;
      throw new Error("The file store already has a session under this new id.", { cause: error });
    } finally {
      await removeFile(temporary);
    }
  }

  /** Who has the turn, by a look from outside. */
  async turnOf(key: string): Promise<FileTurn | undefined> {
    const text = await readIfThere(this.#turnPath(key));
    return text === undefined ? undefined : parseTurn(text);
  }

  /**
   * Reads, decides and writes with nobody else at the same session. It is answered when the work is done; the lock goes
   * while the answer is on its way.
   */
  change<T>(key: string, options: ChangeOptions, work: (change: FileChange) => Promise<T>): Promise<T> {
    return new Promise((answer, refuse) => {
      this.#serial
        .run(key, () => this.inFolder(() => this.#change(key, options, work, answer)))
        .catch(refuse);
    });
  }

  async #change<T>(
    key: string,
    options: ChangeOptions,
    work: (change: FileChange) => Promise<T>,
    answer: (result: T) => void,
  ): Promise<void> {
    const { lock, standing } =
      (await this.#endOfBegun(key, options.endsTurn)) ?? (await this.#locked(key, options.turn));
    const { content, turn } = standing;
    const removeTurn = async () => {
      if (standing.hasTurnFile !== false) await removeFile(this.#turnPath(key));
    };
    let wasReplaced = false;
    let begun: FileTurn | undefined;
    try {
      const result = await work({
        content,
        turn,
        put: async (next) => {
          const text = serializeFile(next, { key, codec: this.#codec, writer: lock.writer });
          await this.#put(text, lock, this.#path(key));
          wasReplaced = true;
        },
        beginTurn: (next) => {
          lock.note(serializeTurn(next, lock.writer));
          begun = next;
        },
        putTurn: (next) => this.#putTurn(next, lock, key),
        endTurn: removeTurn,
        remove: async () => {
          await removeFile(this.#path(key));
          await removeTurn();
        },
      });
      answer(result);
    } finally {
      if (begun === undefined) {
        standing.letGo(wasReplaced);
        await this.#release(lock);
      } else {
        const timer = setTimeout(() => this.#writeBegunDown(key), TURN_IN_LOCK_MS);
        this.#begun.set(key, { lock, standing: { ...standing, turn: begun }, timer });
      }
    }
  }

  async #locked(key: string, asksTurn: boolean): Promise<{ lock: HeldLock; standing: Standing }> {
    const lock = await takeFileLock(`${this.#path(key)}.lock`, {
      keptAs: (text) => (isGoingOn(parseTurn(text)) ? this.#turnPath(key) : undefined),
    });
    try {
      const [file, turnText] = await Promise.all([
        unlessFolder(readReplaceable(this.#path(key))),
        asksTurn ? readIfThere(this.#turnPath(key)) : undefined,
      ]);
      const found = file === FOLDER ? "damaged" : this.#contentOf(key, file?.text);
      if (found === "damaged") await this.#setAside(key);
      const standing: Standing = {
        content: found === "damaged" ? undefined : found,
        turn: turnText === undefined ? undefined : parseTurn(turnText),
        hasTurnFile: asksTurn ? turnText !== undefined : undefined,
        letGo: (wasReplaced) => {
          if (file !== FOLDER) file?.letGo(wasReplaced);
        },
      };
      return { lock, standing };
    } catch (error) {
      await this.#release(lock);
      throw error;
    }
  }

  /** The lock of a turn that is to end. Another one's is written down first; undefined: the lock is free. */
  async #endOfBegun(key: string, endsTurn: number | undefined): Promise<BegunTurn | undefined> {
    const begun = this.#begun.get(key);
    if (begun === undefined) return undefined;
    this.#begun.delete(key);
    clearTimeout(begun.timer);
    const { lock, standing } = begun;
    let isToEnd = false;
    try {
      const isHeld = await lock.isHeld();
      isToEnd = isHeld && standing.turn.token === endsTurn;
      // Who took the lock over has written it down.
      if (isHeld && !isToEnd) await this.#putTurn(standing.turn, lock, key);
    } finally {
      if (!isToEnd) {
        standing.letGo(false);
        await this.#release(lock);
      }
    }
    return isToEnd ? begun : undefined;
  }

  #writeBegunDown(key: string): void {
    this.#serial
      .run(key, () => this.#endOfBegun(key, undefined))
      .catch((error: unknown) => {
        // Somebody removed the folder; or took the lock over, and has written it down.
        if (codeOf(error) === "ENOENT") return;
        this.#log(
          `The file store could not write down who has a turn (${codeOf(error) ?? error}): it is lost.`,
        );
      });
  }

  async #release(lock: HeldLock): Promise<void> {
    try {
      await lock.release();
    } catch (error) {
      this.#log(
        `The file store could not remove the lock of a session (${codeOf(error) ?? error}): who asks for it next waits for some seconds.`,
      );
    }
  }

  /** Leaves no lock: turns that were begun are written down, and what is under way ends. */
  async settle(): Promise<void> {
    for (const key of this.#begun.keys()) this.#writeBegunDown(key);
    await this.#serial.idle();
  }

  /** Makes the folder first, also when somebody has removed it meanwhile. */
  async inFolder<T>(work: () => Promise<T>): Promise<T> {
    await this.#makeFolder();
    try {
      return await work();
    } catch (error) {
      if (codeOf(error) !== "ENOENT") throw error;
      this.#folderMade = undefined;
      await this.#makeFolder();
      return work();
    }
  }

  /** Offers the key of every session to `collect`, and removes what dead processes left; how many files went. */
  collect(collect: (key: string) => Promise<boolean>): Promise<number> {
    return collectFiles(this.#folder, collect);
  }

  #contentOf(key: string, text: string | undefined): SessionFile {
    if (text === undefined) return undefined;
    const content = parseFile(text, key, this.#codec) ?? "damaged";
    if (content !== "damaged" && content.body.kind === "unreadable") this.#reportUnreadable();
    return content;
  }

  /** Through the lock's own file, which goes with the lock when somebody else breaks it. */
  async #put(text: string, lock: HeldLock, path: string): Promise<void> {
    await lock.write(text, { durable: this.#durable });
    await lock.confirm();
    await lock.renameTo(path);
    await this.#settle();
  }

  /** No power cut outlives a turn, so none waits for the disk. */
  async #putTurn(turn: FileTurn, lock: HeldLock, key: string): Promise<void> {
    await lock.write(serializeTurn(turn, lock.writer));
    await lock.confirm();
    await lock.renameTo(this.#turnPath(key));
  }

  async #newTemporary(key: string): Promise<string> {
    const { pid } = await thisProcess();
    this.#written += 1;
    const started = Math.round(performance.timeOrigin * 1000).toString(36);
    return join(this.#folder, `${key}.${pid}-${started}-${this.#instance}-${this.#written}.tmp`);
  }

  async #write(path: string, key: string, content: WritableFile): Promise<void> {
    const text = serializeFile(content, { key, codec: this.#codec });
    if (await makeFile(path, text, { durable: this.#durable })) return;
    throw new Error("The file store found a temporary file of its own name; nothing was written.");
  }

  /** A new name stands on the disk when its folder does. */
  async #settle(): Promise<void> {
    if (!this.#durable) return;
    await syncFolder(this.#folder);
  }

  /** It stays: the right key may be given at the next start. */
  #reportUnreadable(): void {
    if (this.#hasReportedUnreadable) return;
    this.#hasReportedUnreadable = true;
    this.#log(
      "The file store holds sessions that are not sealed, or sealed with a key that this process does not have. " +
        "They count as absent; their users get new sessions. This is said once.",
    );
  }

  /** Out of the way, for a person to look at. */
  async #setAside(key: string): Promise<void> {
    const mark = `.damaged-${Math.round(realNowMs())}`;
    await rename(this.#path(key), this.#path(key) + mark);
    this.#log(
      `The file store found a damaged session file and set it aside: its name now ends in ${mark}. Its session is lost.`,
    );
  }

  #makeFolder(): Promise<unknown> {
    this.#folderMade ??= mkdir(this.#folder, { recursive: true, mode: 0o700 }).catch((error: unknown) => {
      this.#folderMade = undefined;
      throw error;
    });
    return this.#folderMade;
  }

  #turnPath(key: string): string {
    return join(this.#folder, turnFileName(key));
  }

  #path(key: string): string {
    return join(this.#folder, recordFileName(key));
  }
}

function isGoingOn(turn: FileTurn | undefined): boolean {
  return turn !== undefined && turn.untilRealMs > realNowMs();
}

const FOLDER = Symbol("A folder stands where a file should.");

async function unlessFolder<T>(reading: Promise<T>): Promise<T | typeof FOLDER> {
  try {
    return await reading;
  } catch (error) {
    if (codeOf(error) === "EISDIR") return FOLDER;
    throw error;
  }
}
