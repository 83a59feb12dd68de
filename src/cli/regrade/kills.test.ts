import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readdir, readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, it } from "vitest";
import { seededRandom } from "../../grader/random.ts";
import { ClassFolder } from "./class-folder.fixture.ts";

const IS_FULL = process.env["KEEPSAKE_FULL"] === "1";
const KILLS = IS_FULL ? 20 : 2;
const HAND_INS = IS_FULL ? 200 : 24;
const script = fileURLToPath(new URL("killed-run.fixture.ts", import.meta.url));

let course: ClassFolder;
beforeEach(async () => {
  course = await ClassFolder.open();
  for (let each = 0; each < HAND_INS; each += 1) {
    const files = { ...course.solution, "server.ts": each % 3 === 0 ? "// WRONG\n" : `// ${each}\n` };
    await course.receive(`${each}.keepsake`, await course.seal({ name: `Learner ${each}`, files }));
  }
});
afterEach(() => course.close());

/** A run that grades so many hand-ins, and then waits until it is killed. */
function start(out: string, count = Number.POSITIVE_INFINITY): ChildProcess {
  const run = spawn(process.execPath, [script, course.folder, out], { stdio: ["pipe", "pipe", "inherit"] });
  // It may be killed before it has read.
  run.stdin.on("error", () => {});
  if (count === Number.POSITIVE_INFINITY) run.stdin.end();
  else run.stdin.write("x".repeat(count));
  return run;
}

/** Waits until the run has said so many lines: one for each hand-in that it has graded and kept. */
async function lines(run: ChildProcess, count: number): Promise<void> {
  let seen = 0;
  for await (const chunk of run.stdout ?? []) {
    seen += String(chunk).split("\n").length - 1;
    if (seen >= count) return;
  }
}

const kept = async (out: string) =>
  (await readdir(join(out, "ledger")).catch(() => [])).filter((name) => name.endsWith(".json")).sort();

it(`a run that is killed ${KILLS} times grades every hand-in once, and ends with the same results`, {
  timeout: 240_000,
}, async () => {
  const out = join(course.folder, "out");
  const random = seededRandom(7148, "kills");
  const identities = new Map<string, string>();
  const look = async (): Promise<void> => {
    for (const name of await kept(out)) {
      const { ino, mtimeNs } = await stat(join(out, "ledger", name), { bigint: true });
      const identity = `${ino} ${mtimeNs}`;
      // The one that was kept first stays: nothing is graded a second time.
      expect(identities.get(name) ?? identity, name).toBe(identity);
      identities.set(name, identity);
    }
  };
  for (let kill = 0; kill < KILLS; kill += 1) {
    const count = random.integer(0, Math.floor(HAND_INS / KILLS) - 2);
    // One more is under way when it is killed.
    const run = start(out, count + 1);
    await lines(run, count);
    run.kill("SIGKILL");
    if (run.exitCode === null && run.signalCode === null) await once(run, "exit");
    await look();
  }
  expect(identities.size, "killed before the end").toBeLessThan(HAND_INS);
  const last = start(out);
  await lines(last, Number.POSITIVE_INFINITY);
  if (last.exitCode === null) await once(last, "exit");
  expect(last.exitCode).toBe(0);
  await look();
  expect(identities.size).toBe(HAND_INS);
  expect((await readdir(join(out, "ledger"))).filter((name) => !name.endsWith(".json"))).toEqual([]);

  const whole = join(course.folder, "whole");
  const uninterrupted = start(whole);
  await lines(uninterrupted, Number.POSITIVE_INFINITY);
  for (const path of ["grades.json", "grades.csv", "class.html"]) {
    expect(await readFile(join(out, path), "utf8"), path).toBe(await readFile(join(whole, path), "utf8"));
  }
});
