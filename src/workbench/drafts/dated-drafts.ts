import { type ReadonlySignal, signal } from "@preact/signals";
import type { TextFiles } from "../workspace.ts";
import { type DraftStore, SNAPSHOT_LIMIT, type Snapshot } from "./draft-store.ts";
import { datedTroubleText, troubleOf, troubleText } from "./storage-trouble.ts";

export type DatedFiles = Omit<Snapshot, "id">;

export interface DatedDraftsOptions {
  readonly ownerId: string;
  readonly store: DraftStore;
  /** Hears why something is not kept, and what to do, as a sentence. */
  readonly fail: (message: string) => void;
}

/** The dated drafts of one owner. What the store did not take is not forgotten: `tryAgain`. */
export class DatedDrafts {
  readonly #options: DatedDraftsOptions;
  readonly #snapshots = signal<readonly Snapshot[]>([]);
  #unkept: readonly DatedFiles[] = [];
  /** Of those that last as long as the page: below zero, where a store has none. */
  #nextId = -1;

  constructor(options: DatedDraftsOptions) {
    this.#options = options;
  }

  /** Newest first. */
  get snapshots(): ReadonlySignal<readonly Snapshot[]> {
    return this.#snapshots;
  }

  /** Looks what is kept. Rejects when the store does. */
  async load(): Promise<void> {
    const stored = await this.#options.store.snapshots(this.#options.ownerId);
    const inPage = this.#inPage();
    this.#snapshots.value =
      inPage.length === 0 ? stored : [...inPage, ...stored].sort(byDate).slice(0, SNAPSHOT_LIMIT);
  }

  /**
   * Answers whether it is kept now; if not, it was said why. The same files again are not kept twice. Where the browser
   * keeps nothing at all, they last as long as the page.
   */
  async keep(dated: DatedFiles): Promise<boolean> {
    const [latest] = this.#snapshots.peek();
    if (latest !== undefined && sameFiles(latest.files, dated.files)) return true;
    try {
      await this.keepOrReject(dated);
      return true;
    } catch (error) {
      if (troubleOf(error) === "refused") {
        this.#options.fail(troubleText(error));
        const others = this.#snapshots.peek();
        this.#snapshots.value = [{ ...dated, id: this.#nextId-- }, ...others].slice(0, SNAPSHOT_LIMIT);
        return true;
      }
      const others = this.#unkept.filter(({ files }) => !sameFiles(files, dated.files));
      this.#unkept = [...others, dated].slice(-SNAPSHOT_LIMIT);
      this.#options.fail(datedTroubleText(error));
      return false;
    }
  }

  /** Whether the store has all of them, but for those that hold what is in these files, too. */
  isKeptBut(files: TextFiles): boolean {
    return [...this.#unkept, ...this.#inPage()].every((dated) => sameFiles(dated.files, files));
  }

  /** Keeps it; rejects when the store does. */
  async keepOrReject(dated: DatedFiles): Promise<void> {
    await this.#options.store.keep(this.#options.ownerId, dated);
    await this.load();
  }

  /** Keeps what could not be kept before. Answers whether all of it is now. */
  async tryAgain(): Promise<boolean> {
    const unkept = this.#unkept;
    this.#unkept = [];
    let isAllKept = true;
    for (const dated of unkept) isAllKept = (await this.keep(dated)) && isAllKept;
    return (await this.#keepInPage()) && isAllKept;
  }

  /** Newest first: those that the store refused, and that the page has until it is left. */
  #inPage(): readonly Snapshot[] {
    return this.#snapshots.peek().filter(({ id }) => id < 0);
  }

  /** Hands the store what it refused, the oldest first, until it refuses one again. Answers whether it has all. */
  async #keepInPage(): Promise<boolean> {
    const { ownerId, store, fail } = this.#options;
    try {
      for (const { id, ...dated } of this.#inPage().toReversed()) {
        await store.keep(ownerId, dated);
        this.#snapshots.value = this.#snapshots.peek().filter((each) => each.id !== id);
        await this.load();
      }
      return true;
    } catch (error) {
      fail(troubleText(error));
      return false;
    }
  }
}

function byDate(one: DatedFiles, other: DatedFiles): number {
  return other.takenAtMs - one.takenAtMs;
}

export function sameFiles(one: TextFiles, other: TextFiles): boolean {
  const paths = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...paths].every((path) => one[path] === other[path]);
}
