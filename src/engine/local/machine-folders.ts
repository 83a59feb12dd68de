import { copyFile, mkdir, mkdtemp, realpath, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { bundledPackages } from "../inpage/package-list.ts";

/** Where a machine lives on the disk. Real paths, without links. */
export interface MachineFolders {
  /** The program's files: its working folder. */
  readonly project: string;
  /** On the same disk, for files that are not complete yet. */
  readonly scratch: string;
  /** Where Node keeps compiled modules, so that the next start is quicker. */
  readonly compileCache: string;
  /** The `node_modules` above the project. */
  readonly packages: string;
  /** The `package.json` above the project, for programs that have none. */
  readonly description: string;
  /** What goes with the machine. `undefined`: all of it stays. */
  readonly temporary: string | undefined;
}

/** Fills a `node_modules` folder. One that is filled already stays as it is. */
export type LinkPackages = (folder: string) => Promise<void>;

export const REPOSITORY = fileURLToPath(new URL("../../../", import.meta.url));
/** The folder of the learner's files, in the repository. */
const WORK_FOLDER = "work";
/** In {@link WORK_FOLDER}: what is not the learner's. */
const OWN_FOLDER = ".keepsake";
const DESCRIPTION = '{ "type": "module", "private": true }\n';

/** Folders that go when the machine does. `compileCache`: one that all machines share; default: one of its own. */
export async function temporaryFolders(
  linkPackages: LinkPackages,
  compileCache?: string,
): Promise<MachineFolders> {
  const home = await realpath(await mkdtemp(join(tmpdir(), "keepsake-")));
  return make(
    {
      project: join(home, "project"),
      scratch: join(home, "scratch"),
      compileCache: compileCache ?? join(home, "compiled"),
      packages: join(home, "node_modules"),
      description: join(home, "package.json"),
      temporary: home,
    },
    linkPackages,
  );
}

/** The folder `work/NAME` below `root`, where learners use their own editor too: it stays. */
export async function workFolders(
  name: string,
  linkPackages: LinkPackages,
  root = REPOSITORY,
): Promise<MachineFolders> {
  const work = join(root, WORK_FOLDER);
  await mkdir(work, { recursive: true });
  const home = await realpath(work);
  const own = join(home, OWN_FOLDER, name);
  return make(
    {
      project: join(home, name),
      scratch: join(own, "scratch"),
      compileCache: join(own, "compiled"),
      packages: join(home, "node_modules"),
      description: join(home, "package.json"),
      temporary: undefined,
    },
    linkPackages,
  );
}

async function make(folders: MachineFolders, linkPackages: LinkPackages): Promise<MachineFolders> {
  const { project, scratch, compileCache, packages, description } = folders;
  await Promise.all(
    [project, scratch, compileCache, packages].map((path) => mkdir(path, { recursive: true })),
  );
  await Promise.all([linkPackages(packages), writeFile(description, DESCRIPTION)]);
  return folders;
}

/** A program may import here what it may import in the page: each package from where `placeOf` says. */
export function linkPackages(placeOf: (name: string) => string): LinkPackages {
  return async (folder) => {
    await Promise.all(bundledPackages.map(({ name }) => link(placeOf(name), join(folder, name))));
  };
}

/** Where this repository has a package. */
export function ownPackagePlace(name: string): string {
  return name === "keepsake" ? REPOSITORY : join(REPOSITORY, "node_modules", name);
}

/** This repository's own packages. */
export const linkOwnPackages: LinkPackages = linkPackages(ownPackagePlace);

/**
 * The same for programs that may not read outside their folder. A link to the whole repository would lead them
 * to the solutions, so the library's folder has links to its parts alone.
 */
export async function linkConfinedPackages(folder: string): Promise<void> {
  const library = join(folder, "keepsake");
  await mkdir(join(library, "src"), { recursive: true });
  await Promise.all([
    copyFile(join(REPOSITORY, "package.json"), join(library, "package.json")),
    ...LIBRARY_ROOMS.map((room) => link(join(REPOSITORY, "src", room), join(library, "src", room))),
    ...bundledPackages.map(({ name }) =>
      name === "keepsake" ? undefined : link(join(REPOSITORY, "node_modules", name), join(folder, name)),
    ),
  ]);
}

/** Rooms of the repository that the library is made of. */
export const LIBRARY_ROOMS: readonly string[] = ["app", "session"];

async function link(target: string, path: string): Promise<void> {
  await symlink(target, path, "junction").catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
}
