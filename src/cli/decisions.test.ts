import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** `stores/mongodb-store.ts` too: a page may leave out where a folder lies. `NAME` stands for any. */
const FILE = /`([a-z][\w-]*\/[\w./-]+\.(?:ts|tsx|mjs|md|json|css|astro))`/g;

it("the decisions name no file that is not there", async () => {
  const sources = (await readdir(`${root}src`, { recursive: true })).map((path) => `/${path}`);
  const isThere = (path: string) =>
    existsSync(root + path) || sources.some((source) => source.endsWith(`/${path}`));
  const missing: string[] = [];
  for (const name of await readdir(`${root}decisions`)) {
    const text = await readFile(`${root}decisions/${name}`, "utf8");
    for (const [, path = ""] of text.matchAll(FILE)) {
      if (!path.includes("NAME") && !isThere(path)) missing.push(`decisions/${name}: ${path}`);
    }
  }
  expect(missing).toEqual([]);
});
