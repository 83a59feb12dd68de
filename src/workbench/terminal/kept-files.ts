import * as words from "../../words/en/terminal.ts";
import type { Bench } from "../bench.ts";
import type { DraftKeeper } from "../drafts/draft-keeper.ts";
import { offerUndo } from "../toasts/offer-undo.ts";
import type { LearnersFiles } from "./shell/written-through.ts";

export interface KeptFilesOptions {
  readonly bench: Pick<Bench, "workspace" | "noteOnMachine">;
  readonly drafts: Pick<DraftKeeper, "keep" | "snapshots">;
  /** Shows a file that is back. */
  readonly onBack: (path: string) => void;
}

/** The learner's files, as commands change them: what was typed becomes a dated draft before it goes. */
export class KeptFiles implements LearnersFiles {
  readonly #options: KeptFilesOptions;
  /** What the command that runs has removed. */
  #removed = new Map<string, string>();

  constructor(options: KeptFilesOptions) {
    this.#options = options;
  }

  read(path: string): string | undefined {
    return this.#options.bench.workspace.read(path);
  }

  write(path: string, text: string): void {
    const { bench } = this.#options;
    bench.workspace.write(path, text);
    bench.noteOnMachine(path, text);
  }

  rename(from: string, to: string): void {
    const text = this.read(from);
    if (text === undefined) return;
    this.write(to, text);
    this.#drop(from);
  }

  remove(path: string): void {
    const text = this.read(path);
    if (text !== undefined) this.#removed.set(path, text);
    this.#drop(path);
  }

  async keep(paths: readonly string[]): Promise<boolean> {
    const { bench, drafts } = this.#options;
    const newest = drafts.snapshots.peek()[0]?.files;
    // `rm *` is one command and many removals: the draft before the first has the text of all.
    const isKept = (path: string) => {
      const text = this.read(path);
      return text === undefined || text === bench.workspace.starter[path] || text === newest?.[path];
    };
    return paths.every(isKept) || (await drafts.keep("terminal"));
  }

  commandEnded(): void {
    const { bench, onBack } = this.#options;
    const removed = this.#removed;
    this.#removed = new Map();
    const [first] = removed.keys();
    if (first === undefined) return;
    offerUndo(words.removed([...removed.keys()]), () => {
      for (const [path, text] of removed) {
        // There may be one of that name again by then.
        if (this.read(path) === undefined) bench.workspace.write(path, text);
      }
      onBack(first);
    });
  }

  #drop(path: string): void {
    const { bench } = this.#options;
    bench.workspace.remove(path);
    bench.noteOnMachine(path, undefined);
  }
}
