import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { listExercises } from "../course/load-exercise.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** All mutants, each with its own programs, on a machine with other work. */
const EXERCISE_LIMIT_MS = 300_000;

test.each(await listExercises(root))(
  "%s: the starter fails, the solution passes, and every mutant fails exactly the tests it names",
  { timeout: EXERCISE_LIMIT_MS },
  async (slug) => {
    const script = fileURLToPath(new URL("check-exercises.ts", import.meta.url));
    const run = promisify(execFile)(process.execPath, [script, slug], { cwd: root });
    const output = await run.then(
      ({ stdout }) => stdout,
      ({ stdout, stderr }: { stdout: string; stderr: string }) => `${stdout}\n${stderr}`,
    );
    const problems = output.split("\n").filter((line) => !/^ {2}|^$/.test(line));
    expect(problems).toEqual([expect.stringMatching(/^✓ 1 exercise in order, seed \d+$/)]);
  },
);
