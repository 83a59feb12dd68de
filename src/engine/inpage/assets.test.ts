import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AssetManifest } from "./asset-manifest.ts";
import { writeAssets } from "./assets.ts";
import { bundledPackages } from "./package-list.ts";

/** Everything that the engine can ever download but SQLite, by its gzip sizes. */
const BUDGET_BYTES = 820_000;
/** What the first import of node:sqlite waits for: SQLite itself, and our face of it. */
const SQLITE_BUDGET_BYTES = 560_000;
/** What a first Run waits for. */
const BOOT_BUDGET_BYTES = 500_000;

/** Brotli takes seconds on a busy machine. */
const COMPRESSION_TIMEOUT_MS = 60_000;

describe("the engine's assets", () => {
  let folder: string;
  let manifest: AssetManifest;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "keepsake-assets-"));
    await writeFile(join(folder, "worker-000000000000.js"), "of an earlier build");
    manifest = await writeAssets({ folder, measure: true });
  }, COMPRESSION_TIMEOUT_MS);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  it("are the files that the manifest names and no others", async () => {
    expect((await readdir(folder)).sort()).toEqual(
      ["manifest.json", ...manifest.files.map(({ file }) => file)].sort(),
    );
    expect(JSON.parse(await readFile(join(folder, "manifest.json"), "utf8"))).toEqual(manifest);
  });

  it("hold every package of the list", () => {
    expect(manifest.packages.map(({ name }) => name)).toEqual(bundledPackages.map(({ name }) => name));
    const named = manifest.packages.map(({ file }) => file);
    expect(manifest.files.map(({ file }) => file)).toEqual(expect.arrayContaining(named));
  });

  it("stay within the budget", () => {
    const total = (files: readonly string[]) =>
      manifest.files
        .filter(({ file }) => files.includes(file))
        .reduce((sum, { gzipBytes = Number.NaN }) => sum + gzipBytes, 0);
    const eager = manifest.packages.filter((asset) => asset.eager).map(({ file }) => file);
    const sqlite = manifest.packages.flatMap(({ name, file, wasm = "" }) =>
      name === "node:sqlite" ? [file, wasm] : [],
    );
    expect(total(sqlite)).toBeLessThan(SQLITE_BUDGET_BYTES);
    const others = manifest.files.map(({ file }) => file).filter((file) => !sqlite.includes(file));
    expect(total(others)).toBeLessThan(BUDGET_BYTES);
    expect(total([manifest.host, manifest.worker, ...eager])).toBeLessThan(BOOT_BUDGET_BYTES);
  });

  it("are named by their content, so that the same sources give the same names", async () => {
    expect((await writeAssets({ folder })).files.map(({ file }) => file)).toEqual(
      manifest.files.map(({ file }) => file),
    );
  });

  it("leave import() to the loader in every bundle", async () => {
    for (const { file } of manifest.packages) {
      expect(await readFile(join(folder, file), "utf8"), file).not.toMatch(/[^.\w$"'`]import\s*\(/);
    }
  });
});
