import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import process from "node:process";

/** What runs when a hand-in is graded, beside the exercise and the hand-in themselves: folders of `src`. */
export const GRADING_FOLDERS: readonly string[] = [
  ...["app", "course", "engine", "gradebook/grading", "grader", "session", "web", "words"],
];

/**
 * Names the grader, the library and the Node that give verdicts: another text when one of them is changed, so that no
 * verdict of an older one is taken for theirs. `root`: the course's folder.
 */
export async function graderVersion(root: string): Promise<string> {
  const hash = createHash("sha256").update(process.version);
  for (const path of ["package-lock.json", ...(await sourcesOf(root))]) {
    hash.update(`\0${path}\0`).update(await readFile(join(root, path)));
  }
  return hash.digest("hex");
}

async function sourcesOf(root: string): Promise<string[]> {
  const listed = await Promise.all(
    GRADING_FOLDERS.map(async (folder) => {
      const paths = await readdir(join(root, "src", folder), { recursive: true });
      return paths.filter(isGrading).map((path) => ["src", folder, ...path.split(/[\\/]/)].join("/"));
    }),
  );
  return listed.flat().sort();
}

function isGrading(path: string): boolean {
  return /\.(ts|mjs|json)$/.test(path) && !/\.(test|fixture)\.ts$/.test(path);
}
