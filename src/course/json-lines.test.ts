import { expect, test } from "vitest";
import { jsonLine } from "./json-lines.ts";

const text = `{
  "a": "\\"}{",
  "list": [
    1,
    { "deep": [true,
      null] },
    "x"
  ],
  "end": {}
}`;

test.each<[PropertyKey[], number]>([
  [[], 1],
  [["a"], 2],
  [["list"], 3],
  [["list", 0], 4],
  [["list", 1], 5],
  [["list", 1, "deep", 1], 6],
  [["list", 2], 7],
  [["end"], 9],
  [["list", 1, "missing"], 5],
  [["missing"], 1],
])("%j stands on line %i", (path, line) => {
  expect(jsonLine(text, path)).toBe(line);
});
