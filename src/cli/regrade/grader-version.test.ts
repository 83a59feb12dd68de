import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { graderVersion } from "./grader-version.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "keepsake-version-"));
  for (const room of ["app", "engine", "grader", "session/stores", "web"])
    await mkdir(join(root, "src", room), { recursive: true });
  await writeFile(join(root, "package-lock.json"), "{}");
  await writeFile(join(root, "src/session/stores/file-store.ts"), "one");
});
afterEach(() => rm(root, { recursive: true }));

it("is another one when the library or a package changes, and the same when only a test does", async () => {
  const before = await graderVersion(root);
  await writeFile(join(root, "src/session/stores/file-store.test.ts"), "a test");
  expect(await graderVersion(root)).toBe(before);
  await writeFile(join(root, "src/session/stores/file-store.ts"), "two");
  const mended = await graderVersion(root);
  expect(mended).not.toBe(before);
  await writeFile(join(root, "package-lock.json"), "{ }");
  expect(new Set([before, mended, await graderVersion(root)]).size).toBe(3);
});
