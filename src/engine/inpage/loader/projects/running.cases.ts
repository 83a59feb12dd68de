import { esm, type Project } from "./project.ts";

/** `import.meta`, `import()`, order of evaluation, errors at run time. */
export const runningProjects: readonly Project[] = [
  esm("import.meta", {
    "main.ts": `import "./sub/x.ts"; console.log(Object.keys(import.meta), import.meta.main, import.meta.url.endsWith("/main.ts"), import.meta.filename.endsWith("main.ts"), import.meta.dirname === process.cwd(), import.meta.resolve("./q.ts").endsWith("/q.ts"), import.meta.resolve("node:fs"), import
  .meta === import.meta);`,
    "sub/x.ts": `console.log(import.meta.main, import.meta.dirname.slice(-4)); import.meta.extra = 1; console.log(import.meta.extra);`,
  }),
  esm("dynamic import", {
    "main.ts": `const ns = await import("./a.ts"); console.log(ns.x, ns, (await import("./a.ts")) === ns, (await import("node:path")).join("a"), (await import("./j.json", { with: { type: "json" } })).default);
for (const s of ["./no.ts", "node:nope", "./bad.ts", "./throws.ts", "./throws.ts"]) try { await import(s); } catch (e) { console.log(e.name, e.code, String(e.message).replaceAll(process.cwd(), "")); }`,
    "a.ts": `export const x = 1; export default 2;`,
    "bad.ts": `import { z } from "./a.ts"`,
    "throws.ts": `console.log("once"); throw new Error("thrown")`,
    "j.json": `[1]`,
  }),
  esm("dynamic import of a cycle", {
    "main.ts": `export const x = 1; const b = await import("./b.ts"); console.log(b.y);`,
    "b.ts": `export const y = 2;`,
  }),
  esm("top-level await order", {
    "main.ts": `import "./a.ts"; import "./b.ts"; import "./c.ts"; console.log("main");`,
    "a.ts": `console.log("a1"); await null; console.log("a2"); await null; console.log("a3");`,
    "b.ts": `console.log("b1"); await null; console.log("b2");`,
    "c.ts": `console.log("c");`,
  }),
  esm("top-level await, diamond", {
    "main.ts": `import "./l.ts"; import "./r.ts"; console.log("main");`,
    "l.ts": `import "./base.ts"; console.log("l");`,
    "r.ts": `import "./base.ts"; console.log("r"); await 0; console.log("r2");`,
    "base.ts": `console.log("base"); await new Promise((r) => setTimeout(r, 5)); console.log("base2");`,
  }),
  esm("top-level await, modules that wait run in the order in which they were met", {
    "main.ts": `import "./l.ts"; import "./r.ts"; import "./mid.ts"; console.log("main");`,
    "l.ts": `import "./base.ts"; console.log("l");`,
    "r.ts": `import "./base.ts"; console.log("r");`,
    "mid.ts": `import "./l.ts"; console.log("mid");`,
    "base.ts": `await null;`,
  }),
  esm("top-level await that throws", {
    "main.ts": `import "./a.ts"; console.log("never");`,
    "a.ts": `await null;\nthrow new TypeError("from a");`,
  }),
  esm("for await and await using", {
    "main.ts": `async function* g() { yield 1; yield 2 } for await (const x of g()) console.log(x); { await using d = { [Symbol.asyncDispose]: async () => console.log("disposed") }; console.log("in"); }`,
  }),
  esm("unsettled top-level await", {
    "main.ts": `console.log("x");\n  await new Promise(() => {});\nconsole.log("never");`,
  }),
  esm("sync error in a dependency", {
    "main.ts": `import "./a.ts"; import "./b.ts";`,
    "a.ts": `export {};\nfunction f() { throw new RangeError("deep") }\nf();`,
    "b.ts": `console.log("never")`,
  }),
  esm("runtime TypeErrors name things as written", {
    "main.ts": `import { x } from "./a.ts"; import fs from "node:fs"; import * as ns from "./a.ts";
for (const t of [() => x(), () => fs.nope(), () => x.y.z, () => new x(), () => ns.q(), () => undefinedName, () => { const { a } = null; }, () => null.foo, () => x\`a\`, () => [...x], () => x.f()]) try { t(); } catch (e) { console.log(e.name, e.message); }`,
    "a.ts": `export const x = 1;`,
  }),
  esm("strict mode, no this", {
    "main.ts": `console.log(this, (function () { return this })()); try { undeclared = 1 } catch (e) { console.log(e.message) } console.log(typeof require, typeof module, typeof exports, typeof __filename);`,
  }),
  esm("closures in loops and blocks", {
    "main.ts": `import { n } from "./n.ts"; const fs: (() => number)[] = []; for (let i = 0; i < n; i++) { fs.push(() => i); } console.log(fs.map((f) => f())); switch (n) { case 3: { let n = 9; console.log(n) } default: console.log(n) } try { throw 1 } catch (n) { console.log(n) } { function n2() { return n } console.log(n2()) } (function n() { console.log(typeof n) })(); var f = (a = n, b = () => n) => { var n = 5; return [a, b(), n] }; console.log(f());`,
    "n.ts": `export let n = 3; export const set = () => { n = 4 };`,
  }),
  esm("exports inside of odd layout", {
    "main.ts": `import{a,b,c,d}from"./l.ts";console.log(a,b,c,d)`,
    "l.ts": `export{a,b};let a=1
let b=2
export
const c=3;export/*x*/const d=4
;(function(){})()
export {}
(function(){console.log("iife")})()`,
  }),
  esm("hashbang and directives", {
    "main.ts": `#!/usr/bin/env node\n"use strict";\nimport { x } from "./x.ts";\nconsole.log(x, new Error("e").stack?.split("\\n")[1]?.match(/:(\\d+:\\d+)/)?.[1]);`,
    "x.ts": `#!x\nexport const x = 1`,
  }),
  esm("BOM", {
    "main.ts": `\ufeffimport { x } from "./x.js"; console.log(x)`,
    "x.js": `\ufeffexport const x = 1`,
  }),
  esm("names like ours", {
    "main.ts": `import { $, $0, import_meta, importx, _ } from "./x.ts"; const $1 = 1; console.log($, $0, $1, import_meta, importx, _, \`\${$}\`, import.meta.url.length > 1, typeof (await import("./x.ts")))`,
    "x.ts": `export let $ = 1, $0 = 2, import_meta = 3, importx = 4, _ = 5, impor$ = 6; export const s = () => { $ = 9; $0 = 8 }`,
  }),
  esm("exports named by keywords", {
    "main.ts": `import { default as d, if as i, "__proto__" as p } from "./x.ts"; import * as ns from "./x.ts"; console.log(d, i, p, Object.keys(ns));`,
    "x.ts": `const v = 1; export { v as default, v as if, v as "__proto__", v as "a-b" }`,
  }),
  esm("namespace object", {
    "main.ts": `import * as ns from "./x.ts"; import * as path from "node:path";
console.log(Object.prototype.toString.call(ns), Object.getPrototypeOf(ns), Object.isExtensible(ns), Reflect.ownKeys(ns), JSON.stringify(ns), "a" in ns, ns.zz, { ...ns }, Object.entries(ns), typeof path.join, ns === (await import("./x.ts")), Object.getOwnPropertyDescriptor(ns, "a").value);
for (const k in ns) console.log(k);`,
    "x.ts": `export const b = 1; export const a = 2; export default 0; export function B() {}`,
  }),
  esm("eval sees the module", {
    "main.ts": `import { x } from "./x.ts"; const y = 2; console.log(eval("x + y"));`,
    "x.ts": `export const x = 1`,
  }),
  esm("errors carry positions", {
    "main.ts": `import { boom } from "./boom.ts";
interface A { b: string }
  try { boom({ b: "x" } as A) } catch (e) { console.log(e.stack.replaceAll(process.cwd(), "").split("\\n").slice(0, 3).join("\\n")) }`,
    "boom.ts": `export function boom(a: { b: string }): never {
  /* pad */ const message: string = a.b as string; throw new Error(message);
}`,
  }),
  esm("uncaught error with properties", {
    "main.ts": `function boom(a: string): void {\n  throw Object.assign(new TypeError("no " + a), { code: 7, extra: { a } });\n}\nexport async function go() { await null; boom("x"); }\nawait go();`,
  }),
  esm("uncaught error with a cause", {
    "main.ts": `function f() {\n\tthrow new Error("outer", { cause: new Error("inner") });\n}\nf();`,
  }),
  esm("uncaught error subclass", {
    "main.ts": `class MyError extends Error { name = "MyError"; status = 404 }\nthrow new MyError("gone");`,
  }),
  esm("uncaught aggregate", {
    "main.ts": `await Promise.any([Promise.reject(new Error("a")), Promise.reject(new Error("b"))]);`,
  }),
  esm("throw null", { "main.ts": `throw null;` }),
  esm("throw a string", { "main.ts": `const x = 1;\n  throw "text";` }),
  esm("throw an object", { "main.ts": `throw { a: 1 };` }),
  esm("unhandled rejection of an error", {
    "main.ts": `Promise.reject(new Error("lost"));\nconsole.log("on");`,
  }),
  esm("error in a callback of ours", { "main.ts": `[1].forEach((x) => {\n  null.foo;\n});` }),
  esm("error in a class", {
    "main.ts": `class A { m() { throw new Error("m") } static s() { new A().m() } get g() { return A.s() } }\nnew A().g;`,
  }),
  esm("enum is refused", { "main.ts": `const a: number = 1;\n\nenum A { B }\n` }),
  esm("parameter property is refused", {
    "main.ts": `import "./a.ts"`,
    "a.ts": `class A {\n  constructor(private x: number) {}\n}`,
  }),
  esm("TypeScript syntax error", { "main.ts": `const a: number = 1;\nconst x = ;\n` }),
  esm("JavaScript syntax error", { "main.js": `const a = 1;\nconst x = ;\n` }),
  esm("duplicate declaration", { "main.ts": `let a = 1;\nlet a = 2;` }),
  esm("duplicate export", { "main.ts": `export const a = 1;\nexport { a };` }),
  esm("export of what is not there", { "main.ts": `export { nope };` }),
  esm("return at the top", { "main.js": `return 1;` }),
  esm("await in a plain function", { "main.js": `function f() {\n  await 1;\n}` }),
];
