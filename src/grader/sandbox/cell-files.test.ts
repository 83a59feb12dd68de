import { execFile } from "node:child_process";
import { mkdir, mkdtemp, readFile, realpath, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { promisify } from "node:util";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Cell } from "../../engine/local/cell.ts";
import { cellFiles } from "./cell-files.ts";

let home: string;
let project: string;
let secret: string;
let files: Cell["files"];

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "keepsake-test-")));
  project = join(home, "project");
  secret = join(home, "secret");
  const [scratch, elsewhere] = [join(home, "scratch"), join(home, "elsewhere")];
  await Promise.all([project, scratch, elsewhere].map((path) => mkdir(path)));
  await writeFile(secret, "secret");
  await writeFile(join(elsewhere, "file"), "secret");
  files = cellFiles({
    ...{ project, scratch, temporary: home },
    ...{ compileCache: "", packages: "", description: "" },
  });
});
afterEach(() => rm(home, { recursive: true, force: true }));

const missing = { code: "not-found" };

describe("files that a program nobody trusts has left", () => {
  it("are read when they are plain files of its machine", async () => {
    await files.mount({ "a.txt": "a" });
    await files.writeFile("folder/b.txt", "b");
    await symlink("folder", join(project, "inside"));
    expect([await files.readText("a.txt"), await files.readText("inside/b.txt")]).toEqual(["a", "b"]);
    expect(await files.list()).toEqual(["a.txt", "folder/b.txt", "inside"]);
  });

  it.each([
    ["a link to a file outside", () => symlink(secret, join(project, "x"))],
    ["a link to a link outside", () => symlink("../elsewhere/file", join(project, "x"))],
    ["a folder", () => mkdir(join(project, "x"))],
    ["a pipe without another end", () => promisify(execFile)("mkfifo", [join(project, "x")])],
    [
      "a file of a terabyte",
      async () => {
        await writeFile(join(project, "x"), "");
        await truncate(join(project, "x"), 2 ** 40);
      },
    ],
    ["nothing", async () => undefined],
  ])("are not there: %s", async (_what, leave) => {
    await leave();
    await expect(files.readFile("x")).rejects.toMatchObject(missing);
  });

  it("lead nowhere else through a folder that is a link: not to read, to write, nor to remove", async () => {
    await symlink("../elsewhere", join(project, "x"));
    await expect(files.readFile("x/file")).rejects.toMatchObject(missing);
    await expect(files.writeFile("x/file", "forged")).rejects.toMatchObject(missing);
    await expect(files.remove("x/file")).rejects.toMatchObject(missing);
    expect(await readFile(join(home, "elsewhere", "file"), "utf8")).toBe("secret");
  });

  it("are replaced, a link by a file, and what it led to stays", async () => {
    await symlink(secret, join(project, "x"));
    await files.writeFile("x", "new");
    expect([await files.readText("x"), await readFile(secret, "utf8")]).toEqual(["new", "secret"]);
  });

  it("are gone at the next mount, links and all, and what they led to stays", async () => {
    await symlink("../elsewhere", join(project, "x"));
    await mkdir(join(project, ...Array.from({ length: 100 }, () => "deep")), { recursive: true });
    await files.mount({ "x/server.ts": "1" });
    expect(await files.list()).toEqual(["x/server.ts"]);
    expect(await readFile(join(home, "elsewhere", "file"), "utf8")).toBe("secret");
  });
});

it("whatever tree of links a program makes, nothing outside is read or changed", async () => {
  const name = fc.constantFrom("a", "b", "c");
  const target = fc.constantFrom("..", "../elsewhere", "../secret", "a", "b/c", "/", ".", "../project/a");
  const thing = fc.record({
    path: fc.array(name, { minLength: 1, maxLength: 3 }),
    target: fc.option(target),
  });
  const asked = fc.array(fc.oneof(name, fc.constantFrom("secret", "file", "elsewhere", "etc")), {
    minLength: 1,
    maxLength: 4,
  });
  await fc.assert(
    fc.asyncProperty(fc.array(thing, { maxLength: 6 }), asked, async (things, segments) => {
      await files.mount({});
      for (const { path, target: to } of things) {
        const at = join(project, ...path);
        // Some cannot be made where others are already.
        await mkdir(dirname(at), { recursive: true }).catch(() => undefined);
        const isInside = await realpath(dirname(at)).then(
          (real) => real.startsWith(project),
          () => false,
        );
        if (!isInside) continue;
        // Anew: through a link that is there already, this test itself would write outside.
        const made = to === null ? writeFile(at, "own", { flag: "wx" }) : symlink(to, at);
        await made.catch(() => undefined);
      }
      const path = segments.join("/");
      const text = await files.readText(path).catch(() => "own");
      expect(["own", ""]).toContain(text);
      await files.writeFile(path, "changed").catch(() => undefined);
      await files.remove(path).catch(() => undefined);
      expect(await readFile(secret, "utf8")).toBe("secret");
      expect(await readFile(join(home, "elsewhere", "file"), "utf8")).toBe("secret");
    }),
    { numRuns: 60 },
  );
});
