import { mkdir, mkdtemp, open, readFile, realpath, rename, rm, unlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TEXT_LIMIT_BYTES } from "../shared-folder.ts";
import { LocalFiles } from "./local-files.ts";
import { LocalFolder } from "./local-folder.ts";

let home: string;
let root: string;
let files: LocalFiles;
let folder: LocalFolder;
let stop: () => void;
/** Settles at the next event that names the path. */
let told: (path: string) => Promise<void>;

beforeEach(async () => {
  home = await realpath(await mkdtemp(join(tmpdir(), "keepsake-test-")));
  root = join(home, "work");
  await mkdir(root);
  await mkdir(join(home, "scratch"));
  files = new LocalFiles(root, join(home, "scratch"));
  folder = new LocalFolder("work/test", root, files);
  const waiting: { path: string; resolve: () => void }[] = [];
  stop = files.watch((paths) => {
    for (const { path, resolve } of waiting) if (paths.includes(path)) resolve();
  });
  told = (path) => new Promise((resolve) => waiting.push({ path, resolve }));
});
afterEach(async () => {
  stop();
  await rm(home, { recursive: true, force: true });
});

const on = (path: string) => join(root, path);

describe("the folder of an exercise", () => {
  it("tells texts from what is none, and passes over what is not the exercise's", async () => {
    await mkdir(on("data/sessions"), { recursive: true });
    await mkdir(on(".git"));
    await mkdir(on("src"));
    await writeFile(on("src/a.ts"), "\ufeffé");
    await writeFile(on("data/sessions/1.json"), "{}");
    await writeFile(on(".git/HEAD"), "ref");
    await writeFile(on(".env"), "A=1");
    await writeFile(on("a.ts.swp"), "swap");
    await writeFile(on("logo.png"), new Uint8Array([137, 80, 0]));
    await writeFile(on("latin.txt"), new Uint8Array([233]));
    await writeFile(on("big.txt"), "x".repeat(TEXT_LIMIT_BYTES + 1));
    expect(await folder.read()).toEqual({
      ".env": { kind: "text", text: "A=1" },
      "big.txt": { kind: "other" },
      "latin.txt": { kind: "other" },
      "logo.png": { kind: "other" },
      "src/a.ts": { kind: "text", text: "\ufeffé" },
    });
  });

  it("replaces what the caller takes it for, and nothing else", async () => {
    expect(await folder.replace("src/a.ts", undefined, "one")).toBe(true);
    expect(await folder.replace("src/a.ts", undefined, "two")).toBe(false);
    expect(await folder.replace("src/a.ts", "other", "two")).toBe(false);
    expect(await readFile(on("src/a.ts"), "utf8")).toBe("one");
    expect(await folder.replace("src/a.ts", "one", "two")).toBe(true);
    expect(await folder.replace("src/a.ts", "one", undefined)).toBe(false);
    expect(await folder.replace("src/a.ts", "two", undefined)).toBe(true);
    expect(await folder.look("src/a.ts")).toBeUndefined();
    await writeFile(on("logo.png"), new Uint8Array([0]));
    expect(await folder.replace("logo.png", undefined, "text")).toBe(false);
  });

  it("lets one of several writers at once win, whichever machine they come from", async () => {
    await writeFile(on("a.ts"), "0");
    const second = new LocalFolder("work/test", root, files);
    const writers = Array.from({ length: 20 }, (_, index) => (index % 2 === 0 ? folder : second));
    const won = await Promise.all(
      writers.map((writer, index) => writer.replace("a.ts", "0", `${index + 1}`)),
    );
    const winners = won.flatMap((done, index) => (done ? [`${index + 1}`] : []));
    expect(winners).toEqual([await readFile(on("a.ts"), "utf8")]);
  });

  it("tells of editors that write in place, by rename, in bursts, of new files and folders, moved and removed ones", async () => {
    const made = told("a.ts");
    await writeFile(on("a.ts"), "one");
    await made;
    const inPlace = told("a.ts");
    const handle = await open(on("a.ts"), "r+");
    await handle.write("two", 0);
    await handle.close();
    await inPlace;
    expect(await folder.look("a.ts")).toEqual({ kind: "text", text: "two" });
    const renamed = told("a.ts");
    await writeFile(on("a.ts.tmp"), "three");
    await rename(on("a.ts.tmp"), on("a.ts"));
    await renamed;
    expect(await folder.look("a.ts")).toEqual({ kind: "text", text: "three" });
    await mkdir(on("new/deep"), { recursive: true });
    const deep = told("new/deep/b.ts");
    await writeFile(on("new/deep/b.ts"), "b");
    await deep;
    const moved = told("other/deep/b.ts");
    await rename(on("new"), on("other"));
    await moved;
    const again = told("other/deep/b.ts");
    await writeFile(on("other/deep/b.ts"), "c");
    await again;
    const last = told("last.ts");
    for (let index = 0; index < 50; index += 1) await writeFile(on("a.ts"), `burst ${index}`);
    await writeFile(on("last.ts"), "");
    await last;
    expect(await folder.look("a.ts")).toEqual({ kind: "text", text: "burst 49" });
    const gone = told("a.ts");
    await unlink(on("a.ts"));
    await gone;
    expect(await folder.look("a.ts")).toBeUndefined();
  });

  it("forgets what programs keep, and nothing else", async () => {
    await files.writeFile("data/sessions/1.json", "{}");
    await files.writeFile("a.ts", "a");
    await folder.clear();
    expect(await files.list()).toEqual(["a.ts"]);
  });
});
