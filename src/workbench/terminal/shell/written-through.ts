import type { EngineFiles } from "../../../engine/engine.ts";
import { isFilePath } from "../../file-path.ts";

/** The learner's own files, which the editor shows. The machine's are changed first; these follow. */
export interface LearnersFiles {
  /** `undefined`: it is none of theirs. */
  read(path: string): string | undefined;
  write(path: string, text: string): void;
  /** Gives a file another path, over what is there. An absent one does nothing. */
  rename(from: string, to: string): void;
  /** Absent is fine. */
  remove(path: string): void;
  /** Before what was typed in these goes: keeps it. Answers whether it is kept; if not, they must stay as they are. */
  keep(paths: readonly string[]): Promise<boolean>;
  /** A command has ended, and what it removed can be offered back. */
  commandEnded(): void;
}

/** Files that a shell works on: it moves some, which no engine does. */
export interface ShellFiles extends EngineFiles {
  /** Gives a file another path, over what is there. A path that is not there rejects with code "not-found". */
  move(from: string, to: string): Promise<void>;
}

const NOT_KEPT = "your text could not be kept under Drafts first, so it stays as it is";

/**
 * The machine's files, where a change of one of the learner's changes it in the editor too. Any other file is the
 * machine's alone, as one that a program writes: nobody hands in a cookies.txt by mistake. What the learner typed is
 * kept before it goes; where that fails, so does the change.
 */
export function writtenThrough(files: EngineFiles, learners: LearnersFiles): ShellFiles {
  const keep = async (paths: readonly string[]) => {
    if (!(await learners.keep(paths))) throw new Error(NOT_KEPT);
  };
  return {
    readFile: (path) => files.readFile(path),
    readText: (path) => files.readText(path),
    list: (folder) => files.list(folder),
    writeFile: async (path, content) => {
      const before = learners.read(path);
      const text = textOf(content);
      // What is only added to is all there.
      if (before !== undefined && !text.startsWith(before)) await keep([path]);
      await files.writeFile(path, content);
      if (before !== undefined) learners.write(path, text);
    },
    move: async (from, to) => {
      const content = await files.readFile(from);
      const isTheirs = learners.read(from) !== undefined && isFilePath(to);
      await keep(isTheirs ? [to] : [from, to]);
      await files.writeFile(to, content);
      await files.remove(from);
      if (isTheirs) learners.rename(from, to);
      else {
        if (learners.read(to) !== undefined) learners.write(to, textOf(content));
        learners.remove(from);
      }
    },
    remove: async (path) => {
      const gone = (await files.list()).filter((other) => other === path || other.startsWith(`${path}/`));
      await keep(gone);
      await files.remove(path);
      for (const other of gone) learners.remove(other);
    },
  };
}

function textOf(content: string | Uint8Array): string {
  return typeof content === "string" ? content : new TextDecoder().decode(content);
}
