import fc from "fast-check";
import { expect, test } from "vitest";
import { foldedDiff, lineDiff } from "./line-diff.ts";

const marks = { same: " ", removed: "-", added: "+" } as const;
const told = (before: string, after: string) =>
  lineDiff(before, after).map(({ kind, text, number }) => `${number}${marks[kind]}${text}`);

test("shows what is removed and added, with the numbers of the lines", () => {
  expect(told("a\nb\nc\nd\n", "a\nx\nc\ny\nd\n")).toEqual(["1 a", "2-b", "2+x", "3 c", "4+y", "5 d"]);
  expect(told("", "a\n")).toEqual(["1+a"]);
  expect(told("a\n", "")).toEqual(["1-a"]);
  expect(told("a\n", "a\n")).toEqual(["1 a"]);
  expect(told("a\nb\n", "a\r\nb\nc")).toEqual(["1 a", "2 b", "3+c"]);
});

test("either text can be read off it, and it removes and adds no line twice", () => {
  const text = fc
    .array(fc.constantFrom("a", "b", "c", ""), { maxLength: 12 })
    .map((lines) => lines.map((l) => `${l}\n`).join(""));
  fc.assert(
    fc.property(text, text, (before, after) => {
      const lines = lineDiff(before, after);
      const without = (kind: string) => lines.filter((line) => line.kind !== kind);
      expect(
        without("added")
          .map((line) => `${line.text}\n`)
          .join(""),
      ).toBe(before);
      expect(
        without("removed")
          .map((line) => `${line.text}\n`)
          .join(""),
      ).toBe(after);
      expect(without("removed").map(({ number }) => number)).toEqual(
        without("removed").map((_, index) => index + 1),
      );
    }),
  );
});

test("texts too long to compare go whole for each other", () => {
  const long = (word: string) => Array.from({ length: 3_000 }, (_, n) => `${word} ${n}\n`).join("");
  const lines = lineDiff(`first\n${long("a")}`, `first\n${long("b")}`);
  expect(lines.slice(0, 2).map(({ kind }) => kind)).toEqual(["same", "removed"]);
  expect(lines).toHaveLength(6_001);
});

test("lines far from any change are folded", () => {
  const before = Array.from({ length: 30 }, (_, n) => `${n}\n`).join("");
  const parts = foldedDiff(lineDiff(before, before.replace("15\n", "fifteen\n")));
  expect(parts.map((part) => (part.kind === "folded" ? part.count : part.lines.length))).toEqual([12, 8, 11]);
  expect(foldedDiff(lineDiff(before, before))).toEqual([]);
});
