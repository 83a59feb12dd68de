/** Small programs that Node and the module loader must run alike. */
export interface Project {
  readonly name: string;
  /** The entry is the first one. */
  readonly files: Readonly<Record<string, string>>;
}

const MODULE = { "package.json": `{"type":"module"}` };

function esm(name: string, files: Readonly<Record<string, string>>): Project {
  return { name, files: { ...files, ...MODULE } };
}

export const projects: readonly Project[] = [
  esm("imports of every form", {
    "main.ts": `import d, { a, b as c, "x y" as xy } from "./lib.ts";
import * as ns from "./lib.ts";
import fs, { readFileSync } from "node:fs";
import { join } from "path";
import json from "./data.json" with { type: "json" };
import "./side.ts";
console.log(d, a, c, xy, Object.keys(ns), ns.default === d, typeof fs.readFileSync, readFileSync === fs.readFileSync, join("a", "b"), json);`,
    "lib.ts": `export const a: number = 1; const b = 2; export { b, b as "x y" }; export default "dee";`,
    "data.json": `{"k":[1,2]}`,
    "side.ts": `console.log("side");`,
  }),
  esm("live bindings", {
    "main.ts": `import { count, increment, kind } from "./counter.ts";
import * as ns from "./counter.ts";
console.log(count, kind); increment(); console.log(count, ns.count, { count }, [count], \`\${count}\`);
const count2 = count; { const count = "shadow"; console.log(count); }
function f(count: number) { return count; } console.log(f(9), ((x = count) => x)());
const o = { count, count2, increment() { return 1; } }; console.log(o.count, o.increment());
label: for (const x of [count]) { console.log(x); break label; }
class A { count = count; static s = count; [\`k\${count}\`]() { return count; } } console.log(new A().count, A.s, Object.getOwnPropertyNames(A.prototype));
console.log(typeof count, -count, count++ === undefined);`,
    "counter.ts": `export let count = 0; export function increment() { count += 1; } export var kind = "k"; kind = "K"; kind = kind + "2";`,
  }),
  esm("live bindings, called and constructed", {
    "main.ts": `import { f, C, tag, later, ns } from "./lib.ts";
later();
console.log(f(), f.name, new C().x, new C, tag\`a\${1}b\`, new ns.C2(3).x, (f)(), f?.(), [f][0](), { f }.f());
const { C: D } = { C }; console.log(new D() instanceof C, class extends C {}.name);`,
    "lib.ts": `export let f: () => unknown = function () { return 0 }; export let C: any = class {}; export let tag = (s: TemplateStringsArray, ...v: unknown[]) => s.join("|") + v;
export let ns: any = {};
export function later() { f = function () { return this === undefined ? "no this" : "this"; }; C = class C { x = 7 }; ns = { C2: class { x; constructor(x) { this.x = x } } }; }`,
  }),
  esm("assigning to an import", {
    "main.ts": `import { a, change } from "./lib.ts"; import * as ns from "./lib.ts"; import d from "./lib.ts";
const tries = [() => { a = 2 }, () => { a++ }, () => { [a] = [1] }, () => { ({ a } = { a: 1 }) }, () => { ({ x: a } = { x: 1 }) }, () => { ({ a = 1 } = {}) }, () => { for (a of [1]); }, () => { a += 1 }, () => { d = 1 }, () => { ns = 1 }, () => { ns.a = 1 }, () => { delete ns.a }, () => { ns.zz = 1 }, () => Reflect.defineProperty(ns, "a", { value: 3 })];
for (const t of tries) { try { t(); console.log("ok"); } catch (e) { console.log(e.name, e.message); } }
change(); console.log(a);`,
    "lib.ts": `export let a = 1; export function change() { a = 5 } export default 3;`,
  }),
  esm("assigning to a constant import", {
    "main.ts": `import { a } from "./lib.ts"; import d from "./lib.ts"; import fs from "node:fs";
for (const t of [() => { a = 2 }, () => { a++ }, () => { [d] = [1] }, () => { fs = 1 }]) { try { t(); } catch (e) { console.log(e.name, e.message); } }`,
    "lib.ts": `export const a = 1; export default 3;`,
  }),
  esm("cycle with hoisted functions", {
    "main.ts": `import { b } from "./b.ts"; export function a() { return "a"; } export const late = 1; console.log("main", b());`,
    "b.ts": `import { a, late } from "./main.ts"; console.log("b", a()); try { console.log(late); } catch (e) { console.log(e.name, e.message); } export function b() { return "b" + a() + late; }`,
  }),
  esm("cycle of three, names in the dead zone", {
    "main.ts": `import "./a.ts";`,
    "a.ts": `import { b as bee } from "./b.ts"; export const a = "A"; export class K {} export default class {} console.log("a", bee);`,
    "b.ts": `import { c } from "./c.ts"; export const b = "B" + c; console.log("b");`,
    "c.ts": `import { a as ay, K } from "./a.ts"; import def from "./a.ts"; import * as ns from "./a.ts";
for (const t of [() => ay, () => K, () => def, () => ns.a, () => new K(), () => ay(), () => typeof ay, () => Object.keys(ns)]) try { console.log(t()); } catch (e) { console.log(e.name, e.message); }
export const c = "C"; setTimeout(() => console.log(ay, K.name, def.name, Object.keys(ns)));`,
  }),
  esm("cycle with TLA", {
    "main.ts": `import { b } from "./b.ts"; export function a() { return "a"; } await null; console.log("main", b);`,
    "b.ts": `import { a } from "./main.ts"; console.log("b", a()); await null; export const b = "b" + a();`,
  }),
  esm("self import", {
    "main.ts": `import * as self from "./main.ts"; import { x as y } from "./main.ts"; export const x = 1; export default function () {} console.log(y, self.x, self.default.name, Object.keys(self));`,
  }),
  esm("default exports and their names", {
    "main.ts": `import a from "./a.ts"; import b from "./b.ts"; import c from "./c.ts"; import d from "./d.ts"; import e from "./e.ts"; import f from "./f.ts"; import g from "./g.ts"; import h from "./h.ts"; import i from "./i.ts"; import j from "./j.ts"; import k from "./k.ts";
console.log(a.name, b.name, c.name, d.name, e.name, f.name, g, h.name, i.name, j, k.name, a(), new b().x, await d(), [...e()], i());`,
    "a.ts": `export default function () { return 1 }`,
    "b.ts": `export default class { x = 2 }`,
    "c.ts": `export default () => 3`,
    "d.ts": `export default async function () { return 4 }`,
    "e.ts": `export default function* () { yield 5 }`,
    "f.ts": `export default class Named {}`,
    "g.ts": `export default /* c */ 7 + 1 // end`,
    "h.ts": `export default (function () {});`,
    "i.ts": `export default\nfunction\nnamed() { return "i" }`,
    "j.ts": `const j = { a: 1 };\nexport default j as { a: number };\nj.a = 2`,
    "k.ts":
      `console.log(typeof early); const early = 1; export default (a: number) => a\nconsole.log("k")`.replace(
        "console.log(typeof early); ",
        "",
      ),
  }),
  esm("default export hoisted before its statement", {
    "main.ts": `import f from "./main.ts"; console.log(f(), f.name); export default function () { return "up" }`,
  }),
  esm("default export is a value, not a binding", {
    "main.ts": `import d, { x, set } from "./lib.ts"; set(); console.log(d, x);`,
    "lib.ts": `export let x = 1; export default x; export function set() { x = 2 }`,
  }),
  esm("default export of a function is a binding", {
    "main.ts": `import d, { set, g } from "./lib.ts"; set(); console.log(d, g);`,
    "lib.ts": `export default function f() {} export function set() { f = 3; h = 4 } function h() {} export { h as g }`,
  }),
  esm("destructured exports", {
    "main.ts": `import { a, b, c, d, e } from "./lib.ts"; console.log(a, b, c, d, e);`,
    "lib.ts": `export const { a, x: { b }, ...c } = { a: 1, x: { b: 2 }, y: 3 }, [d, , e = 5] = [4, 0];`,
  }),
  esm("re-exports", {
    "main.ts": `import { a, dd, ns, default as m, own } from "./mid.ts"; import * as all from "./mid.ts"; console.log(a, dd, ns.a, m, own, all);`,
    "mid.ts": `export { a, default as dd } from "./lib.ts"; export * as ns from "./lib.ts"; export * from "./lib.ts"; import { b } from "./lib.ts"; export { b as default }; export const own = b + 1; export const c = "mine";`,
    "lib.ts": `export const a = 1, b = 2, c = 3; export default "D";`,
  }),
  esm("star conflicts are left out", {
    "main.ts": `import * as ns from "./mid.ts"; console.log(ns, "x" in ns);`,
    "mid.ts": `export * from "./a.ts"; export * from "./b.ts";`,
    "a.ts": `export const x = 1, y = 2; export default 1`,
    "b.ts": `export const x = 2, z = 3;`,
  }),
  esm("star conflict imported", {
    "main.ts": `import { x } from "./mid.ts"; console.log(x);`,
    "mid.ts": `export * from "./a.ts"; export * from "./b.ts";`,
    "a.ts": `export const x = 1;`,
    "b.ts": `export const x = 2;`,
  }),
  esm("same star export twice is no conflict", {
    "main.ts": `import { x } from "./mid.ts"; console.log(x);`,
    "mid.ts": `export * from "./a.ts"; export * from "./b.ts";`,
    "a.ts": `export * from "./c.ts";`,
    "b.ts": `export * from "./c.ts";`,
    "c.ts": `export const x = 1;`,
  }),
  esm("star cycle", {
    "main.ts": `import { x, y } from "./a.ts"; console.log(x, y);`,
    "a.ts": `export * from "./b.ts"; export const x = 1;`,
    "b.ts": `export * from "./a.ts"; export const y = 2;`,
  }),
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
