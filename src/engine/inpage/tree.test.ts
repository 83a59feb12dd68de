import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type VolumeChange, VolumeError } from "./kernel.ts";
import { type StampedChange, Tree } from "./tree.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const text = (content: Uint8Array) => new TextDecoder().decode(content);

let inode = 100;
const stamped = (change: VolumeChange, atMs = 1): StampedChange => {
  inode += 10;
  return { change, atMs, inode };
};

function filled(...changes: VolumeChange[]): Tree {
  const tree = new Tree();
  for (const change of changes) tree.apply(stamped(change));
  return tree;
}

const write = (path: string, content = "x", more: object = {}): VolumeChange => ({
  kind: "write",
  path,
  bytes: bytes(content),
  ...more,
});
const folder = (path: string, recursive = false): VolumeChange => ({ kind: "make-folder", path, recursive });
const remove = (path: string, recursive = false, force = false): VolumeChange => ({
  kind: "remove",
  path,
  recursive,
  force,
});

function codeOf(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    if (error instanceof VolumeError) return error.code;
    throw error;
  }
  return "none";
}

describe("a file tree", () => {
  it("refuses with Node's codes", () => {
    const tree = filled(folder("/a"), write("/a/file"), folder("/a/full"), write("/a/full/one"));
    const cases: [VolumeChange, string][] = [
      [write("/no/file"), "ENOENT"],
      [write("/a/file/below"), "ENOTDIR"],
      [write("/a"), "EISDIR"],
      [write("/a/file", "y", { exclusive: true }), "EEXIST"],
      [folder("/a"), "EEXIST"],
      [folder("/a/file", true), "EEXIST"],
      [folder("/b/c"), "ENOENT"],
      [folder("/a/file/b", true), "ENOTDIR"],
      [{ kind: "rename", from: "/none", to: "/b" }, "ENOENT"],
      [{ kind: "rename", from: "/a", to: "/a/b" }, "EINVAL"],
      [{ kind: "rename", from: "/a/file", to: "/a/full" }, "EISDIR"],
      [{ kind: "rename", from: "/a", to: "/a/file" }, "EINVAL"],
      [{ kind: "link", from: "/a/full", to: "/b" }, "EPERM"],
      [{ kind: "link", from: "/a/file", to: "/a/full/one" }, "EEXIST"],
      [remove("/none"), "ENOENT"],
      [remove("/a/full"), "ENOTEMPTY"],
      [{ kind: "set-times", path: "/none", modifiedMs: 1 }, "ENOENT"],
    ];
    const before = tree.snapshot();
    for (const [change, code] of cases) {
      expect([change, codeOf(() => tree.apply(stamped(change)))]).toEqual([change, code]);
    }
    expect(tree.snapshot()).toEqual(before);
  });

  it("appends, replaces, renames over a file, and removes with all below", () => {
    const tree = filled(write("/log", "a"), write("/log", "b", { append: true }), folder("/d/e", true));
    expect(text(tree.read("/log"))).toBe("ab");
    tree.apply(stamped(write("/d/e/f", "new")));
    tree.apply(stamped({ kind: "rename", from: "/d/e/f", to: "/log" }));
    expect(text(tree.read("/log"))).toBe("new");
    expect(tree.apply(stamped(remove("/d", true))).files).toEqual([]);
    expect(tree.list("/")).toEqual(["log"]);
    expect(tree.apply(stamped(remove("/d", true, true))).files).toEqual([]);
  });

  it("keeps one file under two names until both are gone", () => {
    const tree = filled(write("/one", "1"), { kind: "link", from: "/one", to: "/two" });
    tree.apply(stamped(write("/two", "2")));
    expect(text(tree.read("/one"))).toBe("2");
    expect(tree.stat("/one")?.inode).toBe(tree.stat("/two")?.inode);
    const copy = new Tree(tree.snapshot());
    copy.apply(stamped(write("/one", "3")));
    expect(text(copy.read("/two"))).toBe("3");
    tree.apply(stamped(remove("/one")));
    expect(text(tree.read("/two"))).toBe("2");
  });

  it("names the files that a change touched", () => {
    const tree = filled(folder("/d"), write("/d/a"), write("/d/b"));
    expect(tree.apply(stamped({ kind: "rename", from: "/d", to: "/e" })).files).toEqual([
      ...["/d/a", "/d/b", "/e/a", "/e/b"],
    ]);
    expect(tree.apply(stamped(remove("/e", true))).files).toEqual(["/e/a", "/e/b"]);
  });

  it("undoes any run of changes, last first", () => {
    const path = fc.constantFrom("/a", "/b", "/a/b", "/a/c", "/a/b/c");
    const change: fc.Arbitrary<VolumeChange> = fc.oneof(
      fc.record({
        kind: fc.constant("write" as const),
        path,
        bytes: fc.uint8Array({ maxLength: 3 }),
        append: fc.boolean(),
      }),
      fc.record({ kind: fc.constant("make-folder" as const), path, recursive: fc.boolean() }),
      fc.record({ kind: fc.constant("rename" as const), from: path, to: path }),
      fc.record({ kind: fc.constant("link" as const), from: path, to: path }),
      fc.record({
        kind: fc.constant("remove" as const),
        path,
        recursive: fc.boolean(),
        force: fc.boolean(),
      }),
    );
    fc.assert(
      fc.property(fc.array(change, { maxLength: 12 }), fc.array(change, { maxLength: 12 }), (first, then) => {
        const tree = new Tree();
        for (const one of first) codeOf(() => tree.apply(stamped(one)));
        const sorted = () => [...tree.snapshot()].sort((x, y) => (x.path < y.path ? -1 : 1));
        const before = structuredClone(sorted());
        const undo: (() => void)[] = [];
        for (const one of then) codeOf(() => undo.push(tree.apply(stamped(one, 2)).undo));
        for (const one of undo.toReversed()) one();
        expect(sorted()).toEqual(before);
      }),
    );
  });
});
