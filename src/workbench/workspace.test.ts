import { effect } from "@preact/signals";
import { describe, expect, it } from "vitest";
import { Workspace } from "./workspace.ts";

it("has no file that every object would have, and none without a path", () => {
  const workspace = new Workspace({ "a.ts": "a" });
  expect(workspace.read("constructor")).toBeUndefined();
  workspace.replace({ "a.ts": "b", "": "typed into no file" });
  expect(workspace.files.value).toEqual({ "a.ts": "b" });
});

describe("the files that changed", () => {
  it("are those whose text is not the starter's, made and removed ones too", () => {
    const workspace = new Workspace({ "a.ts": "a", "b.ts": "b" });
    workspace.write("a.ts", "mine");
    workspace.write("new.ts", "");
    workspace.remove("b.ts");
    expect(workspace.changed.value).toEqual(new Set(["a.ts", "b.ts", "new.ts"]));
    workspace.write("a.ts", "a");
    expect(workspace.changed.value).toEqual(new Set(["b.ts", "new.ts"]));
  });

  it("are told of once, not at each key", () => {
    const workspace = new Workspace({ "a.ts": "a", "b.ts": "b" });
    const told: string[][] = [];
    effect(() => {
      told.push([...workspace.changed.value]);
    });
    for (const text of ["ab", "abc", "abcd"]) workspace.write("a.ts", text);
    workspace.write("b.ts", "b too");
    expect(told).toEqual([[], ["a.ts"], ["a.ts", "b.ts"]]);
  });
});
