/**
 * Runs what takes too long for `npm test`, one after another, and writes the results into the README, between
 * their two marks. Ends with 1 when something failed; the results are written all the same.
 *
 *     npm run test:full                    # everything
 *     npm run test:full -- fuzz kills      # some of it; the README stays as it is
 */
import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { availableParallelism, tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { fileURLToPath } from "node:url";
import {
  type FullResult,
  type MutationReport,
  markdownOf,
  resultOfMutants,
  resultOfTests,
  type VitestReport,
  withFullResults,
} from "./full-report.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
/** What the issue asks for; Stryker's own setting says the same. */
const LEAST_KILLED_PERCENT = 90;

interface Step {
  readonly name: string;
  readonly what: string;
  run(what: string, folder: string): Promise<FullResult>;
}

const STEPS: readonly Step[] = [
  tests("fuzz", "Fuzz: a million inputs to each parser and codec (settings: 100,000)", ["src/session/fuzz"]),
  tests("kills", "SIGKILL while writing: nothing acknowledged lost, nothing torn", [
    "src/session/proof/kills.test.ts",
    "src/session/proof/server-kills.test.ts",
  ]),
  tests("regrade", "SIGKILL while grading 200 hand-ins, 20 times: each graded once, the same results", [
    "src/cli/regrade/kills.test.ts",
    "src/gradebook/grading/same-grades.test.ts",
  ]),
  tests("heap", "Flat heap: a million sessions created and expired", ["src/session/proof/flat-heap.test.ts"]),
  tests(
    "leaks",
    "In the page: 200 times Run and Stop, 50 playgrounds, 50 lesson changes; nothing left behind",
    ["src/e2e/leaks.test.ts"],
    "browser",
  ),
  tests(
    "power-loss",
    "The browser killed 100 times while one types: at most the last second missing, never a torn draft",
    ["src/e2e/power-loss.test.ts"],
    "browser",
  ),
  tests(
    "course",
    "The course on the in-page engine: every lesson and every exercise, as in Node",
    ["src/e2e/course-in-page.test.ts"],
    "browser",
  ),
  tests(
    "contract",
    "The engine's contract in Chromium, Firefox and WebKitGTK, a machine for each case; this machine's engine in a page",
    ["src/engine/inpage/inpage-engine.browser.test.ts", "src/e2e/local-engine.test.ts"],
    "browser",
  ),
  tests(
    "growth",
    "A lesson's page in courses of 10 and of 60 lessons: the same weight",
    ["src/e2e/course-growth.test.ts"],
    "browser",
  ),
  tests("backends", "Every backend: checks, races, faults, and a minute of stories against the model", [
    "src/session/proof/",
    "--exclude",
    "**/{kills,server-kills,flat-heap}.test.ts",
  ]),
  tests("hostile", "Hostile hand-ins: each graded as it deserves, with Node's permissions and without", [
    "src/grader/sandbox",
  ]),
  { name: "mutants", what: "Mutants of the pure core that a test kills", run: mutants },
];

function tests(
  name: string,
  what: string,
  args: readonly string[],
  project: "node" | "browser" = "node",
): Step {
  return {
    name,
    what,
    async run(title, folder) {
      const started = performance.now();
      const output = join(folder, `${name}.json`);
      const end = await ended("vitest", [
        ...["run", "--project", project, "--reporter", "default"],
        ...["--reporter", "json", "--outputFile.json", output, ...args],
      ]);
      const report = (await reportOf(output, end)) as VitestReport;
      return resultOfTests(title, report, minutesSince(started));
    },
  };
}

async function mutants(title: string): Promise<FullResult> {
  const started = performance.now();
  const output = join(root, "build/mutation.json");
  await rm(output, { force: true });
  const end = await ended("stryker", ["run", "src/cli/mutation/stryker.config.mjs"]);
  const report = (await reportOf(output, end)) as MutationReport;
  return resultOfMutants(title, report, LEAST_KILLED_PERCENT, minutesSince(started));
}

/** Runs it to its end, and says how that was: "vitest ended with 1". What it found is in its report. */
function ended(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(join(root, "node_modules/.bin", command), args, {
      cwd: root,
      stdio: "inherit",
      env: { ...process.env, KEEPSAKE_FULL: "1" },
    });
    child.on("error", reject);
    child.on("exit", (code, signal) => resolve(`${command} ended with ${code ?? signal}`));
  });
}

async function reportOf(file: string, end: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, "utf8");
  } catch (error) {
    throw new Error(`${end}, and left no report: its last lines above say why.`, { cause: error });
  }
  return JSON.parse(text);
}

function minutesSince(startedMs: number): number {
  return (performance.now() - startedMs) / 60_000;
}

/** A step that cannot even say what happened has failed; the others go on. */
async function take({ what, run }: Step, folder: string): Promise<FullResult> {
  const started = performance.now();
  try {
    return await run(what, folder);
  } catch (error) {
    const result = "**could not run**";
    return { what, result, passed: false, minutes: minutesSince(started), details: [String(error)] };
  }
}

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !STEPS.some((step) => step.name === name));
if (unknown.length > 0) {
  console.error(`There is no ${unknown.join(", ")}. There are ${STEPS.map(({ name }) => name).join(", ")}.`);
  process.exit(2);
}
const folder = await mkdtemp(join(tmpdir(), "keepsake-full-"));
const results: FullResult[] = [];
try {
  for (const step of STEPS) {
    if (asked.length === 0 || asked.includes(step.name)) results.push(await take(step, folder));
  }
} finally {
  await rm(folder, { recursive: true, force: true });
}
const circumstances = `Node ${process.version}, ${availableParallelism()} cores, ${new Date().toISOString().slice(0, 10)}.`;
const part = markdownOf(results, circumstances);
console.log(`\n${part}`);
if (asked.length === 0) {
  const readme = join(root, "README.md");
  await writeFile(readme, withFullResults(await readFile(readme, "utf8"), part));
}
process.exitCode = results.every(({ passed }) => passed) ? 0 : 1;
