import { mkdir, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import type { TextFiles } from "../../course/load-exercise.ts";
import { type LinkPackages, linkPackages, ownPackagePlace } from "../../engine/local/machine-folders.ts";

/** What `bundleLibrary` made, on the disk of the sandbox; no program may change it. */
export class LibraryFolder {
  readonly path: string;
  readonly #packages: ReadonlySet<string>;

  private constructor(path: string, packages: ReadonlySet<string>) {
    this.path = path;
    this.#packages = packages;
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
    const folder = new LibraryFolder(path, packages);
    // The library itself imports some of the others, when it needs them.
    await folder.link(join(path, "node_modules"));
    return folder;
  }

  /** URL of what is loaded into each process ahead of its program. */
  get preload(): string {
    return pathToFileURL(join(this.path, "preload.js")).href;
  }

  /** Packages for programs: those that are here from here, the others from the repository. */
  readonly link: LinkPackages = linkPackages((name) =>
    this.#packages.has(name) ? join(this.path, "node_modules", name) : ownPackagePlace(name),
  );
}
