import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("../../", import.meta.url));

test("every starter fails, every solution passes, and every mutant fails exactly the tests it names", {
  timeout: 480_000,
}, async () => {
  const script = fileURLToPath(new URL("check-exercises.ts", import.meta.url));
  const run = promisify(execFile)(process.execPath, [script], { cwd: root });
  const output = await run.then(
    ({ stdout }) => stdout,
    ({ stdout, stderr }: { stdout: string; stderr: string }) => `${stdout}\n${stderr}`,
  );
  const problems = output.split("\n").filter((line) => !/^ {2}|^$/.test(line));
  expect(problems).toEqual([expect.stringMatching(/^✓ \d+ exercises? in order, seed \d+$/)]);
});
