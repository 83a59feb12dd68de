import { computed, type ReadonlySignal, signal } from "@preact/signals";
import * as words from "../../words/en/drafts.ts";
import type { TextFiles, Workspace, WorkspaceEdit } from "../workspace.ts";
import { beatenDrafts } from "./beaten-drafts.ts";
import { DatedDrafts } from "./dated-drafts.ts";
import type { DraftChannel, FileNews } from "./draft-channel.ts";
import type { DraftState } from "./draft-state.ts";
import {
  type DraftStore,
  type FileDraft,
  isLater,
  newest,
  type Snapshot,
  type SnapshotReason,
} from "./draft-store.ts";
import { troubleText } from "./storage-trouble.ts";
import { draftOf, isThere, type LeftDraft, textNow, type UnsavedJournal } from "./unsaved-journal.ts";

/** An edit is saved when the typing pauses for this long… */
export const SAVE_PAUSE_MS = 300;
/** …and at the latest this long after it, however long the typing goes on: a power cut takes less than a second of it. */
export const SAVE_LATEST_MS = 700;

export interface DraftKeeperOptions {
  readonly ownerId: string;
  readonly workspace: Workspace;
  readonly store: DraftStore;
  readonly journal: UnsavedJournal;
  readonly channel?: DraftChannel;
  readonly nowMs: () => number;
}

/** What a change of files took the place of, to take it back by. */
export interface Replaced {
  /** All files in the moment before it, with the last key that was typed. */
  readonly before: TextFiles;
  /** All files in the moment after it: what differs from them later was written since. */
  readonly after: TextFiles;
  /** The dated drafts of that moment. */
  readonly dated: readonly Snapshot[];
}

/** The last text of a file that this tab saved, read or was told of. */
type Known = Pick<FileDraft, "text" | "savedAtMs">;

const nothingKnown: Known = { text: "", savedAtMs: 0 };

/**
 * Keeps everything typed: puts earlier drafts into the workspace, then saves each edit at the next pause.
 * A file that is the starter again has no draft.
 */
export class DraftKeeper {
  /** Files whose starter the course changed since the learner's draft of them was begun. */
  readonly outdated: ReadonlySignal<readonly string[]>;
  readonly #options: DraftKeeperOptions;
  readonly #state = signal<DraftState>({ kind: "loading" });
  readonly #dated: DatedDrafts;
  readonly #notice = signal<string | undefined>(undefined);
  /** The starter's text that each draft was made from. */
  readonly #bases = signal<ReadonlyMap<string, string>>(new Map());
  readonly #known = new Map<string, Known>();
  readonly #unsaved = new Set<string>();
  /** Handed to the store, which has not answered yet. */
  #underWay: readonly string[] = [];
  #pause: ReturnType<typeof setTimeout> | undefined;
  #latest: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();
  /** While it is not known what is kept, nothing is written over it. */
  #isRead = false;
  #applying = false;

  constructor(options: DraftKeeperOptions) {
    this.#options = options;
    const { workspace } = options;
    this.#dated = new DatedDrafts({ ...options, fail: (message) => this.#fail(message) });
    this.outdated = computed(() =>
      [...this.#bases.value].flatMap(([path, base]) =>
        workspace.changed.value.has(path) && base !== (workspace.starter[path] ?? "") ? [path] : [],
      ),
    );
    workspace.onEdit((edit) => this.#onEdit(edit));
    options.channel?.onTold((news) => this.#onTold(news));
  }

  get state(): ReadonlySignal<DraftState> {
    return this.#state;
  }

  /** Newest first. */
  get snapshots(): ReadonlySignal<readonly Snapshot[]> {
    return this.#dated.snapshots;
  }

  /** A sentence on another tab that the learner should see. `undefined`: nothing to say. */
  get notice(): ReadonlySignal<string | undefined> {
    return this.#notice;
  }

  dismissNotice(): void {
    this.#notice.value = undefined;
  }

  /** Puts what was kept into the workspace. Settles when done, also when nothing could be read: a save tries again. */
  restore(): Promise<void> {
    return this.#inTurn(async () => {
      await this.#read();
    });
  }

  /** Saves what is not saved yet, and does again what failed. Never rejects: a failure is in `state`. */
  save(): Promise<void> {
    clearTimeout(this.#pause);
    clearTimeout(this.#latest);
    this.#latest = undefined;
    return this.#inTurn(() => this.#saveNow());
  }

  /**
   * The page may go away: keeps the last edits before this returns, and begins to save them. Answers whether no text is
   * lost when the page goes away now, neither of the files nor of a dated draft.
   */
  leave(): boolean {
    const { ownerId, journal, workspace } = this.#options;
    const isDatedKept = this.#dated.isKeptBut(workspace.files.peek());
    const paths = [...new Set([...this.#underWay, ...this.#unsaved])];
    if (paths.length === 0) return isDatedKept;
    const savedAtMs = this.#stampFor(paths);
    const drafts = paths.map((path): LeftDraft => {
      const afterMs = this.#knownOf(path).savedAtMs;
      if (this.#hasText(path)) return { ...this.#draftOf(path, savedAtMs), afterMs };
      return { path, text: "", base: "", savedAtMs, afterMs, gone: true };
    });
    const isWritten = journal.write(ownerId, drafts);
    void this.save();
    return isDatedKept && (isWritten || !drafts.some(isThere));
  }

  /** Saves what is not saved yet, and lets go of the other tabs. Of no use after this. */
  async close(): Promise<void> {
    await this.save();
    this.#options.channel?.close();
  }

  /** Keeps all files as they are now, as `keepFiles` does. A starter that nobody changed needs no keeping. */
  async keep(reason: SnapshotReason): Promise<boolean> {
    const { changed, files } = this.#options.workspace;
    while (changed.peek().size > 0) {
      const now = files.peek();
      if (!(await this.keepFiles(now, reason))) return false;
      // Somebody may have typed on meanwhile.
      if (files.peek() === now) break;
    }
    return true;
  }

  /**
   * Keeps these files; the same files again are not kept twice. Answers whether they are kept now; if not, `state` says
   * why, and what would take their place must not. Where the browser keeps nothing at all, they last as long as the page.
   */
  keepFiles(files: TextFiles, reason: SnapshotReason): Promise<boolean> {
    return this.#dated.keep({ files, takenAtMs: this.#options.nowMs(), reason });
  }

  /** Back to the starter, as `putBack` does. */
  reset(): Promise<Replaced | undefined> {
    return this.putBack({}, "reset");
  }

  /** Back to a snapshot, as `putBack` does. */
  bringBack(snapshot: Pick<Snapshot, "files">): Promise<Replaced | undefined> {
    return this.putBack(snapshot.files, "restore");
  }

  /**
   * Makes the files be the starter with these over it; what was there becomes a snapshot first. `undefined`: it could not be
   * kept, and nothing is changed.
   */
  putBack(files: TextFiles, reason: SnapshotReason): Promise<Replaced | undefined> {
    return this.replace({ ...this.#options.workspace.starter, ...files }, reason);
  }

  /** Makes the files be exactly these; what was there becomes a snapshot first, as with `putBack`. */
  replace(files: TextFiles, reason: SnapshotReason): Promise<Replaced | undefined> {
    return this.#change(reason, () => this.#options.workspace.replace(files));
  }

  /** The learner's text of an outdated file stays, and is no longer outdated. */
  async keepMine(path: string): Promise<void> {
    this.#setBase(path, this.#options.workspace.starter[path] ?? "");
    this.#unsaved.add(path);
    await this.save();
  }

  /** An outdated file becomes the course's own; the learner's becomes a snapshot first, as with `putBack`. */
  takeNew(path: string): Promise<Replaced | undefined> {
    return this.replaceFile(path, this.#options.workspace.starter[path], "course");
  }

  /** Makes one file be this, or not be; what was there becomes a snapshot first, as with `putBack`. */
  replaceFile(path: string, text: string | undefined, reason: SnapshotReason): Promise<Replaced | undefined> {
    const { workspace } = this.#options;
    return this.#change(reason, () => {
      if (text === undefined) workspace.remove(path);
      else workspace.write(path, text);
    });
  }

  async #change(reason: SnapshotReason, change: () => void): Promise<Replaced | undefined> {
    if (!(await this.keep(reason))) return undefined;
    const { files } = this.#options.workspace;
    const before = files.peek();
    change();
    const replaced = { before, after: files.peek(), dated: this.snapshots.peek() };
    await this.save();
    return replaced;
  }

  #onEdit({ path }: WorkspaceEdit): void {
    if (this.#applying) return;
    this.#unsaved.add(path);
    const { kind } = this.#state.peek();
    // Once is enough: each new state draws the toolbar anew, and this is on the way from a key to the screen.
    if (kind !== "failed" && kind !== "unsaved") this.#state.value = { kind: "unsaved" };
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.save(), SAVE_PAUSE_MS);
    this.#latest ??= setTimeout(() => void this.save(), SAVE_LATEST_MS);
  }

  /** One after the other: what is read, and what is written over it. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#saving = this.#saving.then(work);
    return this.#saving;
  }

  /** Answers whether what is kept is known now; if not, `state` says why. */
  async #read(): Promise<boolean> {
    const { ownerId, store, journal, workspace } = this.#options;
    const left = journal.read(ownerId);
    try {
      const found: readonly LeftDraft[] = [...(await store.load(ownerId)), ...left];
      const latest = newest(found);
      const drafts = latest.filter(isThere);
      await this.#keepBeaten(found, latest);
      this.#isRead = true;
      for (const draft of latest) this.#known.set(draft.path, draft);
      this.#bases.value = new Map(drafts.map(({ path, base }) => [path, base]));
      // What was typed while the drafts were read is newer than any of them.
      this.#apply(latest.filter((draft) => !this.#unsaved.has(draft.path)).map(textNow));
      await this.#dated.load();
      if (left.length > 0) {
        await store.save(ownerId, left.filter(isThere).map(draftOf));
        for (const { path, savedAtMs } of latest.filter(({ gone }) => gone)) {
          await store.remove(ownerId, [path], savedAtMs);
        }
        journal.clear(ownerId, left);
      }
      const savedAtMs = drafts.map((draft) => draft.savedAtMs);
      if (this.#unsaved.size === 0) {
        this.#state.value = {
          kind: "saved",
          atMs: savedAtMs.length > 0 ? Math.max(...savedAtMs) : undefined,
        };
      }
      return true;
    } catch (error) {
      const untouched = left.filter(({ path }) => workspace.read(path) === workspace.starter[path]);
      if (this.#isRead) for (const { path } of left) this.#unsaved.add(path);
      else this.#apply(untouched.map(textNow));
      this.#fail(troubleText(error));
      return false;
    }
  }

  /** Texts that another one takes the place of, whose writer had not seen them. Rejects when they cannot be kept. */
  async #keepBeaten(found: readonly LeftDraft[], winners: readonly LeftDraft[]): Promise<void> {
    const { workspace, nowMs } = this.#options;
    const typed = new Map([...this.#unsaved].map((path) => [path, workspace.read(path)]));
    const beaten = beatenDrafts(found, winners, typed);
    if (beaten.length === 0) return;
    const texts = Object.fromEntries(
      [...winners.filter(isThere), ...beaten].map(({ path, text }) => [path, text]),
    );
    await this.#dated.keepOrReject({
      files: { ...workspace.starter, ...texts },
      takenAtMs: nowMs(),
      reason: "pause",
    });
  }

  async #saveNow(): Promise<void> {
    if (!this.#isRead && !(await this.#read())) return;
    if (this.#unsaved.size > 0 && !(await this.#saveEdits())) return;
    if (!(await this.#dated.tryAgain()) || this.#unsaved.size > 0 || this.#state.peek().kind === "saved")
      return;
    this.#state.value = { kind: "saved", atMs: this.#options.nowMs() };
  }

  /** Answers whether the store took them; if not, `state` says why. */
  async #saveEdits(): Promise<boolean> {
    const { ownerId, store, journal, workspace, channel, nowMs } = this.#options;
    const paths = [...this.#unsaved];
    this.#unsaved.clear();
    this.#underWay = paths;
    const savedAtMs = this.#stampFor(paths);
    const hasText = new Set(paths.filter((path) => this.#hasText(path)));
    const news = paths.map((path): FileNews => {
      const afterMs = this.#knownOf(path).savedAtMs;
      return { path, text: hasText.has(path) ? workspace.read(path) : undefined, savedAtMs, afterMs };
    });
    const kept = [...hasText].map((path) => this.#draftOf(path, savedAtMs));
    const gone = paths.filter((path) => !hasText.has(path));
    for (const { path, text = "" } of news) this.#known.set(path, { text, savedAtMs });
    for (const path of gone) this.#setBase(path, undefined);
    for (const { path, base } of kept) this.#setBase(path, base);
    try {
      if (kept.length > 0) await store.save(ownerId, kept);
      if (gone.length > 0) await store.remove(ownerId, gone, savedAtMs);
      this.#underWay = [];
      if (this.#unsaved.size === 0) {
        journal.write(ownerId, []);
        this.#state.value = { kind: "saved", atMs: nowMs() };
      } else if (this.#state.peek().kind === "failed") this.#state.value = { kind: "unsaved" };
      channel?.tell(news);
      return true;
    } catch (error) {
      this.#underWay = [];
      for (const path of paths) this.#unsaved.add(path);
      this.#fail(troubleText(error));
      return false;
    }
  }

  /** Later than all that is known of these files, also where the clock was put back. */
  #stampFor(paths: readonly string[]): number {
    const latest = Math.max(...paths.map((path) => this.#knownOf(path).savedAtMs));
    return Math.max(this.#options.nowMs(), latest + 1);
  }

  #knownOf(path: string): Known {
    return this.#known.get(path) ?? nothingKnown;
  }

  /** Whether there is a text of the learner's to keep: a file that is gone, or the starter's again, has none. */
  #hasText(path: string): boolean {
    const { workspace } = this.#options;
    return workspace.changed.peek().has(path) && workspace.read(path) !== undefined;
  }

  #draftOf(path: string, savedAtMs: number): FileDraft {
    const { workspace } = this.#options;
    const starter = workspace.starter[path] ?? "";
    return {
      path,
      text: workspace.read(path) ?? starter,
      base: this.#bases.peek().get(path) ?? starter,
      savedAtMs,
    };
  }

  #setBase(path: string, base: string | undefined): void {
    if (this.#bases.peek().get(path) === base) return;
    const bases = new Map(this.#bases.peek());
    if (base === undefined) bases.delete(path);
    else bases.set(path, base);
    this.#bases.value = bases;
  }

  #onTold(told: readonly FileNews[]): void {
    const { ownerId, store, workspace } = this.#options;
    const taken: FileNews[] = [];
    const inBoth: string[] = [];
    const loses = new Map<string, string | undefined>();
    for (const news of told) {
      const { path, savedAtMs, text = "" } = news;
      const mine = this.#knownOf(path);
      const later = isLater({ text, savedAtMs }, mine);
      if (later) this.#known.set(path, { text, savedAtMs });
      if (this.#unsaved.has(path)) {
        inBoth.push(path);
        loses.set(path, news.text);
      } else if (later) {
        if (news.afterMs < mine.savedAtMs) {
          inBoth.push(path);
          loses.set(path, workspace.changed.peek().has(path) ? workspace.read(path) : undefined);
        }
        taken.push(news);
      }
    }
    const lost = Object.fromEntries(
      [...loses].flatMap(([path, text]) => (text === undefined ? [] : [[path, text]])),
    );
    const files = workspace.files.peek();
    this.#apply(taken);
    const gone = taken.filter(({ text }) => text === undefined);
    for (const { path, savedAtMs } of gone) {
      this.#setBase(path, undefined);
      // A save of this tab may have come after the other's removal.
      void store.remove(ownerId, [path], savedAtMs).catch(() => undefined);
    }
    if (Object.keys(lost).length > 0) void this.keepFiles({ ...files, ...lost }, "tab");
    // Another tab may have kept one.
    else void this.#dated.load().catch(() => undefined);
    if (inBoth.length > 0) {
      this.#notice.value = words.changedInBoth(words.both(inBoth));
    } else if (taken.length > 0) {
      const isRemoved = taken.every(({ path }) => workspace.read(path) === undefined);
      const paths = words.both(taken.map(({ path }) => path));
      this.#notice.value = isRemoved ? words.removedElsewhere(paths) : words.changedElsewhere(paths);
    }
  }

  #apply(texts: readonly { readonly path: string; readonly text: string | undefined }[]): void {
    const { workspace } = this.#options;
    this.#applying = true;
    for (const { path, text = workspace.starter[path] } of texts) {
      if (path === "") continue; // Earlier builds kept what was typed into no file.
      if (text === undefined) workspace.remove(path);
      else workspace.write(path, text);
    }
    this.#applying = false;
  }

  #fail(message: string): void {
    this.#state.value = { kind: "failed", message };
  }
}
