import { zipSync } from "fflate";
import { expect, it } from "vitest";
import { namePattern } from "../learners/name-pattern.ts";
import { findFiles } from "./found-file.ts";
import { type GivenFile, givenBytes } from "./given-file.ts";

const bytes = (text: string) => new TextEncoder().encode(text);
const AT = Date.parse("2026-11-27T10:00:00Z");
/** fflate writes the clock of this machine. */
const on = (day: number) => new Date(2026, 10, day, 11, 0, 0);
const EVE = "Eve Poe_3_assignsubmission_file_";

/** A file in an unpacked download. */
const below = (path: string, content: Uint8Array): GivenFile => ({
  ...givenBytes({ name: path, bytes: content, receivedAtMs: AT }),
  batch: "downloads",
});

it("takes the time of a learner's zip file from the download, never from what the learner packed", async () => {
  const own = zipSync({ "x.keepsake": bytes("x") }, { mtime: on(20) });
  const download = zipSync({ [`${EVE}/work.zip`]: own }, { mtime: on(27) });
  const { files } = await findFiles([givenBytes({ name: "moodle.zip", bytes: download })], "Europe/Vienna");
  expect(files.map(({ path, batch, atMs }) => [path, batch, atMs])).toEqual([
    [`${EVE}/work.zip/x.keepsake`, "moodle.zip", AT],
  ]);
});

it("keeps whose it is, and when it came, of a learner's zip file in an unpacked download", async () => {
  const own = zipSync({ "Jane Doe_1_assignsubmission_file_/x.keepsake": bytes("x") }, { mtime: on(20) });
  const found = async (path: string, pattern?: string) => {
    const { files } = await findFiles(
      [below(path, own)],
      "UTC",
      pattern === undefined ? undefined : namePattern(pattern),
    );
    return files.map((file) => [file.path, file.batch, file.atMs]);
  };
  const inside = "Jane Doe_1_assignsubmission_file_/x.keepsake";
  const moodle = `${EVE}/work.zip`;
  expect(await found(moodle)).toEqual([[`${moodle}/${inside}`, "downloads", AT]]);
  const canvas = "poeeve_LATE_333_9_work.zip";
  expect(await found(canvas)).toEqual([[`${canvas}/${inside}`, "downloads", AT]]);
  expect(await found("Eve/work.zip", "{name}/{any}")).toEqual([[`Eve/work.zip/${inside}`, "downloads", AT]]);
  // A download says for itself whose its files are.
  expect(await found("week3/all.zip")).toEqual([[inside, "week3/all.zip", Date.UTC(2026, 10, 20, 11)]]);
});

it("looks at so many files of a learner's zip file that the class has room, at hand-ins first, and says so", async () => {
  const many = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`${1000 + index}.txt`, bytes("")]),
  );
  const own = zipSync({ ...many, "x.keepsake": bytes("x"), "../out.keepsake": bytes("out") });
  const download = zipSync({
    [`${EVE}/work.zip`]: own,
    "Joe Roe_4_assignsubmission_file_/y.keepsake": bytes("y"),
  });
  for (const given of [givenBytes({ name: "moodle.zip", bytes: download }), below(`${EVE}/work.zip`, own)]) {
    const { files, troubles } = await findFiles([given], "UTC");
    const ofEve = files.filter(({ where }) => where.includes("Eve"));
    expect(ofEve).toHaveLength(200);
    expect(ofEve.map(({ path }) => path)).toContain(`${EVE}/work.zip/x.keepsake`);
    expect(troubles.map(({ where = "", message }) => `${where.split("/").at(-1)}: ${message}`)).toEqual([
      "out.keepsake: It has a path that leads out of the zip file, and was not read.",
      "work.zip: It has 302 files, and a hand-in is one. Only the first 200 were looked at, those called .keepsake before others. If it is no learner's own, unpack it and give the folder.",
    ]);
  }
});

it("reads files of zip files in a zip file in any order, with one of them unpacked at a time", async () => {
  const own = (letter: string) =>
    zipSync({ "1.keepsake": bytes(`${letter}1`), "2.keepsake": bytes(`${letter}2`) });
  const download = zipSync({ "a.zip": own("a"), "b.zip": own("b") });
  const { files } = await findFiles([givenBytes({ name: "all.zip", bytes: download })], "UTC");
  const read = async (at: number) => new TextDecoder().decode(await files[at]?.read());
  expect([await read(0), await read(2), await read(1), await read(3)]).toEqual(["a1", "b1", "a2", "b2"]);
});

it("believes no time before 1970, of a file or in a zip file", async () => {
  // The moment itself, as Info-ZIP adds it: a second before 1970.
  const extra = { 21589: new Uint8Array([1, 0xff, 0xff, 0xff, 0xff]) };
  const download = zipSync({ "a.keepsake": [bytes("a"), { extra }] });
  const given = [
    givenBytes({ name: "all.zip", bytes: download }),
    givenBytes({ name: "b.keepsake", bytes: bytes("b"), receivedAtMs: -1 }),
    { ...below(`${EVE}/work.zip`, zipSync({ "c.keepsake": bytes("c") })), atMs: -1000 },
  ];
  const { files } = await findFiles(given, "UTC");
  expect(files.map(({ atMs }) => atMs)).toEqual([undefined, undefined, undefined]);
});
