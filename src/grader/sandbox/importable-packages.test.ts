import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { importablePackages } from "./importable-packages.ts";

let modules: string;
beforeEach(async () => {
  modules = await mkdtemp(join(tmpdir(), "keepsake-modules-"));
});
afterEach(() => rm(modules, { recursive: true }));

async function install(path: string, description: object = {}): Promise<void> {
  await mkdir(join(modules, path), { recursive: true });
  await writeFile(join(modules, path, "package.json"), JSON.stringify(description));
}

it("are those that programs may import and what those need, and nothing else that lies there", async () => {
  await install("morgan", { dependencies: { debug: "1", "@scope/part": "1", "not-installed": "1" } });
  await install("morgan/node_modules/debug", {
    dependencies: { ms: "1" },
    optionalDependencies: { extra: "1" },
  });
  await install("debug", { dependencies: { unused: "1" } });
  await install("@scope/part", { dependencies: { morgan: "1" } });
  for (const name of ["ms", "extra", "unused", "pg", ".cache", "express"]) await install(name);
  expect(await importablePackages(modules, new Set(["express"]))).toEqual([
    ...["@scope/part", "extra", "morgan", "ms"],
  ]);
});
