import { mkdir, mkdtemp, rm, symlink, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterAll, beforeAll, expect, it } from "vitest";
import { findFiles, type GivenFile, NotReadable, type Trouble } from "../../gradebook/index.ts";
import { filesOnDisk } from "./files-on-disk.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const AT = Date.parse("2026-11-27T10:00:00Z");

let folder: string;
beforeAll(async () => {
  folder = join(await mkdtemp(join(tmpdir(), "keepsake-found-")), "downloads");
  await mkdir(join(folder, "b/__MACOSX"), { recursive: true });
  await writeFile(join(folder, "b/one.keepsake"), "one");
  await utimes(join(folder, "b/one.keepsake"), AT / 1000, AT / 1000);
  await writeFile(join(folder, "b/__MACOSX/one.keepsake"), "noise");
  await symlink("/etc/passwd", join(folder, "link.keepsake"));
  await writeFile(join(folder, "broken.zip"), "no zip at all");
  const inner = zipSync({ "deep.keepsake": bytes("deep"), "again.zip": zipSync({ x: bytes("x") }) });
  // The clock of whoever packed it; fflate takes this machine's.
  const mtime = new Date(2026, 10, 27, 11, 0, 0);
  await writeFile(
    join(folder, "all.zip"),
    zipSync({
      "Jane Doe_1_assignsubmission_file_/x.keepsake": [bytes("x"), { mtime }],
      "Joe Roe_2_assignsubmission_file_/his.zip": inner,
      "../evil.keepsake": bytes("evil"),
    }),
  );
});
afterAll(() => rm(join(folder, ".."), { recursive: true, force: true }));

it("finds files in folders and zip files, sorted, with their times, and names what it leaves", async () => {
  const notRead: Trouble[] = [];
  const { files, troubles } = await findFiles(filesOnDisk([folder], notRead), "Europe/Vienna");
  expect(files.map(({ where }) => where)).toEqual([
    "downloads/all.zip › Jane Doe_1_assignsubmission_file_/x.keepsake",
    "downloads/all.zip › Joe Roe_2_assignsubmission_file_/his.zip › deep.keepsake",
    "downloads/b/one.keepsake",
  ]);
  const [jane, joe, one] = files;
  expect([jane?.atMs, one?.atMs]).toEqual([AT, AT]);
  expect(joe?.path).toBe("Joe Roe_2_assignsubmission_file_/his.zip/deep.keepsake");
  const texts = await Promise.all(files.map(async (file) => new TextDecoder().decode(await file.read())));
  expect(texts).toEqual(["x", "deep", "one"]);
  expect([...troubles, ...notRead].map(({ where, message }) => `${where}: ${message}`)).toEqual([
    "downloads/all.zip › ../evil.keepsake: It has a path that leads out of the zip file, and was not read.",
    "downloads/all.zip › Joe Roe_2_assignsubmission_file_/his.zip › again.zip: It is a zip file in a learner's own zip file, and was not read.",
    "downloads/broken.zip: It is no zip file, or its end is missing. Download it again, or unpack it and give the folder.",
    "downloads/link.keepsake: It is a link to another place, and was not followed.",
  ]);
});

it("names what is gone or cannot be read, and goes on with the rest", async () => {
  const place = join(folder, "../vanishing");
  for (const path of ["a/x.keepsake", "b.zip", "c/x.keepsake", "d.keepsake", "e.keepsake"]) {
    await mkdir(join(place, path, ".."), { recursive: true });
    await writeFile(join(place, path), path);
  }
  const notRead: Trouble[] = [];
  const given: GivenFile[] = [];
  for await (const file of filesOnDisk([place], notRead)) {
    given.push(file);
    // Whatever comes after the first one is listed by now, and not yet looked at.
    if (given.length === 1) await rm(join(place, "c"), { recursive: true });
  }
  await rm(join(place, "b.zip"));
  await rm(join(place, "d.keepsake"));
  const { files, troubles } = await findFiles(given, "UTC");
  expect([...notRead, ...troubles].map(({ where, message }) => `${where}: ${message}`)).toEqual([
    "vanishing/c: It was no longer there when it was to be read.",
    "vanishing/b.zip: It was no longer there when it was to be read.",
  ]);
  const outcomes = await Promise.allSettled(files.map((file) => file.read()));
  expect(outcomes.map(({ status }) => status)).toEqual(["fulfilled", "rejected", "fulfilled"]);
  await expect(files[1]?.read()).rejects.toBeInstanceOf(NotReadable);
});

it("says when what it was given is not there", async () => {
  await expect(findFiles(filesOnDisk([join(folder, "nowhere")], []), "UTC")).rejects.toMatchObject({
    code: "ENOENT",
  });
});
