import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { makePrivateKey } from "../../assignment/key-pair.ts";
import { sealHandIn } from "../../assignment/sealed-hand-in.ts";
import { DUE_MS, gradeByText, ROOT } from "../../gradebook/class.fixture.ts";
import type { GradeFiles } from "../../gradebook/index.ts";
import { ClassFolder } from "./class-folder.fixture.ts";
import { regrade } from "./regrade.ts";
import type { RegradeArguments } from "./regrade-arguments.ts";

const DAY_MS = 86_400_000;

let course: ClassFolder;
beforeEach(async () => {
  course = await ClassFolder.open();
});
afterEach(() => course.close());

const wrong = (text = "WRONG") => ({ ...course.solution, "server.ts": `// ${text}\n` });

async function run(changes: Partial<RegradeArguments> = {}, gradeFiles: GradeFiles = gradeByText) {
  const out = join(course.folder, "out");
  const outcome = await regrade(
    {
      ...{ downloads: [join(course.folder, "downloads")], keyFile: join(course.folder, "class.key") },
      ...{ assignments: [course.link], jobs: 2, out, isUnsafe: true },
      ...changes,
    },
    { root: ROOT, gradeFiles, isolation: "none", progress: { write: () => true } },
  );
  const read = (path: string) => readFile(join(changes.out ?? out, path), "utf8");
  const learner = (name: string) => {
    const found = outcome.learners.find((each) => each.name === name);
    if (found === undefined) throw new Error(`no ${name}`);
    return found;
  };
  const kinds = (name?: string) =>
    outcome.troubles.filter((each) => each.learner === name).map(({ kind }) => kind);
  return { ...outcome, read, learner, kinds };
}

describe("a class", () => {
  it("is graded: right, wrong, late, twice, altered, with nothing in it", async () => {
    await course.receive("ada.keepsake", await course.seal({ name: "Ada", number: "1" }));
    await course.receive("bob.keepsake", await course.seal({ name: "Bob", files: wrong() }));
    await course.receive(
      "eve-1.keepsake",
      await course.seal({ name: "Eve", files: wrong() }),
      DUE_MS - 2 * DAY_MS,
    );
    await course.receive(
      "eve-2.keepsake",
      await course.seal({ name: "Eve", sequence: 2 }),
      DUE_MS + DAY_MS + 1000,
    );
    await course.receive("joe.keepsake", await course.seal({ name: "Joe", leavesOut: true }));
    const tested = { ...course.solution, "grade.test.ts": "test('mine', () => {})" };
    await course.receive("mia.keepsake", await course.seal({ name: "Mia", files: tested }));
    const { learner, kinds, read } = await run();
    expect(learner("Ada").score).toEqual({ points: 10, pointsInTime: 10, maxPoints: 10, passed: true });
    expect([learner("Bob").score?.points, kinds("Bob")]).toEqual([5, ["claim-differs"]]);
    expect(learner("Eve").score).toMatchObject({ points: 6, pointsInTime: 10, passed: true });
    expect(kinds("Eve")).toEqual(["duplicate", "late"]);
    expect([learner("Joe").score?.points, kinds("Joe")]).toEqual([0, ["missing-exercise"]]);
    expect(kinds("Mia")).toEqual(["altered"]);
    const csv = await read("grades.csv");
    // Excel takes a table without the mark for Windows-1252.
    expect(csv.split("\r\n")[0]).toMatch(/^\uFEFFName,Student number,Section,Status,Points,Of,Passed,/);
    expect(csv).toContain("Ada,1,,graded,10,10,yes,2026-12-01 22:59,,10,2,3,1,");
    expect(await read("reports/ada-1.html")).toContain("<h1>Ada</h1>");
    expect((await readdir(join(course.folder, "out"))).sort()).toEqual([
      ...["class.html", "grades-canvas.csv", "grades-moodle.csv", "grades.csv", "grades.json"],
      ...["ledger", "opened", "reports"],
    ]);
  });

  it("has one who began with the files of another course: said, graded, and not called altered", async () => {
    const starter = { ...course.loaded.starter, "quote.ts": "// as it was last year\n" };
    const files = { ...course.solution, "quote.ts": starter["quote.ts"] };
    await course.receive("ada.keepsake", await course.seal({ name: "Ada", files, starter }));
    const { learner, troubles } = await run();
    expect(learner("Ada").score?.points).toBe(10);
    expect(troubles.map(({ kind, message }) => [kind, message])).toEqual([
      [
        "other-starter",
        '"Count visits" was begun with other starter files than this course has: course 0.1.0 gave them. quote.ts was put back as it is here. Your tests ran on it; if they ask for something that only the newer files say, grade it with that version of the course.',
      ],
    ]);
  });

  it("has learners whose work cannot be graded or opened: each by name, none a zero", async () => {
    await course.receive("ada.keepsake", await course.seal({ name: "Ada", files: wrong("BROKEN") }));
    const key = await makePrivateKey("Another", DUE_MS);
    const foreign = await sealHandIn(course.handIn({ name: "Bob" }), key.publicKey);
    const sealed = await course.seal({ name: "Eve" });
    const other = {
      ...course.handIn({ name: "Joe" }),
      assignment: { fingerprint: "ab".repeat(32), title: "Old" },
    };
    await course.receive("Bob Roe_5_assignsubmission_file_/x.keepsake", foreign);
    await course.receive("Eve Doe_6_assignsubmission_file_/x.keepsake", sealed.slice(0, -9));
    await course.receive("joe.keepsake", await sealHandIn(other, course.key.publicKey));
    await course.receive("notes.docx", new TextEncoder().encode("Dear teacher"));
    await course.receive("zeros.zip", zipSync({ "zeros.keepsake": new Uint8Array(3 * 1024 * 1024) }));
    const { learners, learner, troubles, read } = await run();
    expect(learners.map(({ name }) => name)).toEqual(["Ada"]);
    expect([learner("Ada").standing, learner("Ada").score]).toEqual(["cannot-grade", undefined]);
    expect(troubles.map(({ kind, learner, where }) => [kind, learner, where])).toEqual([
      ["not-a-hand-in", undefined, "downloads/notes.docx"],
      ["not-read", undefined, "downloads/zeros.zip › zeros.keepsake"],
      ["cannot-grade", "Ada", "downloads/ada.keepsake"],
      ["unreadable", "Bob Roe", "downloads/Bob Roe_5_assignsubmission_file_/x.keepsake"],
      ["unreadable", "Eve Doe", "downloads/Eve Doe_6_assignsubmission_file_/x.keepsake"],
      ["foreign-assignment", "Joe", "downloads/joe.keepsake"],
    ]);
    expect(await read("grades.csv")).toContain("Ada,,,cannot be graded,,,,");
  });

  it("comes in Moodle's zip file, with its list: names, times and the columns it imports", async () => {
    const zip = zipSync({
      "Ada Lovelace_7_assignsubmission_file_/x.keepsake": await course.seal({ name: "Ada Lovelace" }),
      "Bob Roe_9_assignsubmission_file_/x.keepsake": await course.seal({
        name: "Ada Lovelace",
        files: wrong(),
      }),
    });
    await course.receive("all.zip", zip);
    const rosterFile = join(course.folder, "worksheet.csv");
    await writeFile(
      rosterFile,
      'Identifier,Full name,Email address,Last modified (submission)\nParticipant 7,Ada Lovelace,ada@example.org,"Wednesday, 2 December 2026, 6:31 PM"\nParticipant 9,Bob Roe,bob@example.org,"Tuesday, 1 December 2026, 6:31 PM"\nParticipant 8,=Eve,eve@example.org,-\n',
    );
    const { learner, kinds, read } = await run({ rosterFile });
    expect(learner("Ada Lovelace").score?.points).toBe(8);
    expect([kinds("Ada Lovelace"), kinds("Bob Roe"), kinds("=Eve")]).toEqual([
      ["late"],
      ["claim-differs", "name-differs"],
      ["not-handed-in"],
    ]);
    expect(await read("grades-moodle.csv")).toBe(
      "Identifier,Full name,Email address,Grade,Maximum Grade,Last modified (grade)\r\nParticipant 8,'=Eve,eve@example.org,,,-\r\nParticipant 7,Ada Lovelace,ada@example.org,8,10,-\r\nParticipant 9,Bob Roe,bob@example.org,5,10,-\r\n",
    );
  });

  it("comes in Canvas's zip file, whose mark says what is late; without a list a time is not guessed", async () => {
    await course.receive(
      "submissions.zip",
      zipSync({
        "lovelaceada_7_70_x.keepsake": await course.seal({ name: "Ada Lovelace", number: "s1" }),
        "roebob_LATE_9_71_x-1.keepsake": await course.seal({ name: "Bob Roe" }),
      }),
    );
    await course.receive(
      "moodle.zip",
      zipSync(
        { "Eve Doe_5_assignsubmission_file_/x.keepsake": await course.seal({ name: "Eve Doe" }) },
        { mtime: DUE_MS + 2 * DAY_MS },
      ),
    );
    const { learner, kinds, read } = await run();
    expect([learner("Ada Lovelace").score?.points, kinds("Ada Lovelace")]).toEqual([10, []]);
    expect([learner("Bob Roe").score?.points, kinds("Bob Roe")]).toEqual([8, ["late"]]);
    expect([learner("Eve Doe").score?.points, kinds("Eve Doe")]).toEqual([10, ["lateness-unknown"]]);
    expect(await read("grades-canvas.csv")).toBe(
      'Student,ID,SIS User ID,SIS Login ID,Section,Count visits\r\n"    Points Possible",,,,,10\r\nAda Lovelace,7,s1,,,10\r\nBob Roe,9,,,,8\r\n',
    );
  });

  it("comes in two folders of one name: each learner keeps their own work", async () => {
    const own = (name: string) => ({ ...course.solution, "server.ts": `// of ${name}\n` });
    await course.receive("a/work/x.keepsake", await course.seal({ name: "Ada", files: own("Ada") }));
    await course.receive("b/work/x.keepsake", await course.seal({ name: "Bob", files: own("Bob") }));
    const { read, learner } = await run({
      downloads: ["a/work", "b/work"].map((path) => join(course.folder, "downloads", path)),
    });
    expect([await read("opened/ada.json"), await read("opened/bob.json")]).toEqual([
      expect.stringContaining("// of Ada"),
      expect.stringContaining("// of Bob"),
    ]);
    expect([learner("Ada").where, learner("Bob").where]).toEqual(["a/work/x.keepsake", "b/work/x.keepsake"]);
  });

  it("has names as long as a form takes, in letters of four bytes: everybody's results are written", async () => {
    const long = "𠀀".repeat(120);
    await course.receive("a.keepsake", await course.seal({ name: long, number: "1" }));
    await course.receive("b.keepsake", await course.seal({ name: long, number: "2" }));
    await course.receive("c.keepsake", await course.seal({ name: "𠀁" }));
    await run();
    const names = await readdir(join(course.folder, "out/reports"));
    expect(names.sort()).toEqual([`${"𠀀".repeat(30)}-2.html`, `${"𠀀".repeat(30)}.html`, "𠀁.html"]);
  });

  it("has two learners of one name, each with their own notes", async () => {
    await course.receive("1.keepsake", await course.seal({ name: "Ada", number: "1" }));
    await course.receive("2.keepsake", await course.seal({ name: "Ada", number: "2", files: wrong() }));
    const { read } = await run();
    const csv = await read("grades.csv");
    expect(csv.split("\r\n").map((line) => line.includes("do not pass here"))).toEqual([
      ...[false, false, true, false],
    ]);
    expect(await read("reports/ada-1.html")).not.toContain("do not pass here");
    expect(await read("reports/ada-2.html")).toContain("do not pass here");
    expect((await read("class.html")).match(/>1 note</g)).toHaveLength(1);
  });

  it("is on a roster as Excel saves it on Windows, and the guess is named", async () => {
    const roster = join(course.folder, "class.csv");
    await writeFile(roster, Buffer.from("Name;Number\r\nJos\u00e9 Mu\u00f1oz;7\r\n", "latin1"));
    await course.receive("jose.keepsake", await course.seal({ name: "José Muñoz" }));
    const { learner, kinds, troubles } = await run({ rosterFile: roster });
    expect([learner("José Muñoz").number, kinds("José Muñoz")]).toEqual(["7", []]);
    expect(troubles.map(({ message }) => message)).toEqual([
      "The roster is not in UTF-8 and was read as Windows-1252, in which Excel saves. If names in it are wrong, save it as “CSV UTF-8”.",
    ]);
  });

  it("has two with one file, and two with one number", async () => {
    const sealed = await course.seal({ name: "Ada Lovelace" });
    await course.receive("Ada Lovelace_1_assignsubmission_file_/x.keepsake", sealed);
    await course.receive("Bob Roe_2_assignsubmission_file_/x.keepsake", sealed);
    await course.receive("joe.keepsake", await course.seal({ name: "Joe", number: "7" }));
    await course.receive("jim.keepsake", await course.seal({ name: "Jim", number: "7" }));
    const { kinds } = await run();
    expect(kinds("Bob Roe")).toEqual(["name-differs", "same-file"]);
    expect([kinds("Joe"), kinds("Jim")]).toEqual([["same-number"], ["same-number"]]);
  });
});

describe("late hand-ins that are refused", () => {
  it("leave the one that came in time, and are no points when there is none", async () => {
    await course.close();
    course = await ClassFolder.open({ late: { kind: "refuse" } });
    await course.receive("ada-1.keepsake", await course.seal({ name: "Ada", files: wrong() }));
    await course.receive("ada-2.keepsake", await course.seal({ name: "Ada", sequence: 2 }), DUE_MS + 1000);
    await course.receive("bob.keepsake", await course.seal({ name: "Bob" }), DUE_MS + 1000);
    const { learner } = await run();
    expect(learner("Ada").score).toMatchObject({ points: 5 });
    expect(learner("Bob")).toMatchObject({
      standing: "refused",
      score: { points: 0, pointsInTime: 10, passed: false },
    });
  });
});

describe("a run", () => {
  it("gives the same bytes again, whatever --jobs is, and grades nothing twice", async () => {
    for (const name of ["Ada", "Bob", "Eve", "Joe"])
      await course.receive(
        `${name}.keepsake`,
        await course.seal({ name, files: wrong(name === "Eve" ? "WRONG" : "x") }),
      );
    let graded = 0;
    const counting: GradeFiles = (order) => {
      graded += 1;
      return gradeByText(order);
    };
    const one = await run({ jobs: 1 }, counting);
    const again = await run({ jobs: 2 }, counting);
    const other = await run({ jobs: 2, out: join(course.folder, "other") }, counting);
    expect([one.gradedNow, again.gradedNow, again.gradedBefore, other.gradedNow, graded]).toEqual([
      4, 0, 4, 4, 8,
    ]);
    for (const path of ["grades.csv", "grades.json", "class.html", "reports/eve.html", "opened/eve.json"]) {
      const text = await one.read(path);
      expect([await again.read(path), await other.read(path)], path).toEqual([text, text]);
    }
  });

  it("grades again what could not be graded, and when the tests are others", async () => {
    await course.receive("ada.keepsake", await course.seal({ name: "Ada", files: wrong("BROKEN") }));
    await run();
    const mended = await run({}, (order) => gradeByText({ ...order, files: {} }));
    expect(mended.learner("Ada").score?.points).toBe(10);
    await writeFile(join(course.folder, "hidden.test.ts"), "");
    expect((await run()).gradedNow).toBe(0);
  });

  it("refuses a key of another class, a link that was cut, and a roster without names", async () => {
    const another = await ClassFolder.open();
    const { link } = another;
    await another.close();
    await expect(run({ assignments: [link] })).rejects.toThrow(
      'The key "Web 2026" is not the one that "Count visits" was made with',
    );
    await expect(run({ assignments: [course.link.slice(0, -5)] })).rejects.toThrow(
      "The end of this link is missing.",
    );
    await expect(run({ rosterFile: "no/such.csv" })).rejects.toThrow(
      "There is no file no/such.csv, which --roster names.",
    );
  });
});
