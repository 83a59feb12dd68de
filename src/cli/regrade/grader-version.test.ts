import { readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join, relative, sep } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { GRADING_FOLDERS, graderVersion } from "./grader-version.ts";

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), "keepsake-version-"));
  for (const folder of [...GRADING_FOLDERS, "session/stores"])
    await mkdir(join(root, "src", folder), { recursive: true });
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

/** What begins when a hand-in is graded: in this process, in the one of the tests, and in those of programs. */
const BEGINNINGS = [
  ...["gradebook/grading/sandbox-grading.ts", "gradebook/grading/grade-hand-in.ts"],
  ...["grader/sandbox/tests-process.ts", "grader/index.ts"],
  ...["app/index.ts", "engine/local/preload.ts", "engine/inpage/redis/redis-server-command.ts"],
];

const IMPORTS =
  /^\s*(?:import|export)\s(?!type\b)(?:[^;"]*?\sfrom\s)?\s*"(\.[^"]+)"|import\(\s*"(\.[^"]+)"|new URL\("([^"]+\.ts)"/gm;

it("looks at every file that a verdict comes from", () => {
  const src = join(import.meta.dirname, "..", "..");
  const seen = new Set<string>();
  const follow = (file: string): void => {
    if (seen.has(file) || !file.endsWith(".ts")) return;
    seen.add(file);
    for (const [, statement, expression, url] of readFileSync(file, "utf8").matchAll(IMPORTS))
      follow(join(dirname(file), statement ?? expression ?? url ?? ""));
  };
  for (const file of BEGINNINGS) follow(join(src, file));
  const paths = [...seen].map((file) => relative(src, file).split(sep).join("/"));
  expect(paths).toEqual(expect.arrayContaining(["course/setup.ts", "gradebook/grading/steady-text.ts"]));
  expect(paths.filter((path) => !GRADING_FOLDERS.some((folder) => path.startsWith(`${folder}/`)))).toEqual(
    [],
  );
});
