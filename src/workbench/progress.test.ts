import { expect, test } from "vitest";
import { afterAttempt, afterSolutionShown, standingOf } from "./progress.ts";

test("attempts are counted, and the first that passes gives the date", () => {
  const none = { exerciseId: "cart", attempts: 0 };
  const failed = afterAttempt(none, { passed: false, atMs: 10 });
  const passed = afterAttempt(failed, { passed: true, atMs: 20 });
  const again = afterAttempt(passed, { passed: true, atMs: 30 });
  expect(failed).toEqual({ exerciseId: "cart", attempts: 1 });
  expect(passed).toEqual({ exerciseId: "cart", attempts: 2, passedAtMs: 20 });
  expect(again).toEqual({ exerciseId: "cart", attempts: 3, passedAtMs: 20 });
  expect(afterAttempt(again, { passed: false, atMs: 40 }).passedAtMs).toBe(20);
});

test("a solution that was asked for before passing makes the pass an assisted one", () => {
  const asked = afterSolutionShown({ exerciseId: "cart", attempts: 1 }, 10);
  expect(asked).toEqual({ exerciseId: "cart", attempts: 1, solutionShownAtMs: 10 });
  expect(afterSolutionShown(asked, 20)).toEqual(asked);
  expect(standingOf(asked)).toBe("open");
  expect(standingOf(afterAttempt(asked, { passed: true, atMs: 30 }))).toBe("assisted");
});

test("who has passed may look at the solution freely", () => {
  const passed = { exerciseId: "cart", attempts: 1, passedAtMs: 10 };
  expect(standingOf(afterSolutionShown(passed, 20))).toBe("passed");
});
