import { describe, expect, it } from "vitest";
import { identify, sameName } from "./identify.ts";
import { namePattern } from "./name-pattern.ts";

const ada = { name: "Ada Lovelace", studentNumber: "1815" };
const roster = [
  { name: "Lovelace, Ada", number: "S1815", lmsId: "7" },
  { name: "Babbage, Charles", number: "1791", lmsId: "9" },
];

describe("who handed in", () => {
  it("is who the LMS says, with the roster's name and number", () => {
    const { learner, otherName } = identify("Babbage Charles_9_assignsubmission_file_/x.keepsake", ada, {
      roster,
    });
    expect(learner).toMatchObject({ name: "Babbage, Charles", number: "1791" });
    expect(otherName).toBe("Babbage, Charles");
  });

  it("is who Canvas says, by its id, or by its name when the roster has no ids", () => {
    const path = "lovelaceada_LATE_7_22_x.keepsake";
    const byId = identify(path, ada, { roster });
    expect(byId).toMatchObject({ learner: { name: "Lovelace, Ada" }, mark: { isLate: true } });
    expect(byId.otherName).toBeUndefined();
    const byName = identify(path, undefined, { roster: roster.map(({ name }) => ({ name })) });
    expect(byName.learner.name).toBe("Lovelace, Ada");
  });

  it("is nobody whose name is only among the words that an LMS says", () => {
    const named = (path: string, names: readonly string[]) =>
      identify(path, undefined, { roster: names.map((name) => ({ name })) }).learner.roster?.name;
    const file = "_assignsubmission_file_/x.keepsake";
    expect(named(`Jane Marie Curie_5${file}`, ["Curie, Marie"])).toBeUndefined();
    expect(named(`Marie Curie_5${file}`, ["Curie, Jane Marie"])).toBeUndefined();
    expect(named(`Marie Curie_5${file}`, ["Curie, Marie", "Curie, Jane Marie"])).toBe("Curie, Marie");
    expect(named(`Ann Alee_5${file}`, ["Anna Lee"])).toBeUndefined();
    expect(named("oneillannasophie_5_6_x.keepsake", ["O'Neill, Anna-Sophie", "O'Neill, Anna"])).toBe(
      "O'Neill, Anna-Sophie",
    );
  });

  it("of another LMS than the roster's is nobody on it, whatever the name", () => {
    const ofCanvas = [{ name: "Curie, Marie", lmsId: "124", lms: "canvas" as const }];
    expect(
      identify("Marie Curie_5_assignsubmission_file_/x.keepsake", undefined, { roster: ofCanvas }).learner
        .roster,
    ).toBeUndefined();
    expect(
      identify("curiemarie_124_6_x.keepsake", undefined, { roster: ofCanvas }).learner.roster,
    ).toBeDefined();
  });

  it("is who the pattern says", () => {
    const pattern = namePattern("{number}.keepsake");
    expect(identify("1791.keepsake", ada, { roster, pattern }).learner.name).toBe("Babbage, Charles");
  });

  it("is who the hand-in says where nobody else does", () => {
    expect(identify("x.keepsake", { ...ada, studentNumber: "s 1815" }, { roster }).learner.number).toBe(
      "S1815",
    );
    expect(identify("x.keepsake", ada, {}).learner).toEqual({
      key: "says:1815:ada lovelace",
      name: "Ada Lovelace",
      number: "1815",
    });
  });

  it("is one learner however the name is written, and two when the number is another", () => {
    const key = (name: string, studentNumber: string) =>
      identify("x", { name, studentNumber }, {}).learner.key;
    expect(key("ADA  lovelace", "1815")).toBe(key("Lovelace Ada", "1815"));
    expect(key("Ada Lovelace", "1816")).not.toBe(key("Ada Lovelace", "1815"));
  });
});

it.each([
  ["Jane Doe", "Doe, Jane", true],
  ["Jane Doe", "doejane", true],
  ["José Muñoz", "jose munoz", true],
  ["Jane Doe", "Jane Mary Doe", true],
  ["Jane Doe", "Jane Roe", false],
  ["Jane", "Jane Doe", false],
  ["", "Jane Doe", false],
  ["Maria da Luz de Souza e Castro Lima", "castrolimamariadaluzdesouzae", true],
  ["a aa aaa aaaa aaaaa aaaaaa aaaaaaa aaaaaaaa aaaaaaaaa aaaaaaaaaa aaaaaaaaaaa", `${"a".repeat(66)}`, true],
  [`${"a ".repeat(60)}b`, `${"a".repeat(60)}c`, false],
])("%j and %j: %s", (one, other, same) => {
  expect([sameName(one, other), sameName(other, one)]).toEqual([same, same]);
});
