import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { describe, test as graded } from "@vitest/runner";
import { expect, it } from "vitest";
import { runTests } from "./run-tests.ts";

async function run(first: readonly string[]) {
  const ran: string[] = [];
  const add = (name: string) => graded(name, () => void ran.push(name));
  const grade = await runTests({
    exerciseId: "some",
    host: { seed: 1, lease: () => Promise.reject(new Error("No program here.")) },
    concurrency: 1,
    first,
    importTests: async () => {
      for (const name of ["a", "b"]) add(name);
      describe("together", () => {
        for (const name of ["c", "d"]) add(name);
      });
      add("e");
    },
  });
  return { ran, told: grade.tests.map(({ name, state }) => `${name} ${state}`) };
}

it("runs tests as they stand in the file", async () => {
  expect((await run([])).ran).toEqual(["a", "b", "c", "d", "e"]);
});

it("runs the named ones first, each within its suite, and tells of all as they stand in the file", async () => {
  const { ran, told } = await run(["d", "e", "nowhere"]);
  expect(ran).toEqual(["d", "c", "e", "a", "b"]);
  expect(told).toEqual(["a pass", "b pass", "c pass", "d pass", "e pass"]);
});

/** In a process of its own: what grade tests import as "vitest" is not what runs this file. */
const LATE_MACHINE = `
await import("./src/grader/grade-test-modules.ts");
const { bootLocalEngine } = await import("./src/engine/local/local-engine.ts");
const { runTests } = await import("./src/grader/run-tests.ts");
const { StagePool } = await import("./src/grader/stage.ts");
const boot = Promise.withResolvers();
// The runner's own timers let the process end, and there is nothing else while the machine does not come.
const alive = setInterval(() => undefined, 1000);
const pool = new StagePool({
  files: { "server.ts": 'import { createServer } from "node:http"; createServer(() => {}).listen(7148);' },
  exercise: { entry: "server.ts", port: 7148 },
  bootEngine: () => boot.promise,
  size: 1,
});
const grade = await runTests({
  exerciseId: "some",
  host: { seed: 1, lease: (options) => pool.lease(options) },
  concurrency: 1,
  testLimitMs: 100,
  onTest: () => boot.resolve(bootLocalEngine()),
  importTests: async () => {
    const { test } = await import("./src/grader/fixture.ts");
    test("too early", ({ browser }) => void browser());
    test("in time", { timeout: 60_000 }, ({ browser }) => void browser());
  },
});
await pool.close();
clearInterval(alive);
console.log(JSON.stringify(grade.tests.map(({ name, state, failure }) => [name, state, failure?.message])));
`;

it("a machine that comes when the time of its test is over serves the next one", async () => {
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", LATE_MACHINE]);
  expect(JSON.parse(stdout)).toEqual([
    ["too early", "fail", "This test took longer than 0.1 seconds and was given up."],
    ["in time", "pass", null],
  ]);
});
