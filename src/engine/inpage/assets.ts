import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, gzip } from "node:zlib";
import type { AssetManifest, AssetSize, PackageAsset } from "./asset-manifest.ts";
import { bundleHost, bundlePackage, bundleWorker } from "./bundles.ts";
import { bundledPackages } from "./package-list.ts";

export interface WriteAssetsOptions {
  /** The folder to fill; other files in it are removed. Default: `public/engine` of this repository. */
  readonly folder?: string;
  /** Compress everything to know its size. Costs seconds. Default: no. */
  readonly measure?: boolean;
}

const repository = fileURLToPath(new URL("../../../", import.meta.url));
const defaultFolder = join(repository, "public/engine");

/**
 * Builds the in-page engine: the host frame's page, the script of its processes, one bundle for each package
 * and `manifest.json`. Rejects with esbuild's error when a source does not compile.
 */
export async function writeAssets({
  folder = defaultFolder,
  measure = false,
}: WriteAssetsOptions = {}): Promise<AssetManifest> {
  const [worker, hostScript, ...bundles] = await Promise.all([
    bundleWorker(),
    bundleHost(),
    ...bundledPackages.map(bundlePackage),
  ]);
  const contents = new Map<string, string | Uint8Array>();
  const add = (name: string, extension: string, text: string | Uint8Array): string => {
    const file = `${name}-${digest("sha256", text, "hex").slice(0, 12)}.${extension}`;
    contents.set(file, text);
    return file;
  };
  const host = add("host", "html", hostPage(hostScript));
  const workerFile = add("worker", "js", worker);
  const packages = await Promise.all(
    bundles.map(async ({ name, format, eager = false, code, dependencies, wasm }): Promise<PackageAsset> => {
      const fileName = name.replace(":", "-");
      const asset = { name, file: add(fileName, "js", code), format, dependencies, eager };
      return wasm === undefined
        ? asset
        : { ...asset, wasm: add(fileName, "wasm", await readFile(join(repository, wasm))) };
    }),
  );
  const sizes = [...contents].map(([file, text]) =>
    measure ? compressedSize(file, text) : size(file, text),
  );
  const files = await Promise.all(sizes);
  const manifest: AssetManifest = { host, worker: workerFile, packages, files };
  contents.set("manifest.json", `${JSON.stringify(manifest, null, 2)}\n`);
  await replaceFiles(folder, contents);
  return manifest;
}

/**
 * The frame's policy is inherited by its workers: they run what is given to them and reach no network at all.
 */
function hostPage(script: string): string {
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${digest("sha256", script, "base64")}' 'unsafe-eval' blob: data:`,
    "worker-src blob: data:",
  ].join("; ");
  return [
    "<!doctype html>",
    '<html lang="en">',
    '<meta charset="utf-8">',
    `<meta http-equiv="Content-Security-Policy" content="${policy}">`,
    "<title>Keepsake's engine</title>",
    `<script>${script}</script>`,
    "",
  ].join("\n");
}

function digest(algorithm: string, text: string | Uint8Array, encoding: "hex" | "base64"): string {
  return createHash(algorithm).update(text).digest(encoding);
}

function size(file: string, text: string | Uint8Array): AssetSize {
  return { file, bytes: Buffer.byteLength(text) };
}

async function compressedSize(file: string, text: string | Uint8Array): Promise<AssetSize> {
  const [gzipped, brotli] = await Promise.all([
    promisify(gzip)(text, { level: 9 }),
    promisify(brotliCompress)(text),
  ]);
  return { ...size(file, text), gzipBytes: gzipped.byteLength, brotliBytes: brotli.byteLength };
}

/** The manifest goes in last, so that it never names a file that is not there yet. */
async function replaceFiles(
  folder: string,
  contents: ReadonlyMap<string, string | Uint8Array>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  const present = new Set(await readdir(folder));
  for (const [file, text] of contents) {
    if (present.has(file) && file !== "manifest.json") continue;
    const temporary = join(folder, `.${file}.${process.pid}`);
    await writeFile(temporary, text);
    await rename(temporary, join(folder, file));
  }
  for (const file of present) {
    // A name with a dot in front is what another build is just writing.
    if (!contents.has(file) && !file.startsWith("."))
      await rm(join(folder, file), { force: true, recursive: true });
  }
}
