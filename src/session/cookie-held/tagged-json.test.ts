import { describe, expect, it } from "vitest";
import { readMembers } from "./dict-members.ts";
import { splitMembers } from "./json-members.ts";
import { FLASK_TAGS, plainJson, rawJson } from "./tagged-json.ts";

const dialect = { tags: FLASK_TAGS };

describe("values that look alike in JavaScript", () => {
  it.each([
    ["something is appended", "[[1,2],[1,2],3]", '[{" t":[1,2]},[1,2]]', '[{" t":[1,2]},[1,2],3]'],
    ["something before them changes", "[0,1,1]", "[9,1.0,1]", "[0,1.0,1]"],
    ["in a tuple", "[1,1,2]", '{" t":[1,1.0]}', '{" t":[1,1.0,2]}'],
    ["the first goes", "[[1,2]]", '[0,{" t":[1,2]}]', '[{" t":[1,2]}]'],
  ])("keep their own types: %s", (_what, json, before, after) => {
    expect(rawJson(json, dialect, before)).toBe(after);
    expect(plainJson(after, dialect)).toBe(json);
  });
});

describe("keys that V8 misreads", () => {
  it("keep their values all the same", () => {
    // What a program has read before decides: decisions/json-keys-that-v8-misreads.md.
    JSON.parse(String.raw`{"a":1,"\\":1}`);
    const split = splitMembers(String.raw`{"a":1,"\n":"kept"}`);
    if (split === undefined) throw new Error("That is an object.");
    const { data } = readMembers(split.members, { ...dialect, permanentKey: undefined }, split.value);
    expect([...data]).toEqual([
      ["a", "1"],
      ["\n", '"kept"'],
    ]);
  });
});
