import { strFromU8, strToU8, unzipSync, type Zippable, zipSync } from "fflate";
import { describe, expect, test } from "vitest";
import { completeSetup } from "../../course/setup.ts";
import type { ProjectParts } from "./project-parts.ts";
import { projectZip } from "./project-zip.ts";
import { readZip } from "./read-zip.ts";
import { SHARED_BYTES_AT_MOST, SHARED_FILES_AT_MOST } from "./shared-code.ts";

const starter = { "server.ts": "start\n", "src/cart.ts": "empty\n", "src/fixed.ts": "fixed\n" };
const taker = {
  starter,
  files: starter,
  readonly: ["src/fixed.ts"],
};
const zipOf = (files: Record<string, string | Uint8Array>) =>
  zipSync(
    Object.fromEntries(
      Object.entries(files).map(([path, text]) => [path, typeof text === "string" ? strToU8(text) : text]),
    ) as Zippable,
  );

const noParts: ProjectParts = {
  library: { file: "keepsake-1.0.0.tgz", entry: { version: "1.0.0" } },
  importable: [],
  types: [],
  locked: {},
};

function takenHome(files: Record<string, string>): Uint8Array {
  const setup = completeSetup({ entry: "server.ts", port: 7148 });
  const place = { name: "cart", title: "Cart", pageUrl: "https://course.example/", startPath: "/" };
  return projectZip({ ...place, setup, files }, noParts, new Uint8Array([1, 2, 3]), Date.UTC(2026, 0, 2));
}

describe("a zip that is taken in", () => {
  test("gives back what was taken home, and leaves what was put around it", () => {
    const files = { ...taker.starter, "src/cart.ts": "mine 🍪\n", "src/new.ts": "made\n", ".env": "A=1\n" };
    expect(readZip(takenHome(files), taker)).toEqual({ kind: "files", files, left: [] });
  });

  test("gives back files of the learner's that have a name which is made around others'", () => {
    const files = {
      ...taker.starter,
      "README.md": "my notes\n",
      "data/products.json": "[1]\n",
      "dist/x.css": "a{}\n",
      "package.json": "{}\n",
    };
    const zip = takenHome(files);
    expect(readZip(zip, { ...taker, files })).toEqual({ kind: "files", files, left: [] });
    // In another browser, where there is nothing yet, ours go by the same names: said is what nobody makes.
    const elsewhere = readZip(zip, taker);
    expect(elsewhere).toMatchObject({
      files: { "package.json": "{}\n" },
      left: ["data/", "dist/", "README.md"],
    });
  });

  test.each([
    ["README.md", "notes under ours", (ours: string) => `${ours}\n## My notes\n`],
    ["README.md", "one of their own", () => "my notes\n"],
    ["README.md", "one longer than any of ours", (ours: string) => "x".repeat(100_000) + ours],
    ["tsconfig.json", "another setting", (ours: string) => ours.replace('"strict": true', '"strict": false')],
  ])("says that it did not take %s with %s", (path, _what, change) => {
    const packed = unzipSync(takenHome(taker.starter));
    const ours = strFromU8(packed[`cart/${path}`] ?? new Uint8Array());
    const zip = zipSync({ ...packed, [`cart/${path}`]: strToU8(change(ours)) });
    expect(readZip(zip, taker)).toEqual({ kind: "files", files: taker.starter, left: [path] });
    // Only ends of lines were changed, by the machine.
    const same = zipSync({ ...packed, [`cart/${path}`]: strToU8(ours.replaceAll("\n", "\r\n")) });
    expect(readZip(same, taker)).toMatchObject({ left: [] });
  });

  test("of a course that had other texts around the files has them recognised, and what was written in them named", () => {
    // As a course made them whose texts are no more; its marks are those that FNV-1a gives.
    const readme = "# Cart\n\nAn older text.\n\n<!-- As the course made it: e0936bdc -->\n";
    const settings = '{ "compilerOptions": {} }\n// As the course made it: 9d17e426\n';
    const zip = (texts: Record<string, string>) => zipOf({ ...taker.starter, ...texts });
    expect(readZip(zip({ "README.md": readme, "tsconfig.json": settings }), taker)).toMatchObject({
      left: [],
    });
    const written = { "README.md": readme.replace("older", "own"), "tsconfig.json": `{}\n${settings}` };
    expect(readZip(zip(written), taker)).toMatchObject({ left: ["README.md", "tsconfig.json"] });
  });

  test("is found in whatever folder it was zipped, without what npm and the program made", () => {
    const zip = zipOf({
      "__MACOSX/x/._server.ts": "\u0000",
      "x/y/server.ts": "mine\n",
      "x/y/node_modules/a/server.ts": "not mine\n",
      "x/y/data/sessions/abc.json": "{}",
    });
    expect(readZip(zip, taker)).toEqual({
      kind: "files",
      files: { ...taker.starter, "server.ts": "mine\n" },
      left: [],
    });
  });

  test("of a machine that ends lines in another way changes nothing by that", () => {
    const zip = zipOf({ "server.ts": "start\r\n", "src/cart.ts": "one\r\ntwo\rthree\n" });
    expect(readZip(zip, taker)).toEqual({
      kind: "files",
      files: { ...taker.starter, "src/cart.ts": "one\ntwo\nthree\n" },
      left: [],
    });
  });

  test("says what it did not take: a file that is read only, one that is no text, one that leads out", () => {
    const zip = zipOf({
      "server.ts": "mine\n",
      "src/fixed.ts": "changed\n",
      "logo.png": new Uint8Array([0x89, 0x50, 0xff]),
      "../evil.ts": "",
      "src/../../evil.ts": "",
      constructor: "",
    });
    const read = readZip(zip, taker);
    expect(read).toMatchObject({ kind: "files", files: { ...taker.starter, "server.ts": "mine\n" } });
    expect(read.kind === "files" && read.left.toSorted()).toEqual([
      "../evil.ts",
      "constructor",
      "logo.png",
      "src/../../evil.ts",
      "src/fixed.ts",
    ]);
  });

  test.each([
    ["no zip", strToU8("hello")],
    ["a cut one", zipOf({ "server.ts": "mine\n" }).slice(0, -10)],
    ["another exercise's", zipOf({ "notes/app.ts": "" })],
    ["a bomb", zipOf({ "server.ts": "0".repeat(SHARED_BYTES_AT_MOST + 1) })],
    [
      "too many files",
      zipOf({
        "server.ts": "",
        ...Object.fromEntries(Array.from({ length: SHARED_FILES_AT_MOST }, (_, n) => [`f${n}.ts`, ""])),
      }),
    ],
  ])("is refused in a sentence when it is %s", (_, zip) => {
    expect(readZip(zip, taker)).toMatchObject({
      kind: "refused",
      sentence: expect.stringMatching(/\. .+\.$/),
    });
  });

  test("is refused when what it says of its own size is not true", () => {
    const zip = zipOf({ "server.ts": "0".repeat(100_000) });
    const view = new DataView(zip.buffer);
    for (let at = 0; at < zip.length - 4; at++) {
      if (view.getUint32(at, true) === 0x04034b50) view.setUint32(at + 22, 10, true);
      if (view.getUint32(at, true) === 0x02014b50) view.setUint32(at + 24, 10, true);
    }
    const read = readZip(zip, taker);
    if (read.kind === "files") expect(read.files["server.ts"]?.length).toBeLessThanOrEqual(10);
    else expect(read.sentence).toContain("damaged");
  });
});
