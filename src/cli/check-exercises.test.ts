import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterAll, expect, test } from "vitest";
import { listExercises } from "../course/load-exercise.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** All mutants of an exercise, each with its own programs, on a machine with other work. */
const EXERCISE_LIMIT_MS = 300_000;

const slugs = await listExercises(root);
/** One process for all: what it reads of the library and its types serves every exercise. */
const script = fileURLToPath(new URL("check-exercises.ts", import.meta.url));
const child = spawn(process.execPath, [script, ...slugs], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
const ended = once(child, "exit");
let complaints = "";
child.stderr.on("data", (chunk: Buffer) => {
  complaints += chunk.toString();
});
const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
afterAll(async () => {
  child.kill();
  await ended;
});

/** What it says of an exercise, without its progress. */
async function saidOf(slug: string): Promise<string[]> {
  let said: string[] = [];
  for (let next = await lines.next(); next.done !== true; next = await lines.next()) {
    const last = /^[✓✗] ([\w-]+)(?:$|: \d+ problems$)/.exec(next.value);
    if (!next.value.startsWith("  ")) said.push(next.value);
    if (last?.[1] === slug) return said;
    // Of one whose test has given up.
    if (last !== null) said = [];
  }
  return [...said, complaints];
}

test.each(slugs)(
  "%s: the starter fails, the solution passes, and every mutant fails exactly the tests it names",
  { timeout: EXERCISE_LIMIT_MS },
  async (slug) => {
    expect(await saidOf(slug)).toEqual([`✓ ${slug}`]);
  },
);
