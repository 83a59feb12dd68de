import { describe, expect, it } from "vitest";
import { CompileAhead } from "./compile-ahead.ts";
import type { CompiledModule } from "./compiled.ts";
import { concernsPrograms } from "./file-ahead.ts";

function compiling() {
  const cache = new Map<string, CompiledModule>();
  const due: (() => void)[] = [];
  const ahead = new CompileAhead({ root: "/project", cache, later: (run) => due.push(run) });
  const note = (files: Readonly<Record<string, string | null>>) =>
    ahead.note(
      Object.entries(files).map(([path, text]) => [
        path,
        text === null ? null : new TextEncoder().encode(text),
      ]),
    );
  const kinds = () => [...cache].map(([path, { program }]) => `${path} ${program.kind}`);
  const step = () => due.shift()?.();
  const run = () => {
    while (due.length > 0) step();
  };
  return { ahead, cache, note, kinds, step, run };
}

describe("compiling ahead", () => {
  it("compiles the sources of a tree one at a time, as the nearest package.json declares them", () => {
    const { note, kinds, step, run } = compiling();
    note({
      "/project/server.ts": "export const a: number = 1;",
      "/project/old.js": "exports.b = 2;",
      "/project/src/package.json": '{ "type": "module" }',
      "/project/src/none.js": "1;",
      "/project/notes.txt": "const",
    });
    step();
    expect(kinds()).toEqual(["/project/server.ts module"]);
    run();
    expect(kinds()).toEqual([
      "/project/server.ts module",
      "/project/old.js commonjs",
      "/project/src/none.js module",
    ]);
  });

  it("compiles a file again when it has changed, and takes a syntax error for a result", () => {
    const { note, cache, run } = compiling();
    note({ "/project/server.ts": "export const a = 1;" });
    run();
    note({ "/project/server.ts": "enum A {}" });
    run();
    expect(cache.get("/project/server.ts")).toMatchObject({
      source: "enum A {}",
      program: { kind: "refused" },
    });
  });

  it("leaves out what is gone, what is very large, and everything once the program begins", () => {
    const { ahead, note, kinds, run } = compiling();
    note({ "/project/gone.ts": "1;", "/project/large.js": `"${"x".repeat(200_000)}"` });
    note({ "/project/gone.ts": null });
    run();
    expect(kinds()).toEqual([]);
    note({ "/project/late.ts": "1;" });
    ahead.stop();
    run();
    note({ "/project/later.ts": "1;" });
    run();
    expect(kinds()).toEqual([]);
  });

  it("goes on after a package.json that is none", () => {
    const { note, kinds, run } = compiling();
    note({ "/project/a/package.json": "{", "/project/a/one.js": "1;", "/project/two.js": "2;" });
    run();
    expect(kinds()).toEqual(["/project/two.js commonjs"]);
  });

  it("is told of sources and package.json files alone", () => {
    const paths = [
      "/project/a.ts",
      "/project/b.cjs",
      "/project/package.json",
      "/project/c.json",
      "/project/d.html",
    ];
    expect(paths.filter(concernsPrograms)).toEqual(paths.slice(0, 3));
  });
});
