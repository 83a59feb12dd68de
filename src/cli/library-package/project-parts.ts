import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { bundledPackages, isImportable } from "../../engine/inpage/package-list.ts";
import { placesOf } from "../../workbench/share/lockfile.ts";
import type { LockEntry, ProjectParts } from "../../workbench/share/project-parts.ts";

/** With these an editor knows the types of what a program imports. */
const TYPES = ["@types/express", "@types/node"];

/** What goes around a learner's files, for the library packed in `tarball`, with the versions that `root` has locked. */
export async function projectParts(root: string, tarball: string): Promise<ProjectParts> {
  const [lockfile, manifest, packed] = await Promise.all([
    readJson<{ readonly packages: Readonly<Record<string, LockEntry>> }>(join(root, "package-lock.json")),
    readJson<LockEntry>(join(tarball, "..", "keepsake", "package.json")),
    readFile(tarball),
  ]);
  const importable = bundledPackages
    .filter(isImportable)
    .map(({ name }) => name)
    .filter((name) => name !== "keepsake" && !name.startsWith("node:"));
  const needed = [...importable, ...TYPES, ...Object.keys(manifest.dependencies ?? {})];
  const missing = needed.find((name) => lockfile.packages[`node_modules/${name}`] === undefined);
  if (missing !== undefined) throw new Error(`package-lock.json has no ${missing}: run npm install.`);
  const places = [...placesOf(needed, lockfile.packages)].sort();
  const integrity = `sha512-${createHash("sha512").update(packed).digest("base64")}`;
  return {
    library: { file: basename(tarball), entry: { ...entryOf(manifest), integrity } },
    importable,
    types: TYPES,
    locked: Object.fromEntries(
      places.flatMap((place) => {
        const entry = lockfile.packages[place];
        return entry === undefined ? [] : [[place, entryOf(entry)]];
      }),
    ),
  };
}

/** Without the marks that hold only in this repository: which of its packages are for development. */
function entryOf(entry: LockEntry): LockEntry {
  const { version, integrity, license, dependencies, optionalDependencies, peerDependencies } = entry;
  const { peerDependenciesMeta, engines, bin } = entry;
  const known = { version, integrity, license, dependencies, optionalDependencies, peerDependencies };
  // JSON leaves out what is undefined.
  return JSON.parse(JSON.stringify({ ...known, peerDependenciesMeta, engines, bin }));
}

async function readJson<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, "utf8"));
}
