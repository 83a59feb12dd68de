import { type ReadonlySignal, signal } from "@preact/signals";
import { type FolderFile, isShared, type SharedFolder } from "../../engine/shared-folder.ts";
import type { TextFiles, Workspace } from "../workspace.ts";
import type { AgreementStore } from "./agreement-store.ts";
import { type FileSides, firstAgreement, reconcile } from "./reconcile.ts";

export interface FolderSyncOptions {
  readonly workspace: Workspace;
  readonly folder: SharedFolder;
  /** What page and folder last had in common, kept between visits. */
  readonly agreement: AgreementStore;
  /** A round that the sync began by itself failed. */
  readonly onError: (error: unknown) => void;
}

/** A file that page and disk both changed: the learner says which one stays. */
export interface FolderConflict {
  readonly path: string;
  /** `undefined`: the disk has a file there that is no text, or a very large one. */
  readonly disk: string | undefined;
}

/** The page's text goes to the disk when the typing pauses for this long, and with each Run. */
export const PUSH_PAUSE_MS = 400;

/**
 * Keeps the learner's files in the page and those in a folder of the disk the same, whoever edits. Where both
 * changed a file since they last agreed, both stay as they are until `resolve`.
 */
export class FolderSync {
  readonly folder: SharedFolder;
  readonly #options: FolderSyncOptions;
  readonly #agreed: Map<string, string>;
  readonly #conflicts = signal<readonly FolderConflict[]>([]);
  readonly #dirty = new Set<string>();
  readonly #stopListening: () => void;
  #rounds: Promise<void> = Promise.resolve();
  #pause: ReturnType<typeof setTimeout> | undefined;
  #stopped = false;

  private constructor(options: FolderSyncOptions, agreed: TextFiles) {
    this.folder = options.folder;
    this.#options = options;
    this.#agreed = new Map(Object.entries(agreed));
    this.#stopListening = options.workspace.onEdit(({ path }) => this.#onEdit(path));
  }

  /** Settles when page and folder agree, but for what has to be asked. */
  static async start(options: FolderSyncOptions): Promise<FolderSync> {
    const disk = await options.folder.read();
    const { workspace, agreement } = options;
    const sync = new FolderSync(options, agreement.read() ?? firstAgreement(workspace.starter, disk));
    await sync.changed([
      ...new Set([...Object.keys(disk), ...Object.keys(workspace.files.peek()), ...sync.#agreed.keys()]),
    ]);
    return sync;
  }

  /** By path. Empty when nothing has to be asked. */
  get conflicts(): ReadonlySignal<readonly FolderConflict[]> {
    return this.#conflicts;
  }

  /** These may have changed on the disk. Settles when they are reconciled. */
  changed(paths: readonly string[]): Promise<void> {
    for (const path of paths) if (isShared(path)) this.#dirty.add(path);
    return this.flush();
  }

  /** Settles when all that was edited until now is on the disk, but for what has to be asked. */
  flush(): Promise<void> {
    clearTimeout(this.#pause);
    const round = this.#rounds.then(() => this.#round());
    this.#rounds = round.catch(() => undefined);
    return round;
  }

  /**
   * Ends a conflict; `page` is the text that the learner saw in the page. Only what they saw is given up: keep it as
   * a draft before. Answers whether it was the last word; an edit that came meanwhile leaves or makes a question.
   */
  async resolve(
    { path, disk }: FolderConflict,
    keep: "page" | "disk",
    page: string | undefined,
  ): Promise<boolean> {
    const { workspace } = this.#options;
    if (disk === undefined || (keep === "disk" && workspace.read(path) !== page)) return false;
    // From now on, what stays is an edit of what goes.
    this.#agreed.set(path, disk);
    if (keep === "disk") workspace.write(path, disk);
    await this.changed([path]);
    return !this.#conflicts.peek().some((conflict) => conflict.path === path);
  }

  /**
   * Something happened to these on the disk. A path that the page does not know may be a folder that was moved in
   * or away, of which nothing else tells: then all files are looked at.
   */
  async noticed(paths: readonly string[]): Promise<void> {
    const shared = paths.filter(isShared);
    const { workspace, folder } = this.#options;
    if (shared.every((path) => workspace.read(path) !== undefined)) return this.changed(shared);
    const disk = await folder.read();
    await this.changed([...new Set([...Object.keys(disk), ...this.#agreed.keys()])]);
  }

  /** Leaves both sides as they are. */
  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#pause);
    this.#stopListening();
  }

  #onEdit(path: string): void {
    if (!isShared(path)) return;
    this.#dirty.add(path);
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => this.flush().catch(this.#options.onError), PUSH_PAUSE_MS);
  }

  async #round(): Promise<void> {
    for (const path of [...this.#dirty].sort()) {
      if (this.#stopped) return;
      this.#dirty.delete(path);
      try {
        await this.#reconcile(path);
      } catch (error) {
        this.#dirty.add(path);
        throw error;
      }
    }
    this.#options.agreement.write(Object.fromEntries(this.#agreed));
  }

  async #reconcile(path: string): Promise<void> {
    const { workspace, folder } = this.#options;
    const disk = await folder.look(path);
    if (this.#stopped) return;
    // The page is asked last, and what follows for it happens in the same turn.
    const sides: FileSides = { agreed: this.#agreed.get(path), page: workspace.read(path), disk };
    const step = reconcile(sides);
    this.#setConflict(path, step.kind === "ask" ? disk : undefined);
    switch (step.kind) {
      case "agree":
        this.#agree(path, sides.page);
        return;
      case "to-page":
        this.#agree(path, step.text);
        if (step.text === undefined) workspace.remove(path);
        else workspace.write(path, step.text);
        return;
      case "to-disk": {
        const there = disk?.kind === "text" ? disk.text : undefined;
        const done = await folder.replace(path, there, sides.page);
        if (done) this.#agree(path, sides.page);
        // Else the disk changed meanwhile. What was typed meanwhile is dirty by itself.
        else await this.#reconcile(path);
        return;
      }
      case "ask":
      case "leave":
        return;
    }
  }

  #agree(path: string, text: string | undefined): void {
    if (text === undefined) this.#agreed.delete(path);
    else this.#agreed.set(path, text);
  }

  #setConflict(path: string, disk: FolderFile | undefined): void {
    const others = this.#conflicts.peek().filter((conflict) => conflict.path !== path);
    if (disk === undefined) {
      if (others.length !== this.#conflicts.peek().length) this.#conflicts.value = others;
      return;
    }
    const conflict = { path, disk: disk.kind === "text" ? disk.text : undefined };
    this.#conflicts.value = [...others, conflict].sort((a, b) => (a.path < b.path ? -1 : 1));
  }
}
