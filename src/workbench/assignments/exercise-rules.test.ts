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

test("of several assignments the strictest counts, and is the way back", () => {
  const all = [
    kept("late", { title: "Last opened", hints: true, solution: true }),
    kept("early", { title: "Closes", hints: false, solution: true }),
  ];
  expect(rulesOf(all, "shopping-cart", DUE_MS)).toEqual({
    hints: false,
    solution: true,
    assignment: { title: "Closes", href: "/assignment/#early" },
  });
});

test("the way back is one that is not over, and among those the one opened last", () => {
  const free = { hints: true, solution: true };
  const all = [
    kept("over", { ...free, dueAtMs: DUE_MS - 1000 }),
    kept("running", free),
    kept("running-too", free),
  ];
  const back = (nowMs: number) => rulesOf(all, "shopping-cart", nowMs).assignment?.href;
  expect(back(DUE_MS)).toBe("/assignment/#running");
  expect(back(DUE_MS + 1)).toBe("/assignment/#over");
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
