import { mkdir, rename, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import type { FileSystemTree } from "@webcontainer/api";
import { build } from "esbuild";
import { bundlePackage } from "../inpage/bundles.ts";
import { type BundledPackage, bundledPackages } from "../inpage/package-list.ts";
import { IMPORT_NAME } from "../inpage/package-source.ts";
import { MACHINE_SCRIPT, PACKAGES_FOLDER, PRELOAD_SCRIPT } from "./machine-messages.ts";

const here = (file: string) => fileURLToPath(new URL(file, import.meta.url));

/** What the engine puts into a container: its machine, what it preloads, and the packages. For the build. */
export async function containerFiles(): Promise<FileSystemTree> {
  const [machine, preload, ...packages] = await Promise.all([
    bundleScript(here("machine.ts")),
    bundleScript(here("../local/preload.ts")),
    ...bundledPackages.map(async (item) => [item.name, { directory: await packageFiles(item) }] as const),
  ]);
  return {
    [MACHINE_SCRIPT]: { file: { contents: machine } },
    [PRELOAD_SCRIPT]: { file: { contents: preload } },
    [PACKAGES_FOLDER]: { directory: Object.fromEntries(packages) },
  };
}

/** Writes them as one JSON file, for `WebContainerBootOptions.files`. */
export async function writeContainerFiles(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(`${path}.new`, JSON.stringify(await containerFiles()));
  await rename(`${path}.new`, path);
}

async function bundleScript(entry: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    charset: "utf8",
    format: "esm",
    legalComments: "none",
    logLevel: "silent",
    minifySyntax: true,
    minifyWhitespace: true,
    platform: "node",
    target: "node22",
    tsconfigRaw: {},
    write: false,
  });
  return outputFiles[0]?.text ?? "";
}

async function packageFiles(item: BundledPackage): Promise<FileSystemTree> {
  const { code } = await bundlePackage(item);
  // Node finds the names that an ES module may import by reading, not by running.
  const names = item.format === "commonjs" ? await exportNames(item.name) : [];
  const annotation = names.length === 0 ? "" : `\n0 && (module.exports = {${names.join(",")}});`;
  const description = { name: item.name, main: "index.cjs" };
  return {
    "package.json": { file: { contents: JSON.stringify(description) } },
    "index.cjs": {
      file: { contents: `const ${IMPORT_NAME}=(specifier)=>import(specifier);${code}${annotation}` },
    },
  };
}

async function exportNames(name: string): Promise<readonly string[]> {
  const exports: unknown = createRequire(import.meta.url)(name);
  if ((typeof exports !== "object" && typeof exports !== "function") || exports === null) return [];
  return Object.keys(exports).filter(
    (key) => /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u.test(key) && key !== "default",
  );
}
