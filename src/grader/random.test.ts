import fc from "fast-check";
import { expect, test } from "vitest";
import { seededRandom } from "./random.ts";

test("the same seed and purpose give the same picks; another purpose gives others", () => {
  const draw = (seed: number, purpose: string) => {
    const random = seededRandom(seed, purpose);
    return Array.from({ length: 20 }, () => random.integer(0, 1_000_000));
  };
  expect(draw(7, "a test")).toEqual(draw(7, "a test"));
  expect(draw(7, "a test")).not.toEqual(draw(7, "another test"));
  expect(draw(7, "a test")).not.toEqual(draw(8, "a test"));
});

test("whole numbers stay within their limits and reach both", () => {
  fc.assert(
    fc.property(fc.nat(), fc.integer({ min: -50, max: 50 }), fc.nat({ max: 5 }), (seed, least, span) => {
      const random = seededRandom(seed, "limits");
      const drawn = Array.from({ length: 300 }, () => random.integer(least, least + span));
      expect(Math.min(...drawn)).toBe(least);
      expect(Math.max(...drawn)).toBe(least + span);
      expect(drawn.every(Number.isInteger)).toBe(true);
    }),
  );
});

test("a shuffled list has the same items, and the list given stays as it is", () => {
  fc.assert(
    fc.property(fc.nat(), fc.array(fc.integer()), (seed, items) => {
      const before = [...items];
      const shuffled = seededRandom(seed, "shuffle").shuffle(items);
      expect(shuffled.toSorted((a, b) => a - b)).toEqual(items.toSorted((a, b) => a - b));
      expect(items).toEqual(before);
    }),
  );
});

test("a sample has different items of the list, as many as asked", () => {
  const sample = seededRandom(3, "sample").sample([1, 2, 3, 4, 5], 3);
  expect(new Set(sample).size).toBe(3);
  expect(sample.every((item) => item >= 1 && item <= 5)).toBe(true);
});

test("what cannot be picked is refused", () => {
  const random = seededRandom(1, "refusals");
  expect(() => random.pick([])).toThrow(RangeError);
  expect(() => random.sample([1], 2)).toThrow(RangeError);
  expect(() => random.integer(2, 1)).toThrow(RangeError);
  expect(() => random.integer(0.5, 2)).toThrow(RangeError);
});
