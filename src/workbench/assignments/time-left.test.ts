import { expect, test } from "vitest";
import { dateInWords, timeLeft } from "./time-left.ts";

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

test.each([
  [2 * DAY_MS + 3 * 60 * MINUTE_MS + 59_000, "2 days 3 hours left"],
  [DAY_MS, "1 day left"],
  [DAY_MS - 1, "23 hours 59 minutes left"],
  [60 * MINUTE_MS, "1 hour left"],
  [14 * MINUTE_MS, "14 minutes left"],
  [59_999, "less than a minute left"],
  [-5 * DAY_MS - 60 * MINUTE_MS, "5 days 1 hour ago"],
])("%d ms away: %s", (away, words) => {
  expect(timeLeft(1e12 + away, 1e12)).toBe(words);
});

test("a due time is told in the zone of who reads it", () => {
  const due = Date.UTC(2026, 11, 1, 22, 59);
  expect(dateInWords(due, "Europe/Rome")).toMatch(/^Tuesday,? 1 December 2026 at 23:59 CET$/);
  expect(dateInWords(due, "Asia/Tokyo")).toMatch(/^Wednesday,? 2 December 2026 at 07:59/);
});
