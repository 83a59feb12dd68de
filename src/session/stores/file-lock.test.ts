import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { withFileLock } from "./file-lock.ts";

const PROGRAM = fileURLToPath(new URL("trial-stopped-process.ts", import.meta.url));

describe("the lock of a session file", () => {
  let folder: string;
  let path: string;
  let child: ChildProcess | undefined;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "keepsake-lock-"));
    path = join(folder, "record.json");
    await writeFile(path, "first");
  });
  afterEach(async () => {
    child?.kill("SIGKILL");
    await rm(folder, { recursive: true, force: true });
  });

  it("runs one holder at a time, and goes with the last", async () => {
    let holders = 0;
    const work = async () => {
      holders += 1;
      expect(holders).toBe(1);
      await new Promise(setImmediate);
      holders -= 1;
    };
    await Promise.all(Array.from({ length: 20 }, () => withFileLock(`${path}.lock`, work)));
    expect(await readdir(folder)).toEqual(["record.json"]);
  });

  it.each([
    ["before-writing", /^refused Error: The lock of a session file was lost; nothing was written/],
    ["before-renaming", /^refused ENOENT$/],
  ])("lets no process write that stood still (%s) while another one went on", async (when, outcome) => {
    child = spawn(process.execPath, [PROGRAM, path, when], { stdio: ["ignore", "pipe", "inherit"] });
    if (child.stdout === null) throw new Error("The program has no output.");
    const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
    expect((await lines.next()).value).toBe("stopping");
    // Waits until the lock is stale, and takes it over.
    await withFileLock(`${path}.lock`, async (lock) => {
      expect(await readFile(path, "utf8")).toBe("first");
      await lock.confirm();
      await writeFile(path, "second");
    });
    child.kill("SIGCONT");
    expect((await lines.next()).value).toMatch(outcome);
    await once(child, "exit");
    expect(await readFile(path, "utf8")).toBe("second");
    expect(await readdir(folder)).toEqual(["record.json"]);
  });

  it("takes over at once from a process that is dead, with what it meant to write", async () => {
    child = spawn(process.execPath, [PROGRAM, path, "before-renaming"], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    if (child.stdout === null) throw new Error("The program has no output.");
    await once(child.stdout, "data");
    child.kill("SIGKILL");
    await once(child, "exit");
    await withFileLock(`${path}.lock`, async () => {
      expect(await readFile(path, "utf8")).toBe("first");
    });
    expect(await readdir(folder)).toEqual(["record.json"]);
  });
});
