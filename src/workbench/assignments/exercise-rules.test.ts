import { expect, test } from "vitest";
import { assignment, DUE_MS } from "../../assignment/assignment.fixture.ts";
import type { Assignment } from "../../assignment/assignment.ts";
import { NO_RULES, rulesOf } from "./exercise-rules.ts";

const kept = (fingerprint: string, change: Partial<Assignment>) => ({
  fingerprint,
  openedAtMs: 0,
  assignment: { ...assignment, ...change },
});

test("an exercise that nobody assigned has no rules", () => {
  expect(rulesOf([], "shopping-cart", 0)).toEqual(NO_RULES);
  expect(rulesOf([kept("a", {})], "visit-counter", 0)).toEqual(NO_RULES);
});

test("of several assignments the strictest counts, and the one opened last is the way back", () => {
  const all = [
    kept("late", { title: "Last opened", hints: true, solution: true }),
    kept("early", { hints: false, solution: true }),
  ];
  expect(rulesOf(all, "shopping-cart", DUE_MS)).toEqual({
    hints: false,
    solution: true,
    assignment: { title: "Last opened", href: "/assignment/#late" },
  });
});

test("what is over forbids nothing any more, and without a due time it is never over", () => {
  const strict = { hints: false, solution: false };
  expect(rulesOf([kept("a", strict)], "shopping-cart", DUE_MS + 1)).toMatchObject({
    hints: true,
    solution: true,
  });
  const { dueAtMs: _, ...endless } = { ...assignment, ...strict };
  const forever = [{ fingerprint: "a", openedAtMs: 0, assignment: endless }];
  expect(rulesOf(forever, "shopping-cart", DUE_MS * 2)).toMatchObject(strict);
});
