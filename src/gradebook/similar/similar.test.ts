import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadExercise } from "../../course/load-exercise.ts";
import { COMPARED_LIMIT_CHARACTERS, fingerprintsOf } from "./fingerprints.ts";
import { similarPairs } from "./similar-pairs.ts";
import { tokensOf } from "./tokens.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const { starter, solution, variants } = await loadExercise(root, "shopping-cart");
const variant = (name: string) => ({ ...starter, ...variants.find((each) => each.name === name)?.files });

/** The same program with other names, other texts and comments. */
function disguised(files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(files).map(([path, text]) => [
      path,
      text
        .replaceAll(/\bcart\b(?!["'/])/g, "basket")
        .replaceAll(/\bquantity\b/g, "amount")
        .replaceAll(/\n/g, "\n// mine\n"),
    ]),
  );
}

describe("similar hand-ins", () => {
  it("are found when one was copied and renamed, with the lines", () => {
    const copied = { ...starter, ...solution };
    const pairs = similarPairs(
      [
        { key: "bob", files: disguised(copied) },
        { key: "ada", files: copied },
        { key: "eve", files: variant("class-and-map") },
        { key: "joe", files: variant("plain-express") },
      ],
      starter,
    );
    expect(pairs.map(({ one, other }) => [one, other])).toEqual([["ada", "bob"]]);
    const [pair] = pairs;
    expect(pair?.share).toBeGreaterThan(0.9);
    const [first] = pair?.lines ?? [];
    expect(first?.one.path).toBe(first?.other.path);
    expect(first?.other.toLine).toBeGreaterThan(first?.one.toLine ?? 0);
  });

  it("are not those who left the starter as it is, nor those who solved it by themselves", () => {
    const untouched = similarPairs(
      [
        { key: "a", files: starter },
        { key: "b", files: starter },
      ],
      starter,
    );
    expect(untouched).toEqual([]);
    const own = variants.map(({ name, files }) => ({ key: name, files: { ...starter, ...files } }));
    expect(similarPairs([...own, { key: "solution", files: { ...starter, ...solution } }], starter)).toEqual(
      [],
    );
  });

  it("do not depend on the order in which they came", () => {
    const copied = { ...starter, ...solution };
    const three = ["a", "b", "c"].map((key) => ({ key, files: copied }));
    expect(similarPairs(three.toReversed(), starter)).toEqual(similarPairs(three, starter));
    expect(similarPairs(three, starter)).toHaveLength(3);
  });
});

it("a token keeps its line, and the names of members", () => {
  expect(
    tokensOf("const a = /* x\n */ req.session; // end\nb(1.5, `t\n`)").map(
      ({ text, line }) => `${line} ${text}`,
    ),
  ).toEqual([
    ...["1 const", "1 name", "1 =", "2 name", "2 .", "2 session", "2 ;"],
    ...["3 name", "3 (", "3 0", "3 ,", '3 ""', "4 )"],
  ]);
});

describe("a text that is never closed", () => {
  it.each(['"', "'", "`"])("is one token, however often %s is escaped in it", (quote) => {
    const tokens = tokensOf(`a ${quote}${`\\${quote}`.repeat(200_000)}`);
    expect(tokens.map(({ text }) => text)).toEqual(["name", '""']);
  });

  it("ends with its line, unless the line goes on behind a backslash or the text is a template", () => {
    const told = (source: string) => tokensOf(source).map(({ line, text }) => `${line} ${text}`);
    expect(told('"a\nb')).toEqual(['1 ""', "2 name"]);
    expect(told("'a\\\nb'\nc")).toEqual(['1 ""', "3 name"]);
    expect(told("`a\nb\\")).toEqual(['1 ""']);
    expect(told('"\\')).toEqual(['1 ""']);
  });
});

it("a file that nobody wrote by hand is not compared", () => {
  const text = "a(b);".repeat(20).padEnd(COMPARED_LIMIT_CHARACTERS);
  expect(fingerprintsOf({ "a.ts": text }).size).toBeGreaterThan(0);
  expect(fingerprintsOf({ "a.ts": `${text}c` }).size).toBe(0);
});
