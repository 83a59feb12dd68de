import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { instantOf, wallTimeOf } from "./zoned-time.ts";

const zones = [
  "Europe/Rome",
  "America/New_York",
  "Asia/Kolkata",
  "Australia/Lord_Howe",
  "Pacific/Apia",
  "UTC",
];

describe("a time in a zone", () => {
  it("is the instant at which that zone's clocks show it", () => {
    expect(instantOf("2026-12-01T23:59", "Europe/Rome")).toBe(Date.UTC(2026, 11, 1, 22, 59));
    expect(instantOf("2026-07-01T23:59", "Europe/Rome")).toBe(Date.UTC(2026, 6, 1, 21, 59));
    expect(instantOf("2026-12-01T09:00", "Asia/Kolkata")).toBe(Date.UTC(2026, 11, 1, 3, 30));
  });

  it("is the first of two when clocks go back, and moves on when they skip it", () => {
    expect(instantOf("2026-10-25T02:30", "Europe/Rome")).toBe(Date.UTC(2026, 9, 25, 0, 30));
    expect(instantOf("2026-03-29T02:30", "Europe/Rome")).toBe(Date.UTC(2026, 2, 29, 1, 30));
  });

  it("is shown again as it was typed, at any minute that the zone has", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 36_000_000 }), fc.constantFrom(...zones), (minute, zone) => {
        const wallTime = wallTimeOf(minute * 60_000, zone);
        expect(wallTimeOf(instantOf(wallTime, zone) ?? 0, zone)).toBe(wallTime);
      }),
    );
  });

  it("is nothing when it is not a time", () => {
    expect(instantOf("", "UTC")).toBeUndefined();
    expect(instantOf("2026-13-01T00:00", "UTC")).toBeUndefined();
  });
});
