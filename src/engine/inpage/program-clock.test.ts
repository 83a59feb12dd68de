import { afterAll, describe, expect, it } from "vitest";
import { installClock } from "./program-clock.ts";

const HOUR_MS = 3_600_000;

describe("the program's clock", () => {
  const Real = Date;
  const format = Object.getOwnPropertyDescriptors(Intl.DateTimeFormat.prototype);
  afterAll(() => {
    Real.prototype.constructor = Real;
    Object.defineProperties(Intl.DateTimeFormat.prototype, format);
  });

  it("moves Date and nothing else", () => {
    const target = { Date: Real };
    const clock = installClock(target);
    const steady = performance.now();
    clock.setOffset(HOUR_MS);
    const moved = target.Date.now() - Real.now();
    expect(Math.abs(moved - HOUR_MS)).toBeLessThan(60_000);
    expect(Math.abs(new target.Date().getTime() - target.Date.now())).toBeLessThan(60_000);
    expect(performance.now() - steady).toBeLessThan(HOUR_MS);
    expect(new target.Date(5).getTime()).toBe(5);
    expect(new target.Date(2020, 1, 2)).toEqual(new Real(2020, 1, 2));
    expect(target.Date.UTC(2020, 0)).toBe(Real.UTC(2020, 0));
    expect(target.Date.parse("2020-01-01")).toBe(Real.parse("2020-01-01"));
    clock.setOffset(0);
    expect(Math.abs(target.Date.now() - Real.now())).toBeLessThan(60_000);
  });

  it("stays a Date: instances, subclasses, a call without new, today in Intl", () => {
    const target = { Date: Real };
    const clock = installClock(target);
    clock.setOffset(400 * 24 * HOUR_MS);
    const date = new target.Date();
    expect(date).toBeInstanceOf(Real);
    expect(date.constructor).toBe(target.Date);
    expect(target.Date.name).toBe("Date");
    expect(target.Date.length).toBe(7);
    class Own extends target.Date {}
    expect(new Own()).toBeInstanceOf(Own);
    const call = target.Date as unknown as () => string;
    expect(call()).toContain(String(date.getFullYear()));
    expect(new Intl.DateTimeFormat("en", { year: "numeric" }).format()).toBe(String(date.getFullYear()));
  });
});
