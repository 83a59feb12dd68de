import { describe, expect, it } from "vitest";
import { Remembered } from "./remembered.ts";

describe("what is remembered", () => {
  it("is what was noted last", () => {
    const remembered = new Remembered<number>(100);
    expect(remembered.recall("a")).toBeUndefined();
    remembered.note("a", 1, 10);
    remembered.note("a", 2, 10);
    expect(remembered.recall("a")).toBe(2);
  });

  it("goes when twice the limit came after it, the oldest first", () => {
    const remembered = new Remembered<number>(100);
    for (let n = 0; n < 1000; n += 1) remembered.note(`key ${n}`, n, 10);
    const kept = Array.from({ length: 1000 }, (_, n) => n).filter(
      (n) => remembered.recall(`key ${n}`) !== undefined,
    );
    expect(kept).toEqual(Array.from({ length: kept.length }, (_, n) => 1000 - kept.length + n));
    expect(kept.length).toBeGreaterThanOrEqual(10);
    expect(kept.length).toBeLessThanOrEqual(20);
  });

  it("is never the older of two values of one key", () => {
    const remembered = new Remembered<number>(20);
    remembered.note("a", 1, 10);
    remembered.note("b", 1, 10);
    remembered.note("a", 2, 10);
    expect(remembered.recall("a")).toBe(2);
  });

  it("takes nothing that is larger than all of it", () => {
    const remembered = new Remembered<number>(100);
    remembered.note("a", 1, 10);
    remembered.note("b", 1, 101);
    expect([remembered.recall("a"), remembered.recall("b")]).toEqual([1, undefined]);
  });
});
