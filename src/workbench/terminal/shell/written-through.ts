import type { EngineFiles } from "../../../engine/engine.ts";

/** The learner's own files, which the editor shows. */
export interface LearnersFiles {
  /** `undefined`: it is none of theirs. */
  read(path: string): string | undefined;
  write(path: string, text: string): void;
  remove(path: string): void;
}

/**
 * The machine's files, where a change of one of the learner's changes it in the editor too. Any other file is the
 * machine's alone, as one that a program writes: nobody hands in a cookies.txt by mistake.
 */
export function writtenThrough(files: EngineFiles, learners: LearnersFiles): EngineFiles {
  return {
    readFile: (path) => files.readFile(path),
    readText: (path) => files.readText(path),
    list: (folder) => files.list(folder),
    writeFile: async (path, content) => {
      await files.writeFile(path, content);
      if (learners.read(path) === undefined) return;
      learners.write(path, typeof content === "string" ? content : new TextDecoder().decode(content));
    },
    remove: async (path) => {
      const gone = (await files.list()).filter((other) => other === path || other.startsWith(`${path}/`));
      await files.remove(path);
      for (const other of gone) learners.remove(other);
    },
  };
}
