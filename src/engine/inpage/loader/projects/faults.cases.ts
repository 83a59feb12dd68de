import { esm, type Project } from "./project.ts";

/** Programs that cannot be linked, and what Node says of them. */
export const faultyProjects: readonly Project[] = [
  esm("missing export", {
    "main.ts": `import { y } from "./e.ts";\nconsole.log(y)`,
    "e.ts": `console.log("never"); export const z = 1;`,
  }),
  esm("missing default", {
    "main.ts": `console.log(1);\nimport y from "./e.ts";`,
    "e.ts": `export const z = 1;`,
  }),
  esm("missing re-export", { "main.ts": `export { y as z } from "./e.ts";`, "e.ts": `export {}` }),
  esm("missing export of a dependency comes first", {
    "main.ts": `import { a } from "./b.ts";`,
    "b.ts": `import { q } from "./c.ts";`,
    "c.ts": ``,
  }),
  esm("missing export of a built-in", { "main.ts": `import { readFileSyncx } from "node:fs";` }),
  esm("type imported as a value", {
    "main.ts": `import { T } from "./t.ts"; let x: T;`,
    "t.ts": `export type T = 1;`,
  }),
  esm("type imports go", {
    "main.ts": `import type { T } from "./nowhere.ts"; import { type U, v } from "./t.ts"; export type { T }; const x: U = v; console.log(x);`,
    "t.ts": `export type U = number; export const v = 1;`,
  }),
  esm("missing file", { "main.ts": `import "./nope.ts";` }),
  esm("missing file, deep first", {
    "main.ts": `import "./a.ts"; import "./nope1.ts";`,
    "a.ts": `import "./nope2.ts";`,
  }),
  esm("missing extension", { "main.ts": `import "./d";`, "d.js": `` }),
  esm("missing file with a space", { "main.ts": `import "./a b.ts";` }),
  esm("directory import", { "main.ts": `import "./sub";`, "sub/index.js": `` }),
  esm("unknown extension", { "main.ts": `import "./o.css";`, "o.css": `` }),
  esm("unknown built-in", { "main.ts": `import "node:nothing";` }),
  esm("file named by percent", {
    "main.ts": `import "./a%20b.ts"; import "./a b.ts"; import "./%61.ts"; import "./a.ts"; import "./a.ts?v=1"; import "./a.ts#x";`,
    "a b.ts": `console.log("a b")`,
    "a.ts": `console.log("a", import.meta.url.slice(-8))`,
  }),
  esm("encoded slash", { "main.ts": `import "./a%2Fb.ts";` }),
  esm("JSON without attribute", { "main.ts": `import x from "./l.json";`, "l.json": `{}` }),
  esm("code with JSON attribute", { "main.ts": `import x from "./l.ts" with { type: "json" };`, "l.ts": `` }),
  esm("unknown attribute value", { "main.ts": `import x from "./l.ts" with { type: "css" };`, "l.ts": `` }),
  esm("JSON with a named import", {
    "main.ts": `import { a } from "./l.json" with { type: "json" };`,
    "l.json": `{"a":1}`,
  }),
  esm("broken JSON", { "main.ts": `import x from "./l.json" with { type: "json" };`, "l.json": `{"a":` }),
];
