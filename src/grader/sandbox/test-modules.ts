import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { registerHooks } from "node:module";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { TextFiles } from "../../course/load-exercise.ts";

/** Test files on the disk, of one hand-in. */
export interface TestModules {
  /** Evaluates all of them, in the order of their names. */
  import(): Promise<void>;
  remove(): Promise<void>;
}

/** Test files lie in a folder that belongs to no package; they import what the repository's own may import. */
export function installTestFolder(folder: string): void {
  const inFolder = `${pathToFileURL(folder).href}/`;
  registerHooks({
    resolve: (specifier, context, next) =>
      context.parentURL?.startsWith(inFolder) === true && !/^(\.{0,2}\/|node:|file:)/.test(specifier)
        ? next(specifier, { ...context, parentURL: import.meta.url })
        : next(specifier, context),
  });
}

/** Each time in a folder of its own, since a module is evaluated once. */
export async function writeTests(folder: string, tests: TextFiles): Promise<TestModules> {
  const home = await mkdtemp(join(folder, "tests-"));
  for (const [path, text] of Object.entries(tests)) {
    const file = join(home, path);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  }
  const entries = Object.keys(tests)
    .filter((path) => path.endsWith(".test.ts"))
    .sort();
  return {
    import: async () => {
      for (const path of entries) await import(pathToFileURL(join(home, path)).href);
    },
    remove: () => rm(home, { recursive: true, force: true }),
  };
}
