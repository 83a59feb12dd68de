import type { Project } from "./project.ts";

/** File formats, CommonJS and packages. */
export const formatProjects: readonly Project[] = [
  // Formats
  {
    name: "typeless js that is ESM",
    files: {
      "main.js": `import { x } from "./x.js"; console.log(x, typeof require)`,
      "x.js": `export const x = 1`,
    },
  },
  {
    name: "typeless js that is CommonJS",
    files: {
      "main.js": `const { x } = require("./x"); console.log(x, typeof module, this === module.exports, require.main === module, __filename.endsWith("main.js"), __dirname === process.cwd())`,
      "x.js": `exports.x = 1`,
    },
  },
  { name: "typeless js with top-level await", files: { "main.js": `console.log(await 1)` } },
  {
    name: "typeless ts that is CommonJS",
    files: {
      "main.ts": `const x: number = require("./x.ts").x; console.log(x)`,
      "x.ts": `exports.x = 1 as number`,
    },
  },
  {
    name: "typeless ts with import.meta",
    files: { "main.ts": `console.log(typeof import.meta.url as string)` },
  },
  {
    name: "type commonjs with ESM syntax",
    files: { "main.js": `import x from "./x.js"`, "x.js": ``, "package.json": `{"type":"commonjs"}` },
  },
  {
    name: "nested package.json",
    files: {
      "main.mjs": `import a from "./a/x.js"; import b from "./b/x.js"; console.log(a, b)`,
      "a/package.json": `{"type":"module"}`,
      "a/x.js": `export default typeof require`,
      "b/package.json": `{"type":"commonjs"}`,
      "b/x.js": `module.exports = typeof require`,
    },
  },
  {
    name: "mjs cjs mts cts",
    files: {
      "main.mts": `import c from "./c.cts"; import d from "./d.cjs"; import { e } from "./e.mjs"; console.log(c, d, e)`,
      "c.cts": `const c: string = "c"; module.exports = c`,
      "d.cjs": `module.exports = "d"`,
      "e.mjs": `export const e = "e"`,
    },
  },
  { name: "broken package.json", files: { "main.js": `console.log(1)`, "package.json": `{"type":` } },
  {
    name: "imports of package.json",
    files: {
      "main.ts": `import { a } from "#a"; import { b } from "#lib/b.ts"; console.log(a, b); try { await import("#nope") } catch (e) { console.log(e.code) }`,
      "package.json": `{"type":"module","imports":{"#a":"./src/a.ts","#lib/*":{"default":"./src/*"}}}`,
      "src/a.ts": `export const a = 1`,
      "src/b.ts": `export const b = 2`,
    },
  },
  // CommonJS
  {
    name: "cjs cycle",
    files: {
      "main.cjs": `exports.done = false; const b = require("./b.cjs"); console.log("main", b.done); exports.done = true;`,
      "b.cjs": `const a = require("./main.cjs"); console.log("b", a.done); exports.done = true;`,
    },
  },
  {
    name: "cjs module object",
    files: {
      "main.cjs": `console.log(module.loaded, module.children.length, module.filename === __filename, Object.keys(require.cache).length, typeof require.resolve, require.resolve("./a.cjs").endsWith("a.cjs")); const a = require("./a.cjs"); console.log(module.children.length, a, require("./a.cjs") === a, require.cache[require.resolve("./a.cjs")].exports === a); delete require.cache[require.resolve("./a.cjs")]; console.log(require("./a.cjs") === a)`,
      "a.cjs": `module.exports = { k: module.id === __filename, l: module.loaded, main: require.main === module }`,
    },
  },
  {
    name: "cjs resolution",
    files: {
      "main.cjs": `console.log(require("./a"), require("./dir"), require("./dir/"), require("./pkg"), require("./data"), require("."), require("./x.y"))`,
      "a.js": `module.exports = "a.js"`,
      "dir/index.js": `module.exports = "dir/index"`,
      "pkg/package.json": `{"main":"lib/start"}`,
      "pkg/lib/start.js": `module.exports = "start"`,
      "data.json": `{"d":1}`,
      "index.js": `module.exports = "index"`,
      "x.y.js": `module.exports = "x.y"`,
    },
  },
  {
    name: "cjs ts resolution",
    files: {
      "main.cjs": `try { console.log(require("./t")) } catch (e) { console.log(e.code) }`,
      "t.ts": `module.exports = "t" as string`,
    },
  },
  { name: "cjs missing", files: { "main.cjs": `require("./a.cjs")`, "a.cjs": `require("./nope")` } },
  {
    name: "cjs missing caught",
    files: {
      "main.cjs": `try { require("./nope") } catch (e) { console.log(e.code, e.message.replaceAll(process.cwd(), ""), e.requireStack.length) }`,
    },
  },
  {
    name: "cjs bad arguments",
    files: {
      "main.cjs": `for (const s of ["", 5]) try { require(s) } catch (e) { console.log(e.name, e.code, e.message) }`,
    },
  },
  {
    name: "cjs broken json",
    files: {
      "main.cjs": `try { require("./x.json") } catch (e) { console.log(e.name, e.message.replaceAll(process.cwd(), "")) }`,
      "x.json": `{`,
    },
  },
  {
    name: "cjs throws, then runs again",
    files: {
      "main.cjs": `for (let i = 0; i < 2; i++) try { require("./a.cjs") } catch (e) { console.log(e.message) }`,
      "a.cjs": `console.log("run"); throw new Error("x")`,
    },
  },
  {
    name: "cjs return and sloppy mode",
    files: {
      "main.cjs": `undeclared = 1; console.log(undeclared, (function () { return this === globalThis })()); var arguments_ = arguments.length; console.log(arguments_); if (true) return; console.log("never")`,
    },
  },
  {
    name: "cjs dynamic import",
    files: {
      "main.cjs": `import("./m.mjs").then((m) => console.log(m.default, m)); console.log("first")`,
      "m.mjs": `export default 1`,
    },
  },
  {
    name: "cjs requires esm",
    files: {
      "main.cjs": `const m = require("./m.mjs"); console.log(m.x, m.default, m.__esModule, Object.keys(m)); console.log(require("./n.mjs"), require("./o.mjs"))`,
      "m.mjs": `export const x = 1; export default 2`,
      "n.mjs": `export const y = 1`,
      "o.mjs": `export { z as "module.exports" }; const z = "whole"`,
    },
  },
  {
    name: "cjs requires esm with await",
    files: {
      "main.cjs": `try { require("./m.mjs") } catch (e) { console.log(e.name, e.code) }`,
      "m.mjs": `await 1`,
    },
  },
  { name: "cjs syntax error", files: { "main.cjs": `const a = 1;\nfunction (` } },
  { name: "cjs uncaught", files: { "main.cjs": `function f() {\n  throw new Error("cjs");\n}\nf();` } },
  {
    name: "esm imports cjs",
    files: {
      "main.mjs": `import d, { a, b } from "./c.cjs"; import * as ns from "./c.cjs"; import e from "./e.cjs"; console.log(d, a, b, Object.keys(ns), ns.default === d, ns["module.exports"] === d, e)`,
      "c.cjs": `exports.a = 1; exports.b = 2`,
      "e.cjs": `module.exports = class E {}`,
    },
  },
  {
    name: "esm imports cjs with __esModule",
    files: {
      "main.mjs": `import d, { a } from "./c.cjs"; console.log(d, a)`,
      "c.cjs": `Object.defineProperty(exports, "__esModule", { value: true }); exports.a = 1; exports.default = 2`,
    },
  },
  {
    name: "esm imports a name that cjs lacks",
    files: { "main.mjs": `import { nope } from "./c.cjs";`, "c.cjs": `exports.a = 1` },
  },
  {
    name: "esm re-exports cjs",
    files: {
      "main.mjs": `import { a } from "./mid.mjs"; console.log(a)`,
      "mid.mjs": `export * from "./c.cjs"`,
      "c.cjs": `exports.a = 1`,
    },
  },
  {
    name: "cjs and esm share an instance",
    files: {
      "main.mjs": `import { createRequire, builtinModules, isBuiltin } from "node:module"; import c from "./c.cjs"; const require = createRequire(import.meta.url); console.log(require("./c.cjs") === c, require("fs") === (await import("node:fs")).default, isBuiltin("node:fs"), builtinModules.includes("http"))`,
      "c.cjs": `module.exports = { once: true }`,
    },
  },
  {
    name: "packages",
    files: {
      "main.mjs": `import hello, { greet } from "hello"; import { createRequire } from "node:module"; console.log(greet("x"), hello.greet === greet, createRequire(import.meta.url)("hello") === hello)`,
      "node_modules/hello/package.json": `{"name":"hello","version":"1.0.0"}`,
      "node_modules/hello/index.js": `exports.greet = (n) => "hello " + n`,
    },
  },
  {
    name: "packages in cjs",
    files: {
      "main.cjs": `console.log(require("hello").greet("y"))`,
      "node_modules/hello/package.json": `{"name":"hello","version":"1.0.0"}`,
      "node_modules/hello/index.js": `exports.greet = (n) => "hello " + n`,
    },
  },
];
