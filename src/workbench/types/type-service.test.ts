import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { type LibraryFiles, unpackLibrary } from "./library-pack.ts";
import { type TypeProject, TypeService } from "./type-service.ts";
import { writeLibrary } from "./write-library.ts";

const publicTypes = join(import.meta.dirname, "../../../public/types");

let library: LibraryFiles;
let service: TypeService;
let names = 0;

beforeAll(async () => {
  // The very file that the site serves.
  const { library: name } = await writeLibrary();
  library = await unpackLibrary(new Blob([await readFile(join(publicTypes, name))]));
  service = new TypeService(library);
}, 240_000);

function projectOf(files: Record<string, string>): TypeProject {
  const project = service.project(`project-${++names}`);
  project.change(files);
  return project;
}

/** The text without its mark, `¦`, and where that was. */
function marked(text: string): { text: string; at: number } {
  return { text: text.replace("¦", ""), at: text.indexOf("¦") };
}

const cart = `import { Router } from "keepsake";

Router.get("/", (req, res) => {
  res.json(req.session.get("cart"));
});
`;

describe("what is wrong", () => {
  it("is nothing in a program that is right, with our library, Express and Node", () => {
    const project = projectOf({
      "server.ts": `import { createServer } from "node:http";
import express from "express";
import { session } from "keepsake";
import { port } from "./port.ts";

const app = express();
app.use(session());
app.get("/", (req, res) => {
  const visits: number = req.session.increment("visits");
  res.json({ visits, url: new URL("/", "http://localhost") });
});
createServer(app).listen(port, () => console.log(port));
`,
      "port.ts": "export const port = Number(process.env.PORT);\n",
    });
    expect([...project.problems("server.ts"), ...project.problems("port.ts")]).toEqual([]);
  });

  it("is told with file, line, column and what stands there", () => {
    const project = projectOf({ "server.ts": `const port = 7148;\nexport const text: string = port;\n` });
    expect(project.problems("server.ts")).toEqual([
      {
        path: "server.ts",
        from: 32,
        to: 36,
        line: 2,
        column: 14,
        kind: "error",
        message: "Type 'number' is not assignable to type 'string'.",
      },
    ]);
  });

  it.each([
    "enum A { B }",
    "namespace N { export const a = 1; }",
    "class C { constructor(readonly a: string) {} }",
  ])("is what Node's stripping of types refuses: %s", (text) => {
    const project = projectOf({ "server.ts": `export ${text}\n` });
    expect(project.problems("server.ts").map(({ message }) => message)).toEqual([
      expect.stringContaining("Node does not run this: it only takes the types away"),
    ]);
  });

  it("is a name that nobody reads, which is no error", () => {
    const project = projectOf({ "server.ts": `const a = 1;\nexport {};\n` });
    expect(project.problems("server.ts").map(({ kind, line }) => ({ kind, line }))).toEqual([
      { kind: "unused", line: 1 },
    ]);
  });

  it("is a page's `document`, which no server has", () => {
    const project = projectOf({ "server.ts": "export const title = document.title;\n" });
    expect(project.problems("server.ts")[0]?.message).toContain("Cannot find name 'document'");
  });

  it("is in JavaScript only what cannot be read", () => {
    const project = projectOf({ "a.js": 'const a = 1;\na.b.c = "x" * 2;\n', "b.js": "const = 1;\n" });
    expect(project.problems("a.js")).toEqual([]);
    expect(project.problems("b.js")[0]).toMatchObject({ kind: "error", line: 1 });
  });

  it("follows a change in another file, a new name, and a file that is gone", () => {
    const project = projectOf({
      "server.ts": `import { total } from "./cart.ts";\nexport const sum: number = total();\n`,
      "cart.ts": "export function total(): number {\n  return 1;\n}\n",
    });
    expect(project.problems("server.ts")).toEqual([]);
    project.change({ "cart.ts": 'export function total(): string {\n  return "1";\n}\n' });
    expect(project.problems("server.ts")[0]?.message).toContain(
      "Type 'string' is not assignable to type 'number'",
    );
    project.change({ "cart.ts": null, "basket.ts": "export function total(): number {\n  return 1;\n}\n" });
    expect(project.problems("server.ts")[0]?.message).toContain("Cannot find module './cart.ts'");
    project.change({
      "server.ts": `import { total } from "./basket.ts";\nexport const sum: number = total();\n`,
    });
    expect(project.problems("server.ts")).toEqual([]);
    expect(project.problems("cart.ts")).toEqual([]);
  });

  it("is asked of templates and settings in vain", () => {
    const project = projectOf({ "page.html": "<p>{{ a }}</p>", ".env": "A=1" });
    expect(project.problems("page.html")).toEqual([]);
    expect(project.quickInfo("page.html", 3)).toBeUndefined();
    expect(project.completions(".env", 1)).toBeUndefined();
  });
});

describe("quick info", () => {
  it("has the type and the comment of what our library offers", () => {
    const project = projectOf({ "cart.ts": cart });
    const at = cart.indexOf('get("cart")');
    expect(project.quickInfo("cart.ts", at + 1)).toEqual({
      from: at,
      to: at + 3,
      signature: expect.stringMatching(/^\(method\) LooseValues\.get.*\(key: string/),
      documentation: expect.stringContaining("Absent: the default, or undefined."),
    });
  });

  it("is there for JavaScript too, and nowhere between words", () => {
    const project = projectOf({ "a.js": "const port = 7148;\n\n" });
    expect(project.quickInfo("a.js", 7)?.signature).toBe("const port: 7148");
    expect(project.quickInfo("a.js", 19)).toBeUndefined();
  });
});

describe("completion", () => {
  it("after a dot lists what is there, and nothing else", () => {
    const { text, at } = marked(cart.replace('get("cart")', "¦"));
    const found = projectOf({ "cart.ts": text }).completions("cart.ts", at);
    const names = found?.items.map(({ name }) => name);
    expect(names).toEqual(
      expect.arrayContaining(["get", "set", "flash", "regenerate", "destroy", "increment"]),
    );
    expect(names).not.toContain("console");
    expect(found).toMatchObject({ isMember: true, from: at, to: at });
  });

  it("replaces the word that is begun", () => {
    const { text, at } = marked(cart.replace('get("cart")', "regen¦"));
    const found = projectOf({ "cart.ts": text }).completions("cart.ts", at);
    expect(found?.from).toBe(at - "regen".length);
  });

  it("offers what another file exports, and brings its import along", () => {
    const { text, at } = marked(`console.log(tota¦);\n`);
    const project = projectOf({
      "server.ts": text,
      "src/cart.ts": "/** The sum. */\nexport function total() {\n  return 1;\n}\n",
    });
    const item = project.completions("server.ts", at)?.items.find(({ name }) => name === "total");
    if (item === undefined) throw new Error("total is not offered");
    const detail = project.completionDetail("server.ts", at, item);
    expect(detail?.documentation).toBe("The sum.");
    expect(detail?.changes).toEqual([
      { from: 0, to: 0, insert: expect.stringContaining('import { total } from "./src/cart.ts";\n') },
    ]);
  });

  it("names Node's modules in full", () => {
    const { text, at } = marked("randomU¦\n");
    const items = projectOf({ "server.ts": text }).completions("server.ts", at)?.items ?? [];
    expect(items.filter(({ name }) => name === "randomUUID").map(({ from }) => from)).toEqual([
      "node:crypto",
    ]);
  });
});

describe("a call", () => {
  it("shows its parameters, with the one in hand", () => {
    const { text, at } = marked(
      `export function add(one: number, two: string): void {\n  console.log(one, two);\n}\nadd(1, ¦);\n`,
    );
    const found = projectOf({ "server.ts": text }).signature("server.ts", at);
    expect(found?.parts).toEqual(["add(one: number, ", "two: string", "): void"]);
  });

  it("of a session has no form that nobody can call, whether or not its keys are declared", () => {
    const { text, at } = marked(cart.replace('get("cart")', "set(¦)"));
    const loose = projectOf({ "cart.ts": text }).signature("cart.ts", at);
    expect(loose?.parts).toEqual(["set(", "key: string", ", value: unknown): void"]);
    expect(loose?.overload).toBeUndefined();
    const keys = 'declare module "keepsake" {\n  interface SessionData {\n    cart: string[];\n  }\n}\n';
    const declared = projectOf({ "cart.ts": text, "keys.ts": `import "keepsake";\n${keys}` });
    const strict = declared.signature("cart.ts", at);
    expect(strict?.parts).toEqual(["set(", 'key: "cart"', ", value: string[]): void"]);
    expect(strict?.overload).toBeUndefined();
  });

  it("is nothing outside of one", () => {
    expect(projectOf({ "server.ts": "const a = 1;\n" }).signature("server.ts", 3)).toBeUndefined();
  });
});

describe("a definition", () => {
  it("is found in another file of the learner's", () => {
    const server = `import { total } from "./cart.ts";\nconsole.log(total());\n`;
    const project = projectOf({
      "server.ts": server,
      "cart.ts": "export function total() {\n  return 1;\n}\n",
    });
    const found = project.definition("server.ts", server.lastIndexOf("total") + 1);
    expect(found).toEqual({ kind: "here", path: "cart.ts", from: 16, to: 21 });
  });

  it("outside of them is told by the package's name", () => {
    const project = projectOf({ "cart.ts": cart });
    expect(project.definition("cart.ts", cart.indexOf("Router.") + 1)).toEqual({
      kind: "outside",
      where: "keepsake",
    });
  });
});

it("knows no file of another project", () => {
  projectOf({ "cart.ts": "export const price = 1;\n" });
  const project = projectOf({ "server.ts": `import { price } from "./cart.ts";\nexport { price };\n` });
  expect(project.problems("server.ts")[0]?.message).toContain("Cannot find module './cart.ts'");
});
