import { cp, mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { TextFiles } from "../../course/load-exercise.ts";
import { type LinkPackages, linkPackages, REPOSITORY } from "../../engine/local/machine-folders.ts";
import { importablePackages } from "./importable-packages.ts";

/**
 * What `bundleLibrary` made and all other packages that programs may import, on the disk of the sandbox; no program may
 * change it. Copies: of the repository's `node_modules`, where tools keep texts of the course too, programs see nothing.
 */
export class LibraryFolder {
  readonly path: string;

  private constructor(path: string) {
    this.path = path;
  }

  /** Makes the folder. */
  static async write(path: string, files: TextFiles): Promise<LibraryFolder> {
    const packages = new Set<string>();
    for (const [name, text] of Object.entries(files)) {
      const file = join(path, name);
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
      const [, owner] = /^node_modules\/([^/]+)\//.exec(name) ?? [];
      if (owner !== undefined) packages.add(owner);
    }
    const modules = join(REPOSITORY, "node_modules");
    for (const name of await importablePackages(modules, packages)) {
      await cp(join(modules, name), join(path, "node_modules", name), { recursive: true });
    }
    return new LibraryFolder(path);
  }

  /** URL of what is loaded into each process ahead of its program. */
  get preload(): string {
    return pathToFileURL(join(this.path, "preload.js")).href;
  }

  /** Packages for programs. */
  readonly link: LinkPackages = linkPackages((name) => join(this.path, "node_modules", name));
}
