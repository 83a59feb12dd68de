import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { Grade } from "../grader/grade.ts";

interface Ended {
  readonly code: number;
  readonly output: string;
}

/** Runs the command as a user does. */
function grade(...args: string[]): Promise<Ended> {
  const script = fileURLToPath(new URL("grade.ts", import.meta.url));
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      [script, ...args],
      { maxBuffer: 16 * 1024 * 1024 },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, output: stdout + stderr }),
    );
  });
}

test("the solution passes with Vitest itself, and the command ends with 0", {
  timeout: 120_000,
}, async () => {
  const { code, output } = await grade("shopping-cart", "--seed", "21");
  expect(output).toContain("Solution of shopping-cart, seed 21");
  expect(output).not.toContain("✗");
  expect(output).toMatch(/Passed: (\d+) of \1 tests in/);
  expect(code).toBe(0);
});

test("a mutant fails the tests it names, here as in the page's runner; the grade is there as JSON", {
  timeout: 120_000,
}, async () => {
  const { code, output } = await grade(
    "shopping-cart",
    "--mutant",
    "flash-shown-twice",
    "--seed",
    "22",
    "--json",
  );
  const { tests, passed, seed }: Grade = JSON.parse(output);
  expect(tests.filter(({ state }) => state === "fail").map(({ name }) => name)).toEqual([
    "After a form post the next page shows one message, and the one after shows none",
    "A refused form shows its message the same way, once",
  ]);
  expect([passed, seed, code]).toEqual([false, 22, 1]);
});

test("files of one's own lie over the starter; why they do not run is told once", {
  timeout: 120_000,
}, async () => {
  const folder = await mkdtemp(join(tmpdir(), "keepsake-grade-"));
  await writeFile(join(folder, "server.ts"), 'throw new Error("not today");\n');
  const { code, output } = await grade("shopping-cart", "--files", folder);
  await rm(folder, { recursive: true });
  expect(output.match(/It said: Error: not today/g)).toHaveLength(1);
  expect(output).toContain("The same as above.");
  expect(output).toMatch(/Run it again just like this with --seed \d+\./);
  expect(code).toBe(1);
});

test.each([
  [[], "Name one exercise."],
  [["no-such"], "There is no exercise no-such. There are: cookie-attributes-puzzle,"],
  [["shopping-cart", "--mutant", "no-such"], "There is no mutant no-such. There are: absent-line-is-fine,"],
  [["shopping-cart", "--starter", "--solution"], "Choose one of"],
  [["shopping-cart", "--seed", "x"], "--seed x is no whole number."],
  [
    ["shopping-cart", "--files", fileURLToPath(new URL("scaffold", import.meta.url))],
    "scaffold has none of the exercise's files (",
  ],
  [["shopping-cart", "--files", "no/such/folder"], "no/such/folder is no folder with files in it."],
  [["shopping-cart", "--nonsense"], "--nonsense"],
])("%j is refused with a reason, and the command ends with 2", async (args, reason) => {
  const { code, output } = await grade(...args);
  expect(output).toContain(reason);
  expect(code).toBe(2);
});
