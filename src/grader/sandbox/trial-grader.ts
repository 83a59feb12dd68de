/** A program of `grader-killed.test.ts`: grades a hand-in that never ends, and says when its tests have begun. */
import { gradeInSandbox } from "./grade-in-sandbox.ts";
import { loadTrial } from "./trial-sandbox.ts";

const TESTS = `
  import { test } from "keepsake/grader";
  test("Asks", async ({ browser }) => { await browser().get("/"); }, 100_000);`;
const PROGRAM = `
  import { createServer } from "node:http";
  createServer(() => { for (;;); }).listen(7148);`;

const loaded = await loadTrial("visit-counter");
const unsafe = process.argv[2] === "unsafe";
await gradeInSandbox({
  loaded,
  files: { "server.ts": PROGRAM },
  testFiles: { "grade.test.ts": TESTS },
  seed: 1,
  unsafe,
  onTests: () => console.log("begun"),
});
