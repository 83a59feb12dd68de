import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rewriteScript } from "./script-rewriting.ts";

const rewrite = async (source: string, module = false) =>
  rewriteScript(source, {
    module,
    url: "http://shop.test/app/main.js",
    resolve: (to, from) => (to.startsWith(".") ? new URL(to, from).href : undefined),
  });
const code = async (source: string) => (await rewrite(source)).code;
const L = "__keepsakeLocation";

describe("location", () => {
  it.each([
    ["location.href = '/x'", `${L}.href = '/x'`],
    ["window.location = '/x'", `${L} = '/x'`],
    ["document.location.assign(u)", `${L}.assign(u)`],
    ["self['location'].href", `${L}.href`],
    ["top?.location", "__keepsakeTopLocation"],
    ["parent['location'].href", "__keepsakeParentLocation.href"],
    ["window.parent.parent.location = u", "__keepsakeTopLocation = u"],
    [
      "if (top !== self) top.location = self.location",
      `if (__keepsakeTop !== self) __keepsakeTopLocation = ${L}`,
    ],
    ["window.top === window.parent.window", "__keepsakeTop === __keepsakeParent"],
    [
      "f({ top, parent: 1 }, a.top, style.parent)",
      "f({ top: __keepsakeTop, parent: 1 }, a.top, style.parent)",
    ],
    ["parent.postMessage(1, '*')", "__keepsakeParent.postMessage(1, '*')"],
    ["function f(parent) { return parent.location }", "function f(parent) { return parent.location }"],
    ["const { top } = box; top + 1", "const { top } = box; top + 1"],
    ["(document) => document.location", "(document) => document.location"],
    ["document.defaultView.location.search", `${L}.search`],
    ["f({ location })", `f({ location: ${L} })`],
    ["f(`$" + "{location}`)", `f(\`\${${L}}\`)`],
    ["x.location = location", `x.location = ${L}`],
    ["({ location: 1 })", "({ location: 1 })"],
    ["// location\n'location'", "// location\n'location'"],
    ["const { location } = shop; location.street", "const { location } = shop; location.street"],
    [
      "function f(location) { return location + window.location }",
      `function f(location) { return location + ${L} }`,
    ],
    ["/location/.test(x)", "/location/.test(x)"],
    [
      "class A { location = 1; get() { return this.location } }",
      "class A { location = 1; get() { return this.location } }",
    ],
  ])("%s", async (source, expected) => {
    expect(await code(source)).toBe(expected);
  });
});

describe("loops", () => {
  it.each([
    ["while (true) {}", "while (true) {__keepsakeTurn();}"],
    ["for (;;) x++;", "for (;;) {__keepsakeTurn();x++;}"],
    ["do x++; while (y)", "do {__keepsakeTurn();x++;} while (y)"],
    [
      "for (const a of b) for (const c in d) e()",
      "for (const a of b) {__keepsakeTurn();for (const c in d) {__keepsakeTurn();e()}}",
    ],
  ])("%s", async (source, expected) => {
    expect(await code(source)).toBe(expected);
  });

  it("compute what they computed before", async () => {
    const statement = fc.letrec<{ body: string; loop: string }>((tie) => ({
      body: fc.oneof({ depthSize: "small" }, fc.constant("n++;"), fc.constant("{ n += 2; }"), tie("loop")),
      loop: fc
        .tuple(
          fc.constantFrom(
            "for (let i = 0; i < 3; i++)",
            "for (const i of [1, 2])",
            "for (const i in { a: 1 })",
          ),
          tie("body"),
        )
        .map(([head, body]) => `${head} ${body}`),
    })).loop;
    await fc.assert(
      fc.asyncProperty(statement, async (loop) => {
        const run = (source: string): unknown =>
          new Function("__keepsakeTurn", `let n = 0; ${source}; return n;`)(() => undefined);
        expect(run(await code(loop))).toBe(run(loop));
      }),
      { numRuns: 50 },
    );
  });
});

describe("modules", () => {
  it("makes imports absolute and names them, and leaves bare ones", async () => {
    const source = `import a from "./a.js"; export * from "../b.js"; import "bare"; const c = await import("./c.js"); export { d } from './d.js';`;
    const { code: rewritten, imports } = await rewrite(source, true);
    expect(imports).toEqual(
      ["a", "../b", "c", "d"].map((name) => new URL(`./${name}.js`, "http://shop.test/app/").href),
    );
    expect(rewritten).toContain(`import a from "http://shop.test/app/a.js"`);
    expect(rewritten).toContain(`import "bare"`);
  });
});

it("leaves a script with a syntax error to the browser", async () => {
  expect(await code("while (location {")).toBe("while (location {");
});

it("keeps every line where it was", async () => {
  const source = "\nfor (const a of b)\n  location.reload();\n\nwhile (1) {\n}\n";
  expect((await code(source)).split("\n").length).toBe(source.split("\n").length);
});
