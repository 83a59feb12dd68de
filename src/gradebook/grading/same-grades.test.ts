import { beforeEach, expect, it } from "vitest";
import { whyNoSandbox } from "../../grader/sandbox/trial-sandbox.ts";
import { TestClass } from "../class.fixture.ts";
import { assignedExercise } from "./assigned-exercises.ts";
import { gradeHandIn } from "./grade-hand-in.ts";
import { openSandbox } from "./sandbox-grading.ts";

/** All ways in which an answer does not come. */
const PROGRAM = `
import { createServer } from "node:http";
const answers = {
  "/right": (response) => response.end("right"),
  "/slow": (response) => setTimeout(() => response.end("slow"), 200),
  "/silent": () => undefined,
  "/breaks": (response) => response.destroy(),
  "/computes": () => { for (;;); },
  "/ends": () => process.exit(1),
};
createServer((request, response) => answers[request.url](response)).listen(7148);
`;
/** `npm run test:full` waits for those too that never answer. */
const IS_FULL = process.env["KEEPSAKE_FULL"] === "1";
const PATHS = ["/right", "/breaks", ...(IS_FULL ? ["/silent", "/computes"] : []), "/slow", "/ends", "/right"];
const ANSWERED = ["/right", "/slow"];

const TESTS = `
import { test } from "keepsake/grader";
import { expect } from "vitest";
for (const path of ${JSON.stringify(PATHS)})
  test("Answers " + path, async ({ browser }) => {
    expect((await browser().get(path)).status).toBe(200);
  });
`;

let course: TestClass;
beforeEach(async (context) => {
  const missing = await whyNoSandbox();
  if (missing !== undefined) context.skip(missing);
  course = await TestClass.gather();
});

it("a hand-in gets the same grade to the word, alone and beside others that keep the machine busy", {
  timeout: 240_000,
}, async () => {
  const handIn = course.handIn({ name: "Ada", files: { "server.ts": PROGRAM } });
  const exercises = [assignedExercise(course.loaded, TESTS)];
  const sandbox = await openSandbox({ isUnsafe: false, whenMissing: "" });
  const grade = () => gradeHandIn(handIn, "0".repeat(64), exercises, sandbox.gradeFiles);
  try {
    const alone = await grade();
    const [result] = alone.exercises;
    expect(result?.kind === "graded" && result.tests.map(({ state }) => state)).toEqual(
      PATHS.map((path) => (ANSWERED.includes(path) ? "pass" : "fail")),
    );
    expect(await Promise.all([grade(), grade(), grade()])).toEqual([alone, alone, alone]);
  } finally {
    await sandbox.close();
  }
});
