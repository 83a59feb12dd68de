import { expect, test } from "vitest";
import { testFailure } from "./test-failure.ts";

test("an assertion keeps its message without the matcher's own words, and both values", () => {
  const error = {
    message: "POST /cart/add: expected 200 to be 201 // Object.is equality",
    expected: "201",
    actual: "200",
  };
  expect(testFailure([error], undefined)).toEqual({
    message: "POST /cart/add: expected 200 to be 201",
    expected: "201",
    received: "200",
    exchanges: [],
  });
});

test("values that are not text are shown as JSON", () => {
  const failure = testFailure([{ message: "differs", expected: { a: 1 }, actual: [2] }], undefined);
  expect(failure.expected).toBe('{\n  "a": 1\n}');
  expect(failure.received).toBe("[\n  2\n]");
});

test("a test that ran out of time says so in the grader's words", () => {
  const failure = testFailure([{ message: "Test timed out in 5000ms.\nIf this is…" }], undefined);
  expect(failure.message).toBe("This test took longer than 5 seconds and was given up.");
});

test("the first error counts, and the last lines of stderr go with it", () => {
  const stderr = Array.from({ length: 50 }, (_, line) => `line ${line}`).join("\n");
  const failure = testFailure([{ message: "first" }, { message: "second" }], { exchanges: [], stderr });
  expect(failure.message).toBe("first");
  expect(failure.stderr?.split("\n")).toHaveLength(30);
  expect(failure.stderr).toMatch(/line 49$/);
});

test("a failure without a reason says that", () => {
  expect(testFailure([], undefined).message).toBe("The test failed and gave no reason.");
});
