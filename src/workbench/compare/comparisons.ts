import { type ReadonlySignal, signal } from "@preact/signals";
import * as words from "../../words/en/compare.ts";
import type { DraftKeeper } from "../drafts/draft-keeper.ts";
import type { Snapshot, SnapshotReason } from "../drafts/draft-store.ts";
import { offerFileBack } from "../drafts/offer-files-back.ts";
import { explain } from "../explain.ts";
import type { TextFiles, Workspace } from "../workspace.ts";

/** What the learner's files are laid beside. */
export type CompareWith =
  | { readonly kind: "starter" }
  | { readonly kind: "solution" }
  | { readonly kind: "draft"; readonly snapshot: Snapshot };

/** What the comparison shows now. */
export type Comparison =
  /** The solution was not shown before: it has to be asked for. */
  | { readonly kind: "gate" }
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly message: string }
  | { readonly kind: "shown"; readonly files: TextFiles };

export interface ComparisonsOptions {
  readonly workspace: Workspace;
  readonly drafts: DraftKeeper;
  /** The solution's files, only those that differ from the starter. Rejects when they cannot be fetched. */
  readonly fetchSolution: () => Promise<TextFiles>;
  /** Whether the solution may be shown with no question: the exercise has passed, or it was shown before. */
  readonly isSolutionOpen: () => boolean;
  /** Told when the solution is shown, each time. */
  readonly onSolutionShown: () => void;
  /** Told when a file of the solution replaced the learner's own. */
  readonly onTaken: (path: string) => void;
  /** Told when the learner's own text could not be kept first, so that nothing was taken. */
  readonly onNotKept: () => void;
}

/** The learner's files beside others, file by file, and a way to take one of those. */
export class Comparisons {
  readonly #options: ComparisonsOptions;
  readonly #open = signal<CompareWith | undefined>(undefined);
  readonly #comparison = signal<Comparison>({ kind: "loading" });
  readonly #path = signal<string | undefined>(undefined);

  constructor(options: ComparisonsOptions) {
    this.#options = options;
  }

  /** `undefined`: no comparison is on the screen. */
  get open(): ReadonlySignal<CompareWith | undefined> {
    return this.#open;
  }

  get comparison(): ReadonlySignal<Comparison> {
    return this.#comparison;
  }

  /** The file in front. */
  get path(): ReadonlySignal<string | undefined> {
    return this.#path;
  }

  /** `path`: the file to begin with; otherwise the first that differs. */
  async compare(other: CompareWith, path?: string): Promise<void> {
    this.#open.value = other;
    this.#path.value = path;
    const { workspace, isSolutionOpen } = this.#options;
    if (other.kind === "starter") this.#show(workspace.starter);
    else if (other.kind === "draft") this.#show({ ...workspace.starter, ...other.snapshot.files });
    else if (isSolutionOpen()) await this.showSolution();
    else this.#comparison.value = { kind: "gate" };
  }

  /** Shows the solution, asked for or not. */
  async showSolution(): Promise<void> {
    const { workspace, fetchSolution, onSolutionShown } = this.#options;
    this.#comparison.value = { kind: "loading" };
    try {
      const solution = await fetchSolution();
      if (this.#open.peek()?.kind !== "solution") return;
      onSolutionShown();
      this.#show({ ...workspace.starter, ...solution });
    } catch (error) {
      if (this.#open.peek()?.kind !== "solution") return;
      this.#comparison.value = { kind: "failed", message: explain(error) };
    }
  }

  showFile(path: string): void {
    this.#path.value = path;
  }

  close(): void {
    this.#open.value = undefined;
  }

  /** The paths whose text differs, sorted; and the one in front, also when it does not differ any more. */
  differing(files: TextFiles): string[] {
    const mine = this.#options.workspace.files.value;
    const paths = [...new Set([...Object.keys(files), ...Object.keys(mine)])].toSorted();
    return paths.filter((path) => files[path] !== mine[path] || path === this.#path.value);
  }

  /** The file becomes the other side's; the learner's is kept as a draft first, and can be had back. */
  async take(path: string): Promise<void> {
    const other = this.#open.peek();
    const comparison = this.#comparison.peek();
    if (other === undefined || comparison.kind !== "shown") return;
    const { workspace, drafts, onTaken, onNotKept } = this.#options;
    const replaced = await drafts.replaceFile(path, comparison.files[path], reasons[other.kind]);
    if (replaced === undefined) return onNotKept();
    if (other.kind === "solution") onTaken(path);
    offerFileBack(words.taken(path), { drafts, workspace, path, replaced });
  }

  #show(files: TextFiles): void {
    this.#comparison.value = { kind: "shown", files };
    this.#path.value ??= this.differing(files)[0];
  }
}

const reasons: Record<CompareWith["kind"], SnapshotReason> = {
  starter: "course",
  solution: "solution",
  draft: "restore",
};
