import { expect, test } from "vitest";
import { commentedLines, stretchesOf } from "./commented-lines.ts";

const text = `${Array.from({ length: 30 }, (_, index) => `line ${index + 1}`).join("\n")}\n`;

test("a comment stands at its line, and one beyond the end at the last", () => {
  const lines = commentedLines(text, [
    { line: 2, text: "first" },
    { line: 2, text: "second" },
    { line: 99, text: "at the end" },
  ]);
  expect(lines).toHaveLength(30);
  expect(lines[1]).toEqual({ number: 2, text: "line 2", comments: ["first", "second"] });
  expect(lines.at(-1)?.comments).toEqual(["at the end"]);
  expect(commentedLines("", [])).toEqual([{ number: 1, text: "", comments: [] }]);
});

test("stretches are the commented lines with three around, joined where they meet", () => {
  const numbers = (at: number[]) =>
    stretchesOf(
      commentedLines(
        text,
        at.map((line) => ({ line, text: "x" })),
      ),
    ).map((stretch) => [stretch[0]?.number, stretch.at(-1)?.number]);
  expect(numbers([])).toEqual([]);
  expect(numbers([1])).toEqual([[1, 4]]);
  expect(numbers([5, 11, 25])).toEqual([
    [2, 14],
    [22, 28],
  ]);
});
