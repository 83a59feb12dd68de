import { signal } from "@preact/signals";
import { beforeEach, describe, expect, it } from "vitest";
import type { TestResult } from "../../grader/grade.ts";
import type { CheckState } from "../bench.ts";
import type { ProgramState } from "../bench-state.ts";
import { Workspace } from "../workspace.ts";
import { EditorDesk } from "./editor-desk.ts";

const starter = { "server.ts": 'import "./cart.ts";\n', "cart.ts": "export {};\n" };

let workspace: Workspace;
let desk: EditorDesk;
const program = signal<ProgramState>({ kind: "stopped" });
const checked = signal<CheckState>({ kind: "none" });

beforeEach(() => {
  program.value = { kind: "stopped" };
  checked.value = { kind: "none" };
  workspace = new Workspace(starter);
  const bench = { workspace, processes: [{ state: program }], checked };
  desk = new EditorDesk({ bench, open: ["server.ts"], readonly: [] });
});

function testThatFailed(name: string, stderr: string | undefined): TestResult {
  const failure = {
    message: "The server answered 500.",
    exchanges: [],
    ...(stderr === undefined ? {} : { stderr }),
  };
  return { name, state: "fail", durationMs: 1, failure };
}

describe("a file of one's own", () => {
  it("gets another name, with its text, in the same tab", () => {
    desk.createFile("notes.ts");
    workspace.write("notes.ts", "// mine\n");
    expect(desk.renameFile("notes.ts", " src/notes.ts ")).toBeUndefined();
    expect(workspace.read("src/notes.ts")).toBe("// mine\n");
    expect(workspace.read("notes.ts")).toBeUndefined();
    expect(desk.openFiles.value).toEqual(["server.ts", "src/notes.ts"]);
    expect(desk.file.value).toBe("src/notes.ts");
  });

  it("does not get the name of another", () => {
    desk.createFile("notes.ts");
    expect(desk.renameFile("notes.ts", "cart.ts")).toBe("There is a cart.ts already.");
    expect(desk.renameFile("notes.ts", "../notes.ts")).toContain("Name it by its path");
    expect(workspace.read("notes.ts")).toBe("");
  });

  it("is not called as a folder is, nor lies in a file; in a folder of its own name it may", () => {
    desk.createFile("src/notes.ts");
    expect(desk.createFile("src")).toBe("src is a folder with files in it: choose another name.");
    expect(desk.createFile("cart.ts/notes.ts")).toBe(
      "cart.ts is a file, so nothing can lie in it: choose another folder.",
    );
    expect(desk.renameFile("src/notes.ts", "server.ts/notes.ts")).toContain("server.ts is a file");
    expect(desk.renameFile("src/notes.ts", "src")).toBeUndefined();
    expect(desk.renameFile("src", "src/notes.ts")).toBeUndefined();
    expect(Object.keys(workspace.files.value)).toEqual(["server.ts", "cart.ts", "src/notes.ts"]);
  });

  it("gets the name of one that was removed, in its own tab alone", () => {
    desk.createFile("old.ts");
    desk.createFile("new.ts");
    desk.removeFile("old.ts");
    expect(desk.renameFile("new.ts", "old.ts")).toBeUndefined();
    expect(desk.openFiles.value).toEqual(["server.ts", "old.ts"]);
    expect(desk.file.value).toBe("old.ts");
    workspace.remove("old.ts");
    workspace.write("old.ts", "");
    expect(desk.openFiles.value, "the tab comes back with its file").toEqual(["server.ts", "old.ts"]);
  });

  it("comes back when it was removed, to the front", () => {
    desk.createFile("notes.ts");
    workspace.write("notes.ts", "// mine\n");
    const putBack = desk.removeFile("notes.ts");
    expect(desk.openFiles.value).toEqual(["server.ts"]);
    putBack();
    expect(workspace.read("notes.ts")).toBe("// mine\n");
    expect(desk.file.value).toBe("notes.ts");
  });

  it("that goes leaves another in front, and the last one leaves no place to type in", () => {
    workspace.remove("server.ts");
    expect([desk.file.value, desk.openFiles.value]).toEqual(["cart.ts", ["cart.ts"]]);
    workspace.remove("cart.ts");
    expect([desk.file.value, desk.openFiles.value]).toEqual(["", []]);
    expect(desk.isReadonly("")).toBe(true);
    expect(() => workspace.write("", "typed")).toThrow("A file needs a path");
  });

  it("that went with all others is in its tab again when they are back, the same one in front", () => {
    desk.createFile("notes.ts");
    desk.openFile("server.ts");
    const before = workspace.files.value;
    for (const path of ["server.ts", "notes.ts", "cart.ts"]) workspace.remove(path);
    expect([desk.file.value, desk.openFiles.value]).toEqual(["", []]);
    workspace.replace(before);
    expect(desk.file.value).toBe("server.ts");
    expect(desk.openFiles.value.toSorted()).toEqual(["cart.ts", "notes.ts", "server.ts"]);
  });

  it("that comes back does not take the place of one that was opened since", () => {
    desk.createFile("notes.ts");
    workspace.remove("notes.ts");
    desk.openFile("cart.ts");
    workspace.write("notes.ts", "");
    expect(desk.file.value).toBe("cart.ts");
    expect(desk.openFiles.value).toEqual(["server.ts", "cart.ts", "notes.ts"]);
  });

  it("that was made again meanwhile is not written over", () => {
    desk.createFile("notes.ts");
    const putBack = desk.removeFile("notes.ts");
    desk.createFile("notes.ts");
    workspace.write("notes.ts", "// new\n");
    putBack();
    expect(workspace.read("notes.ts")).toBe("// new\n");
  });
});

describe("errors on their lines", () => {
  it("come from the last run", () => {
    program.value = {
      kind: "crashed",
      code: 1,
      summary: "Error: no",
      position: { path: "server.ts", line: 1 },
    };
    expect(desk.errorMarks.value).toEqual([
      { position: { path: "server.ts", line: 1 }, message: "Error: no", source: "Run" },
    ]);
    program.value = { kind: "starting" };
    expect(desk.errorMarks.value).toEqual([]);
  });

  it("come from the last check, each once, from the tests in which the program threw", () => {
    const stderr =
      "TypeError: cart is not iterable\n    at total (file:///project/cart.ts:1:8)\n    at node:internal:1:1\n";
    const tests = [
      testThatFailed("one", stderr),
      testThatFailed("two", stderr),
      testThatFailed("three", undefined),
    ];
    checked.value = {
      kind: "graded",
      grade: { exerciseId: "x", seed: 1, passed: false, tests, durationMs: 1 },
    };
    expect(desk.errorMarks.value).toEqual([
      {
        position: { path: "cart.ts", line: 1, column: 8 },
        message: "TypeError: cart is not iterable",
        source: "Check",
      },
    ]);
  });
});

it("shows a remark until the next edit", () => {
  desk.remark("cart.ts is formatted.");
  expect(desk.shownRemark.value).toBe("cart.ts is formatted.");
  expect(desk.announcement.value).toBe("cart.ts is formatted.");
  workspace.write("cart.ts", "// a\n");
  expect(desk.shownRemark.value).toBe("");
});
