import { expect, test } from "vitest";
import type { Grade } from "../../grader/grade.ts";
import {
  ATTEMPTS_KEPT,
  type Attempt,
  attemptOf,
  emptyLog,
  TAKEN_KEPT,
  withAttempt,
  withHint,
  withSolutionShown,
  withTaken,
} from "./attempt-log.ts";

const attempt = (atMs: number): Attempt => ({ atMs, durationMs: 5, passed: false, seed: 1, tests: [] });

test("an attempt keeps each test's sentence and state, and nothing of the learner's program", () => {
  const grade: Grade = {
    exerciseId: "cart",
    seed: 7,
    passed: false,
    durationMs: 12.6,
    tests: [
      {
        name: "Adding answers 201",
        state: "fail",
        durationMs: 3,
        failure: { message: "my secret", exchanges: [], stderr: "at server.ts:1" },
      },
    ],
  };
  expect(attemptOf(grade, 99)).toEqual({
    atMs: 99,
    durationMs: 13,
    passed: false,
    seed: 7,
    tests: [{ name: "Adding answers 201", state: "fail" }],
  });
});

test("of many attempts the first ones and the latest stay, and the others are counted", () => {
  let log = emptyLog("cart");
  for (let atMs = 1; atMs <= ATTEMPTS_KEPT + 3; atMs++) log = withAttempt(log, attempt(atMs));
  expect(log.attempts).toHaveLength(ATTEMPTS_KEPT);
  expect(log.attemptsLeftOut).toBe(3);
  expect(log.attempts[0]?.atMs).toBe(1);
  expect(log.attempts[ATTEMPTS_KEPT / 2 - 1]?.atMs).toBe(ATTEMPTS_KEPT / 2);
  expect(log.attempts.at(-1)?.atMs).toBe(ATTEMPTS_KEPT + 3);
});

test("of a hint and of the solution, the first time counts", () => {
  const asked = withHint(emptyLog("cart"), { hint: 1, atMs: 10, asked: true });
  expect(withHint(asked, { hint: 1, atMs: 20, asked: false })).toEqual(asked);
  const shown = withSolutionShown(asked, 30);
  expect(withSolutionShown(shown, 40).solutionShownAtMs).toBe(30);
});

test("files taken from the solution are bounded, the latest stay", () => {
  let log = emptyLog("cart");
  for (let atMs = 1; atMs <= TAKEN_KEPT + 1; atMs++) log = withTaken(log, { path: "server.ts", atMs });
  expect(log.taken).toHaveLength(TAKEN_KEPT);
  expect(log.taken.at(-1)?.atMs).toBe(TAKEN_KEPT + 1);
});
