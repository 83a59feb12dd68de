import { esm, type Project } from "./project.ts";

/** Imports, exports, cycles. */
export const linkingProjects: readonly Project[] = [
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
];
