import realPath from "node:path";
import realQuery from "node:querystring";
import realUrl from "node:url";
import realUtil from "node:util";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { outcome, type TestMachine, testMachine } from "./test-builtins.ts";

const pathText = fc
  .array(fc.constantFrom("a", "bc.txt", "..", ".", "", "/", "d e", ".x", "é"), { maxLength: 6 })
  .map((parts) => parts.join("/"));
const queryText = fc
  .array(fc.constantFrom("a", "=", "&", "%20", "%", "+", "x", "%E4%BD", "b[]", ";"), { maxLength: 10 })
  .map((parts) => parts.join(""));

describe("modules that turn text into text", () => {
  let machine: TestMachine;
  beforeAll(async () => {
    machine = await testMachine();
  });

  it("path: as Node's", () => {
    const own = machine.load("path");
    fc.assert(
      fc.property(pathText, pathText, (a, b) => {
        for (const run of [
          (path: typeof realPath) => path.join(a, b),
          (path: typeof realPath) => path.resolve("/root", a, b),
          (path: typeof realPath) => path.normalize(a),
          (path: typeof realPath) => path.dirname(a),
          (path: typeof realPath) => path.basename(a, ".txt"),
          (path: typeof realPath) => path.extname(a),
          (path: typeof realPath) => path.parse(a),
          (path: typeof realPath) => path.format(path.parse(a)),
          (path: typeof realPath) => path.relative(`/r/${a}`, `/r/${b}`),
        ]) {
          expect(outcome(() => run(own))).toBe(outcome(() => run(realPath)));
        }
      }),
      { numRuns: 400 },
    );
    expect(own.resolve("x")).toBe("/project/x");
    expect(() => own.win32.join("a")).toThrow(/POSIX/);
  });

  it("querystring: as Node's", () => {
    const own = machine.load("querystring");
    fc.assert(
      fc.property(
        queryText,
        fc.dictionary(
          fc.string(),
          fc.oneof(fc.string(), fc.integer(), fc.array(fc.string()), fc.constant(null)),
        ),
        (text, query) => {
          for (const run of [
            (q: typeof realQuery) => q.parse(text),
            (q: typeof realQuery) => q.parse(text, ";", "="),
            (q: typeof realQuery) => q.unescape(text),
            (q: typeof realQuery) => q.stringify(query),
          ]) {
            expect(outcome(() => run(own))).toBe(outcome(() => run(realQuery)));
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it("url: file URLs and the legacy parser as Node's", () => {
    const own = machine.load("url");
    const urls = [
      "http://user:pass@host.test:81/p/a?q=1&r=2#frag",
      "/just/a/path?x=y",
      "//host/path",
      "mailto:a@b.test",
      "HTTP://UPPER.test/Path",
      "http://h.test/a b",
      "?only=query",
      "#hash",
      "",
    ];
    for (const url of urls) {
      expect(own.parse(url), url).toMatchObject({ ...realUrl.parse(url) });
      expect(own.format(own.parse(url))).toBe(realUrl.format(realUrl.parse(url)));
      expect(own.resolve("http://base.test/a/b", url)).toBe(realUrl.resolve("http://base.test/a/b", url));
    }
    for (const url of ["file:///a%20b", "http://x", "file://host/x", "file:///a%2Fb"]) {
      expect(outcome(() => own.fileURLToPath(url))).toBe(outcome(() => realUrl.fileURLToPath(url)));
    }
  });

  it("url.urlToHttpOptions: as Node's", () => {
    const own = machine.load("url");
    for (const url of ["http://a%20b:c%3Ad@[::1]/p?q#h", "http://u@host.test:81/", "http://host.test/"]) {
      expect({ ...own.urlToHttpOptions(new URL(url)) }, url).toEqual({
        ...realUrl.urlToHttpOptions(new URL(url)),
      });
    }
  });

  it("util.format: as Node's", () => {
    const own = machine.load("util");
    const pieces = fc.array(
      fc.constantFrom("%s", "%d", "%i", "%f", "%j", "%o", "%O", "%%", "%c", "text", "%x"),
      { maxLength: 5 },
    );
    const values = fc.array(
      fc.anything({ withBigInt: true, withDate: true, withMap: true, withSet: true, maxDepth: 2 }),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(pieces, values, (format, args) => {
        const run = (util: typeof realUtil) => outcome(() => util.format(format.join(" "), ...args));
        expect(run(own)).toBe(run(realUtil));
      }),
      { numRuns: 300 },
    );
  });

  it("util.isDeepStrictEqual: as Node's", () => {
    const own = machine.load("util");
    const value = fc.anything({
      withDate: true,
      withMap: true,
      withSet: true,
      withTypedArray: true,
      withBoxedValues: true,
      withNullPrototype: true,
    });
    fc.assert(
      fc.property(value, value, (a, b) => {
        expect(own.isDeepStrictEqual(a, b)).toBe(realUtil.isDeepStrictEqual(a, b));
        expect(own.isDeepStrictEqual(a, structuredClone({ a }).a)).toBe(
          realUtil.isDeepStrictEqual(a, structuredClone({ a }).a),
        );
      }),
      { numRuns: 400 },
    );
  });

  it("util.parseArgs and parseEnv: as Node's", () => {
    const own = machine.load("util");
    const options = {
      foo: { type: "boolean", short: "f" },
      bar: { type: "string", short: "b", multiple: true },
      baz: { type: "string", default: "z" },
    } as const;
    for (const args of [
      ["-f", "--bar", "1", "--bar=2"],
      ["-fb", "x"],
      ["-bx", "pos"],
      ["--nope"],
      ["--foo=1"],
      ["--bar"],
      ["--", "-f"],
    ]) {
      for (const extra of [{}, { allowPositionals: true }, { strict: false }]) {
        const run = (util: typeof realUtil) =>
          outcome(() => ({ ...util.parseArgs({ args, options, ...extra }) }));
        const [ours, theirs] = [run(own), run(realUtil)];
        if (theirs.startsWith("throws"))
          expect(ours.split(" ")[2], args.join(" ")).toBe(theirs.split(" ")[2]);
        else expect(ours, args.join(" ")).toBe(theirs);
      }
    }
    const env = 'A=1\nB="two words" # note\nC=\'x\'\nexport D=y # c\n\nE=\nF="a\\nb"\n#no=1\n';
    expect(own.parseEnv(env)).toEqual({ ...realUtil.parseEnv(env) });
  });
});
