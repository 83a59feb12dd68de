/**
 * What it costs to grade a finished shopping cart that nobody trusts: in the sandbox, one and two at once, and beside it
 * the same tests under Vitest itself with no sandbox at all (`npm run grade`).
 *
 *     node src/bench/sandbox.ts [hand-ins, default 8]
 */
import { execFile } from "node:child_process";
import { availableParallelism } from "node:os";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { loadExercise } from "../course/load-exercise.ts";
import { endSandboxes, gradeInSandbox } from "../grader/sandbox/grade-in-sandbox.ts";
import { TreeCpu } from "./tree-cpu.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const count = Number(process.argv[2] ?? 8);
const loaded = await loadExercise(root, "shopping-cart");
const files = { ...loaded.starter, ...loaded.solution };

async function grade(seed: number): Promise<number> {
  const started = performance.now();
  const outcome = await gradeInSandbox({ loaded, files, seed });
  if (outcome.kind === "cannot-grade") throw new Error(outcome.reason);
  if (!outcome.grade.passed) throw new Error("The solution did not pass: these figures would mean nothing.");
  return performance.now() - started;
}

/** Milliseconds for all hand-ins, so many at once. */
async function gradeAll(jobs: number): Promise<number> {
  const started = performance.now();
  let next = 0;
  const worker = async () => {
    while (next < count) {
      next += 1;
      await grade(next);
    }
  };
  await Promise.all(Array.from({ length: jobs }, worker));
  return performance.now() - started;
}

async function plainVitest(): Promise<number> {
  const started = performance.now();
  await promisify(execFile)(process.execPath, ["src/cli/grade.ts", "shopping-cart"], { cwd: root });
  return performance.now() - started;
}

const median = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const seconds = (ms: number): string => `${(ms / 1000).toFixed(2)} s`;

const cpu = new TreeCpu();
const cold = await grade(0);
const beginMs = cpu.ms;
const warm: number[] = [];
for (let seed = 1; seed <= count; seed += 1) warm.push(await grade(seed));
const cpuEachMs = (cpu.ms - beginMs) / count;
// The second process that runs tests is started before the clock is.
await Promise.all([grade(1), grade(2)]);
const [one, two] = [await gradeAll(1), await gradeAll(2)];
await endSandboxes();
const beforeVitestMs = cpu.ms;
const vitest = median([await plainVitest(), await plainVitest(), await plainVitest()]);
const vitestCpuMs = (cpu.ms - beforeVitestMs) / 3;
cpu.stop();

console.log(`## Grading in the sandbox

| one correct shopping cart (${availableParallelism()} cores) | time | of it computing |
|---|---|---|
| in the sandbox, the first | ${seconds(cold)} | ${seconds(beginMs)} |
| in the sandbox, each further one (median of ${count}) | **${seconds(median(warm))}** | ${seconds(cpuEachMs)} |
| \`npm run grade\`: Vitest, no sandbox, a program for each test | ${seconds(vitest)} | ${seconds(vitestCpuMs)} |
| two at once: times the throughput of one at a time | **${(one / two).toFixed(2)}** | |
`);
