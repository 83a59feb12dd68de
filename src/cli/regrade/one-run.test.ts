import { readdirSync, readFileSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { RunningError, takeFolder } from "./one-run.ts";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "keepsake-one-run-"));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const LOCK = "running";

it("says whose the folder is from the first moment that it is taken", async () => {
  const seen = new Set<string>();
  for (let round = 0; round < 30; round += 1) {
    let isTaken = false;
    const taking = takeFolder(folder).finally(() => {
      isTaken = true;
    });
    while (!isTaken) {
      if (readdirSync(folder).includes(LOCK)) seen.add(readFileSync(join(folder, LOCK), "utf8"));
      await setImmediate();
    }
    await (await taking)();
  }
  expect([...seen]).toEqual([String(process.pid)]);
  expect(await readdir(folder)).toEqual([]);
});

it("leaves a folder to the process that has it, and takes that of one that is gone", async () => {
  // The parent of the tests lives as long as they do.
  await writeFile(join(folder, LOCK), String(process.ppid));
  await expect(takeFolder(folder)).rejects.toBeInstanceOf(RunningError);
  for (const gone of ["2147483646", ""]) {
    await writeFile(join(folder, LOCK), gone);
    const giveBack = await takeFolder(folder);
    expect(readFileSync(join(folder, LOCK), "utf8")).toBe(String(process.pid));
    await giveBack();
  }
  expect(await readdir(folder)).toEqual([]);
});

it.each(["EPERM", "EISDIR"])("is taken by one where no file may have a second name (%s)", async (code) => {
  const noLinks = () => Promise.reject(Object.assign(new Error("not here"), { code }));
  await writeFile(join(folder, LOCK), String(process.ppid));
  await expect(takeFolder(folder, noLinks)).rejects.toBeInstanceOf(RunningError);
  expect(readFileSync(join(folder, LOCK), "utf8")).toBe(String(process.ppid));
  await writeFile(join(folder, LOCK), "2147483646");
  const giveBack = await takeFolder(folder, noLinks);
  expect(readFileSync(join(folder, LOCK), "utf8")).toBe(String(process.pid));
  await giveBack();
  expect(await readdir(folder)).toEqual([]);
});

it("waits for what is about to stand in the file", async () => {
  await writeFile(join(folder, LOCK), "");
  const taking = takeFolder(folder);
  await writeFile(join(folder, LOCK), String(process.ppid));
  await expect(taking).rejects.toBeInstanceOf(RunningError);
});
