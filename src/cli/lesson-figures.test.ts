import { readFile } from "node:fs/promises";
import { expect, it } from "vitest";

const LESSON = "lessons/17-beyond-one-machine/03-small-sessions.mdx";
/** The bench runs on a shared machine: figures of one month are those of the next within this. */
const TOLERANCE = 0.25;
/** What a figure of a few microseconds may differ by beside. */
const NOISE_US = 1;

const read = (path: string) => readFile(new URL(`../../${path}`, import.meta.url), "utf8");

/** "keepsake, Redis" and the numbers behind it, of each such row. Of two with one name the first. */
function rows(text: string): Map<string, number[]> {
  const found = new Map<string, number[]>();
  for (const [, name = "", cells = ""] of text.matchAll(
    /^\| ((?:keepsake|express-session), [^|]+) \|(.*)\|$/gm,
  )) {
    if (!found.has(name))
      found.set(
        name,
        cells.split("|").map((cell) => Number.parseFloat(cell)),
      );
  }
  return found;
}

const lesson = await read(LESSON);
const taught = rows(lesson);

it("the costs that the lesson teaches are those that the README measured, within a quarter", async () => {
  const measured = rows(await read("README.md"));
  expect([...taught.keys()]).toHaveLength(6);
  for (const [name, [untouched = Number.NaN, reading = Number.NaN, posting = Number.NaN]] of taught) {
    const [readUntouched, readReading, , readPosting] = measured.get(name) ?? [];
    const pairs = {
      untouched: [untouched, readUntouched],
      read: [reading, readReading],
      post: [posting, readPosting],
    };
    for (const [what, [said = Number.NaN, found = Number.NaN]] of Object.entries(pairs)) {
      const how = `${LESSON} says ${said} µs for "${name}", ${what}, and the README ${found}`;
      expect(Math.abs(said - found), how).toBeLessThanOrEqual(Math.max(found * TOLERANCE, NOISE_US));
    }
  }
});

it("the lesson's example reckons with the figures of its table", () => {
  const [, reading, posting] = taught.get("keepsake, Redis") ?? [];
  const [, readUs, postUs, sumMs] =
    /400 × ([\d.]+) µs and 100 × ([\d.]+) µs are ([\d.]+) thousandths/.exec(lesson)?.map(Number) ?? [];
  expect([readUs, postUs]).toEqual([reading, posting]);
  expect(sumMs).toBeCloseTo((400 * Number(reading) + 100 * Number(posting)) / 1000, 1);
});
