import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { loadExercise } from "../../course/load-exercise.ts";
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
