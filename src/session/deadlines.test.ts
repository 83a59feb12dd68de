import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { Deadlines } from "./deadlines.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

it("ends each wait after its time, and not much later", () => {
  const deadlines = new Deadlines(1000);
  const over: string[] = [];
  deadlines.start(1000, () => over.push("first"));
  vi.advanceTimersByTime(350);
  deadlines.start(1000, () => over.push("second"));
  deadlines.start(3000, () => over.push("long"));
  vi.advanceTimersByTime(649);
  expect(over).toEqual([]);
  vi.advanceTimersByTime(201);
  expect(over).toEqual(["first"]);
  vi.advanceTimersByTime(149);
  expect(over).toEqual(["first"]);
  vi.advanceTimersByTime(201);
  expect(over).toEqual(["first", "second"]);
  vi.advanceTimersByTime(2000);
  expect(over).toEqual(["first", "second", "long"]);
});

it("forgets what was ended, and has no timer when nothing is waited for", () => {
  const deadlines = new Deadlines(10);
  const over: number[] = [];
  const waits = [0, 1, 2, 3].map((n) => deadlines.start(10, () => over.push(n)));
  expect([0, 2].map((n) => deadlines.end(waits[n] as (typeof waits)[number]))).toEqual([true, true]);
  vi.advanceTimersByTime(20);
  expect(over.sort()).toEqual([1, 3]);
  expect(waits.map((wait) => deadlines.end(wait))).toEqual([false, false, false, false]);
  expect(vi.getTimerCount()).toBe(0);
  deadlines.start(10, () => over.push(4));
  vi.advanceTimersByTime(20);
  expect(over).toEqual([1, 3, 4]);
});
