import { type ReadonlySignal, signal } from "@preact/signals";
import type { TextFiles, Workspace, WorkspaceEdit } from "../workspace.ts";
import type { DraftStore, FileDraft, Snapshot, SnapshotReason } from "./draft-store.ts";
import type { UnsavedJournal } from "./unsaved-journal.ts";

/** An edit is saved when the typing pauses for this long… */
export const SAVE_PAUSE_MS = 400;
/** …and at the latest this long after it, however long the typing goes on. */
export const SAVE_LATEST_MS = 2_000;

/** How the keeping of drafts stands. */
export type DraftState =
  | { readonly kind: "loading" }
  | { readonly kind: "saved"; readonly atMs: number | undefined }
  | { readonly kind: "unsaved" }
  /** The browser keeps nothing; `message` says so and what to do. */
  | { readonly kind: "failed"; readonly message: string };

/** Other tabs on the same exercise. */
export interface DraftChannel {
  tell(drafts: readonly FileDraft[]): void;
  onTold(listener: (drafts: readonly FileDraft[]) => void): void;
  /** Hears nothing any more. Without it, whoever listens is never let go of. */
  close(): void;
}

export interface DraftKeeperOptions {
  readonly ownerId: string;
  readonly workspace: Workspace;
  readonly store: DraftStore;
  readonly journal: UnsavedJournal;
  readonly channel?: DraftChannel;
  readonly nowMs: () => number;
}

/**
 * Keeps everything typed: puts earlier drafts into the workspace, then saves each edit at the next pause.
 * A file that is the starter again has no draft.
 */
export class DraftKeeper {
  readonly #options: DraftKeeperOptions;
  readonly #state = signal<DraftState>({ kind: "loading" });
  readonly #snapshots = signal<readonly Snapshot[]>([]);
  readonly #notice = signal<string | undefined>(undefined);
  readonly #unsaved = new Set<string>();
  #pause: ReturnType<typeof setTimeout> | undefined;
  #latest: ReturnType<typeof setTimeout> | undefined;
  #saving: Promise<void> = Promise.resolve();
  #applying = false;

  constructor(options: DraftKeeperOptions) {
    this.#options = options;
    options.workspace.onEdit((edit) => this.#onEdit(edit));
    options.channel?.onTold((drafts) => this.#onTold(drafts));
  }

  get state(): ReadonlySignal<DraftState> {
    return this.#state;
  }

  /** Newest first. */
  get snapshots(): ReadonlySignal<readonly Snapshot[]> {
    return this.#snapshots;
  }

  /** A sentence that the learner should see: a newer starter, another tab. `undefined`: nothing to say. */
  get notice(): ReadonlySignal<string | undefined> {
    return this.#notice;
  }

  dismissNotice(): void {
    this.#notice.value = undefined;
  }

  /** Puts what was kept into the workspace. Settles when done, also when nothing could be read. */
  async restore(): Promise<void> {
    const { ownerId, store, journal, workspace } = this.#options;
    const left = journal.read(ownerId);
    try {
      const drafts = newest([...(await store.load(ownerId)), ...left]);
      // What was typed while the drafts were read is newer than any of them.
      const missing = drafts.filter((draft) => !this.#unsaved.has(draft.path));
      this.#apply(missing);
      this.#sayIfOutdated(missing);
      this.#snapshots.value = await store.snapshots(ownerId);
      if (left.length > 0) {
        await store.save(ownerId, missing);
        journal.write(ownerId, []);
      }
      const savedAtMs = drafts.map((draft) => draft.savedAtMs);
      if (this.#unsaved.size === 0) {
        this.#state.value = {
          kind: "saved",
          atMs: savedAtMs.length > 0 ? Math.max(...savedAtMs) : undefined,
        };
      }
    } catch (error) {
      this.#apply(left.filter((draft) => workspace.read(draft.path) === workspace.starter[draft.path]));
      this.#fail(error);
    }
  }

  /** Saves what is not saved yet. Never rejects: a failure is in `state`. */
  save(): Promise<void> {
    clearTimeout(this.#pause);
    clearTimeout(this.#latest);
    this.#latest = undefined;
    this.#saving = this.#saving.then(() => this.#saveNow());
    return this.#saving;
  }

  /** The page may go away: keeps the last edits before this returns, and begins to save them. */
  leave(): void {
    const { ownerId, journal } = this.#options;
    if (this.#unsaved.size === 0) return;
    journal.write(ownerId, this.#draftsOf([...this.#unsaved]));
    void this.save();
  }

  /** Saves what is not saved yet, and lets go of the other tabs. Of no use after this. */
  async close(): Promise<void> {
    await this.save();
    this.#options.channel?.close();
  }

  /** Keeps all files as they are now. The same files again are not kept twice. */
  async keep(reason: SnapshotReason): Promise<void> {
    const { workspace } = this.#options;
    if (workspace.changed.peek().size > 0) await this.keepFiles(workspace.files.peek(), reason);
  }

  /** Keeps these files, as `keep` does. Answers whether they are kept now; if not, `state` says why. */
  async keepFiles(files: TextFiles, reason: SnapshotReason): Promise<boolean> {
    const { ownerId, store, nowMs } = this.#options;
    const [last] = this.#snapshots.peek();
    if (last !== undefined && sameFiles(last.files, files)) return true;
    try {
      await store.keep(ownerId, { files, takenAtMs: nowMs(), reason });
      this.#snapshots.value = await store.snapshots(ownerId);
      return true;
    } catch (error) {
      this.#fail(error);
      return false;
    }
  }

  /** Back to the starter; what was there becomes a snapshot first. */
  async reset(): Promise<void> {
    await this.keep("reset");
    this.#options.workspace.replace(this.#options.workspace.starter);
    await this.save();
  }

  /** Back to a snapshot; what was there becomes a snapshot first. */
  async bringBack(snapshot: Snapshot): Promise<void> {
    await this.keep("restore");
    this.#options.workspace.replace(snapshot.files);
    await this.save();
  }

  #onEdit({ path }: WorkspaceEdit): void {
    if (this.#applying) return;
    this.#unsaved.add(path);
    if (this.#state.peek().kind !== "failed") this.#state.value = { kind: "unsaved" };
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.save(), SAVE_PAUSE_MS);
    this.#latest ??= setTimeout(() => void this.save(), SAVE_LATEST_MS);
  }

  async #saveNow(): Promise<void> {
    const { ownerId, store, journal, workspace, channel, nowMs } = this.#options;
    const paths = [...this.#unsaved];
    if (paths.length === 0) return;
    this.#unsaved.clear();
    const drafts = this.#draftsOf(paths);
    const changed = workspace.changed.peek();
    const kept = drafts.filter(({ path }) => changed.has(path) && workspace.read(path) !== undefined);
    const gone = paths.filter((path) => !kept.some((draft) => draft.path === path));
    try {
      if (kept.length > 0) await store.save(ownerId, kept);
      if (gone.length > 0) await store.remove(ownerId, gone);
      if (this.#unsaved.size === 0) {
        journal.write(ownerId, []);
        this.#state.value = { kind: "saved", atMs: nowMs() };
      }
      channel?.tell(drafts.filter(({ path }) => workspace.read(path) !== undefined));
    } catch (error) {
      for (const path of paths) this.#unsaved.add(path);
      this.#fail(error);
    }
  }

  #draftsOf(paths: readonly string[]): FileDraft[] {
    const { workspace, nowMs } = this.#options;
    return paths.map((path) => {
      const base = workspace.starter[path] ?? "";
      return { path, text: workspace.read(path) ?? base, base, savedAtMs: nowMs() };
    });
  }

  #onTold(drafts: readonly FileDraft[]): void {
    const mine = drafts.filter((draft) => this.#unsaved.has(draft.path));
    const theirs = drafts.filter((draft) => !this.#unsaved.has(draft.path));
    this.#apply(theirs);
    if (mine.length > 0) {
      this.#notice.value = `This exercise is open in another tab too, and ${names(mine)} changed in both. The tab that saves last wins.`;
    } else if (theirs.length > 0) {
      this.#notice.value = `${names(theirs)} changed in another tab; this tab shows that text now.`;
    }
  }

  #apply(drafts: readonly FileDraft[]): void {
    this.#applying = true;
    for (const { path, text } of drafts) this.#options.workspace.write(path, text);
    this.#applying = false;
  }

  #sayIfOutdated(drafts: readonly FileDraft[]): void {
    const { starter } = this.#options.workspace;
    const outdated = drafts.filter((draft) => (starter[draft.path] ?? "") !== draft.base);
    if (outdated.length === 0) return;
    this.#notice.value = `The exercise's own ${names(outdated)} changed since you began. You see your text; Reset brings the new one and keeps yours as a draft.`;
  }

  #fail(error: unknown): void {
    const why = error instanceof Error ? error.message : String(error);
    this.#state.value = {
      kind: "failed",
      message: `This browser does not keep your text (${why}). It lasts until you close the page: copy what you need.`,
    };
  }
}

function newest(drafts: readonly FileDraft[]): FileDraft[] {
  const byPath = new Map<string, FileDraft>();
  for (const draft of drafts) {
    const known = byPath.get(draft.path);
    if (known === undefined || draft.savedAtMs >= known.savedAtMs) byPath.set(draft.path, draft);
  }
  return [...byPath.values()];
}

function sameFiles(one: TextFiles, other: TextFiles): boolean {
  const paths = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...paths].every((path) => one[path] === other[path]);
}

function names(drafts: readonly FileDraft[]): string {
  return drafts.map((draft) => draft.path).join(" and ");
}
