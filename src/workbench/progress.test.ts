import { expect, test } from "vitest";
import { afterAttempt } from "./progress.ts";

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
