import { type ReadonlySignal, signal } from "@preact/signals";
import type { Engine } from "../../engine/engine.ts";
import type { Workspace } from "../workspace.ts";
import type { AgreementStore } from "./agreement-store.ts";
import type { FolderSync } from "./folder-sync.ts";

export interface BenchFolderOptions {
  readonly workspace: Workspace;
  /** Default: nothing is kept between visits. */
  readonly agreement: AgreementStore | undefined;
  readonly onError: (error: unknown) => void;
}

/** The folder that a bench shares with other programs, while its machine has one. */
export class BenchFolder {
  readonly #options: BenchFolderOptions;
  readonly #sync = signal<FolderSync | undefined>(undefined);
  #wiped = false;

  constructor(options: BenchFolderOptions) {
    this.#options = options;
  }

  /** `undefined` while the machine's files are its own. */
  get sync(): ReadonlySignal<FolderSync | undefined> {
    return this.#sync;
  }

  /** Follows this machine's folder from now on, and no other's. Settles when page and folder agree. */
  async adopt(engine: Engine): Promise<void> {
    // Only the dev server has machines with such a folder; what is for them is left out of the built site.
    if (!import.meta.env.DEV) return;
    this.stop();
    const { sharedFolder: folder } = engine;
    if (folder === undefined) return;
    const { workspace, agreement = NOTHING_KEPT, onError } = this.#options;
    const { FolderSync } = await import("./folder-sync.ts");
    const sync = await FolderSync.start({ workspace, folder, agreement, onError });
    engine.on("files", ({ paths }) => {
      if (this.#sync.peek() === sync) sync.noticed(paths).catch(onError);
    });
    engine.on("lost", () => {
      if (this.#sync.peek() === sync) this.stop();
    });
    this.#sync.value = sync;
  }

  /** Brings all that was edited to the folder. Answers whether there is one. */
  async bring(): Promise<boolean> {
    if (!import.meta.env.DEV) return false;
    const sync = this.#sync.peek();
    if (sync === undefined) return false;
    if (this.#wiped) await sync.folder.clear();
    this.#wiped = false;
    await sync.flush();
    return true;
  }

  /** What programs kept there is gone at the next `bring`. */
  wipe(): void {
    this.#wiped = true;
  }

  stop(): void {
    this.#sync.peek()?.stop();
    this.#sync.value = undefined;
    this.#wiped = false;
  }
}

const NOTHING_KEPT: AgreementStore = { read: () => undefined, write: () => undefined };
