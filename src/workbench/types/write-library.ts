import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { collectLibrary } from "./collect-library.ts";
import { type LibraryManifest, packLibrary } from "./library-pack.ts";

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const defaultFolder = join(repository, "public/types");
/** Where our library's declarations come from, and what collects them. */
const SOURCES = ["src/app", "src/session", "src/web", "src/workbench/types"];
/** What may change which packages are there, or what is asked of them. */
const SINGLE_FILES = ["package-lock.json", "src/cli/tsconfig.lib.json", "src/engine/inpage/package-list.ts"];

/**
 * Packs the declarations for learners' programs into `folder`, with `manifest.json`; other files there are removed.
 * What is there already and was made of the same sources stays: making it takes seconds.
 */
export async function writeLibrary(folder = defaultFolder): Promise<LibraryManifest> {
  const madeOf = await digestOfSources();
  const known = await readManifest(folder);
  if (known?.madeOf === madeOf && existsSync(join(folder, known.library))) return known;
  const packed = await packLibrary(collectLibrary(repository));
  const digest = createHash("sha256").update(packed).digest("hex").slice(0, 12);
  const manifest: LibraryManifest = { library: `library-${digest}.pack`, madeOf };
  await mkdir(folder, { recursive: true });
  await writeWhole(folder, manifest.library, packed);
  await writeWhole(folder, "manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);
  for (const file of await readdir(folder)) {
    // A name with a dot in front is what another build is just writing.
    if (file !== manifest.library && file !== "manifest.json" && !file.startsWith("."))
      await rm(join(folder, file), { force: true });
  }
  return manifest;
}

async function readManifest(folder: string): Promise<LibraryManifest | undefined> {
  try {
    return JSON.parse(await readFile(join(folder, "manifest.json"), "utf8")) as LibraryManifest;
  } catch {
    return undefined;
  }
}

async function writeWhole(folder: string, name: string, content: string | Uint8Array): Promise<void> {
  const temporary = join(folder, `.${name}.${process.pid}`);
  await writeFile(temporary, content);
  await rename(temporary, join(folder, name));
}

async function digestOfSources(): Promise<string> {
  const inFolders = await Promise.all(
    SOURCES.map(async (folder) => {
      const names = await readdir(join(repository, folder), { recursive: true });
      return names.filter((name) => /(?<!\.test)\.ts$/.test(name)).map((name) => join(folder, name));
    }),
  );
  const hash = createHash("sha256");
  for (const path of [...SINGLE_FILES, ...inFolders.flat()].sort()) {
    hash
      .update(path)
      .update("\0")
      .update(await readFile(join(repository, path)))
      .update("\0");
  }
  return hash.digest("hex");
}
