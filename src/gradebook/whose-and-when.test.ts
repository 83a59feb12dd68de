import { unzipSync, zipSync } from "fflate";
import { beforeEach, describe, expect, it } from "vitest";
import { DUE_MS, TestClass } from "./class.fixture.ts";
import { type GivenFile, type GradedClass, givenBytes, namePattern, readRoster } from "./index.ts";

const DAY_MS = 86_400_000;

let course: TestClass;
beforeEach(async () => {
  course = await TestClass.gather();
});

const wrong = () => ({ ...course.solution, "server.ts": "// WRONG\n" });
const points = ({ learners }: GradedClass) =>
  Object.fromEntries(learners.map(({ name, score }) => [name, score?.points]));
const kinds = ({ troubles }: GradedClass) => troubles.map(({ kind, learner }) => [kind, learner]);

/** A file in a folder, an hour before it was due. */
async function file(name: string, says: string, files = course.solution, sequence = 1): Promise<GivenFile> {
  const bytes = await course.seal({ name: says, files, sequence });
  return { ...givenBytes({ name, bytes, receivedAtMs: DUE_MS - 3_600_000 }), batch: "downloads" };
}

describe("a download of an LMS", () => {
  it("has nobody late for what one learner's own zip file says of its time", async () => {
    const own = zipSync(
      { "x.keepsake": await course.seal({ name: "Eve Poe" }) },
      { mtime: DUE_MS - 2 * DAY_MS },
    );
    const bytes = zipSync(
      {
        "Jane Doe_1_assignsubmission_file_/x.keepsake": await course.seal({ name: "Jane Doe" }),
        "Eve Poe_3_assignsubmission_file_/work.zip": own,
      },
      { mtime: DUE_MS + 3 * DAY_MS },
    );
    const graded = await course.grade([givenBytes({ name: "moodle.zip", bytes })]);
    expect(points(graded)).toEqual({ "Eve Poe": 10, "Jane Doe": 10 });
    expect(kinds(graded)).toEqual([
      ["lateness-unknown", "Eve Poe"],
      ["lateness-unknown", "Jane Doe"],
    ]);
  });

  it("is not rewritten by the names in a learner's own zip file, packed or unpacked", async () => {
    const forged = zipSync({
      "doejane_111_1_x.keepsake": await course.seal({ name: "Jane Doe", files: wrong() }),
    });
    const bytes = zipSync({
      "doejane_111_1_x.keepsake": await course.seal({ name: "Jane Doe" }),
      "poeeve_LATE_333_9_work.zip": forged,
    });
    const packed = await course.grade([givenBytes({ name: "canvas.zip", bytes })]);
    const unpacked = await course.grade([
      await file("doejane_111_1_x.keepsake", "Jane Doe"),
      { ...givenBytes({ name: "poeeve_LATE_333_9_work.zip", bytes: forged }), batch: "downloads" },
    ]);
    for (const { learners } of [packed, unpacked])
      expect(learners.map(({ lms, score, lateness }) => [lms?.id, score?.points, lateness?.kind])).toEqual(
        expect.arrayContaining([
          ["111", 10, "in-time"],
          ["333", 4, "late"],
        ]),
      );
  });
});

describe("a download of Canvas that was packed two days after the due time", () => {
  const packed = async (janes: string, says = "Jane Doe") => {
    const strict = await TestClass.gather({ late: { kind: "refuse" } });
    const files = {
      "curiemarie_124_457_work.keepsake": await strict.seal({ name: "Marie Curie" }),
      "lovelaceada_125_459_work.keepsake": await strict.seal({ name: "Ada Lovelace" }),
      [janes]: await strict.seal({ name: says, files: { ...strict.solution, "x.ts": "WRONG" }, sequence: 9 }),
    };
    const bytes = zipSync(files, { mtime: DUE_MS + 2 * DAY_MS });
    const text =
      'Student,ID,SIS User ID\n"Doe, Jane",123,s1\n"Curie, Marie",124,s2\n"Lovelace, Ada",125,s3\n';
    return strict.grade([givenBytes({ name: "submissions.zip", bytes })], {
      roster: readRoster(text, "Europe/Rome"),
    });
  };
  const standing = ({ learners }: GradedClass) =>
    learners.map(({ name, standing: each, lateness, score }) => [name, each, lateness?.kind, score?.points]);

  it("has only Jane late, whatever she called her file", async () => {
    for (const own of ["work", "Jane_Doe_assignsubmission_file_a", "Marie_Curie_assignsubmission_file_a"])
      expect(standing(await packed(`doejane_LATE_123_456_${own}.keepsake`, "Marie Curie"))).toEqual([
        ["Curie, Marie", "graded", "in-time", 10],
        ["Doe, Jane", "refused", "late", 0],
        ["Lovelace, Ada", "graded", "in-time", 10],
      ]);
  });

  it("never counts by the time of packing, also when something else lies in it", async () => {
    const graded = await packed("jane.keepsake");
    expect(standing(graded)).toEqual([
      ["Curie, Marie", "graded", "unknown", 10],
      ["Doe, Jane", "refused", "late", 0],
      ["Lovelace, Ada", "graded", "unknown", 10],
    ]);
    expect(kinds(graded)).toEqual(
      expect.arrayContaining([
        ["canvas-doubted", "Curie, Marie"],
        ["lateness-unknown", "Curie, Marie"],
      ]),
    );
  });
});

describe("names that have Canvas's form by chance", () => {
  it("are apart when they have one number", async () => {
    const graded = await course.grade([
      await file("hw_3_2_anna.keepsake", "Anna"),
      await file("hw_3_2_bob.keepsake", "Bob", wrong()),
    ]);
    expect(points(graded)).toEqual({ Anna: 10, Bob: 5 });
    expect(kinds(graded)).toEqual([["claim-differs", "Bob"]]);
    expect(graded.learners.map(({ lms, receivedBy }) => [lms, receivedBy])).toEqual([
      [undefined, "file"],
      [undefined, "file"],
    ]);
  });

  it("are apart, and named, when nothing but the people shows it", async () => {
    const given = [
      await file("hw_3_2_anna.keepsake", "Anna"),
      await file("hw_3_4_hw.keepsake", "Bob", wrong()),
      await file("hw_3_5_again.keepsake", "anna", wrong(), 2),
    ];
    const graded = await course.grade(given);
    expect(points(graded)).toEqual({ anna: 5, Bob: 5 });
    expect(graded.troubles.filter(({ kind }) => kind === "name-differs")).toHaveLength(3);
    expect(graded.troubles.map(({ message }) => message)).toContain(
      'It is named as Canvas names files, and the user whom it names ("hw", 3) would be Anna and Bob. Each of them was graded apart, by the name in the hand-in. If the files are not from Canvas, say by which pattern they are named.',
    );
    expect(graded.learners.map(({ lms }) => lms)).toEqual([undefined, undefined]);
  });

  it("are read by the pattern that fits them, and none is Canvas's then", async () => {
    const graded = await course.grade(
      [await file("hw_3_2_anna.keepsake", "Anna"), await file("hw_3_4_bob.keepsake", "Bob", wrong())],
      { pattern: namePattern("hw_{any}_{any}_{name}.keepsake") },
    );
    expect(points(graded)).toEqual({ anna: 10, bob: 5 });
    expect(graded.learners.map(({ lms }) => lms)).toEqual([undefined, undefined]);
  });
});

it("a user of Canvas who hands in for others stays that user, and late stays late", async () => {
  const own = await course.grade([
    await file("poeeve_LATE_333_8_x.keepsake", "Eve Poe"),
    await file("poeeve_LATE_333_9_x.keepsake", "Jane Doe"),
  ]);
  expect(own.learners.map(({ lms, lateness }) => [lms?.id, lateness?.kind])).toEqual([["333", "late"]]);
  const others = await course.grade([
    await file("doejane_111_1_x.keepsake", "Jane Doe"),
    await file("poeeve_LATE_333_8_x.keepsake", "Joe Roe"),
    await file("poeeve_LATE_333_9_x.keepsake", "Jane Doe", wrong()),
  ]);
  expect(others.learners.map(({ name, score, lateness }) => [name, score?.points, lateness?.kind])).toEqual(
    expect.arrayContaining([
      ["Jane Doe", 10, "in-time"],
      ["Jane Doe", 4, "late"],
      ["Joe Roe", 8, "late"],
    ]),
  );
});

describe("files named as Canvas names them, among others that are not", () => {
  const late = DUE_MS + DAY_MS / 2;
  const standing = ({ learners }: GradedClass) =>
    learners.map(({ name, lateness, receivedBy }) => [name, lateness?.kind, receivedBy]);

  it("are not in time by their names: the file's time counts, and each is named", async () => {
    const graded = await course.grade([
      await file("jane.keepsake", "Jane Doe"),
      { ...(await file("poeeve_333_8_x.keepsake", "Eve Poe")), atMs: late },
      await file("roejoe_444_9_x.keepsake", "Joe Roe"),
      { ...(await file("lodmax_LATE_555_7_x.keepsake", "Max Lod")), atMs: DUE_MS - DAY_MS },
    ]);
    expect(standing(graded)).toEqual([
      ["Eve Poe", "late", "file"],
      ["Jane Doe", "in-time", "file"],
      ["Joe Roe", "in-time", "file"],
      ["Max Lod", "late", "lms"],
    ]);
    const doubted = graded.troubles.filter(({ kind }) => kind === "canvas-doubted");
    expect(doubted.map(({ learner }) => learner)).toEqual(["Eve Poe", "Joe Roe"]);
  });

  it("are believed when they were given by themselves", async () => {
    const graded = await course.grade([
      { ...(await file("jane.keepsake", "Jane Doe")), batch: "mail" },
      { ...(await file("poeeve_333_8_x.keepsake", "Eve Poe")), atMs: late },
    ]);
    expect(standing(graded)).toEqual([
      ["Eve Poe", "in-time", "lms"],
      ["Jane Doe", "in-time", "file"],
    ]);
    expect(kinds(graded)).toEqual([]);
  });
});

it("a name longer than a file's can be is compared with no pattern", async () => {
  const names = Array.from({ length: 30 }, (_, index) => `${index}${"-a".repeat(30_000)}`);
  const own = zipSync(Object.fromEntries(names.map((name) => [name, new Uint8Array()])));
  const bytes = zipSync({
    "work.zip": [own, { level: 0 }],
    [`${"x".repeat(255)}/7-Bob.keepsake`]: await course.seal({ name: "Bob" }),
  });
  const graded = await course.grade([givenBytes({ name: "all.zip", bytes })], {
    pattern: namePattern("{any}{number}-{name}.keepsake"),
  });
  expect(points(graded)).toEqual({ Bob: 10 });
  const refused = graded.troubles.filter(({ kind }) => kind === "not-read");
  expect(refused).toHaveLength(30);
  for (const { where = "", message } of refused) {
    expect(where.length).toBeLessThan(400);
    expect(message).toBe("It has a longer name than any file system takes, and was not read.");
  }
});

describe("a zip file that no LMS named, with hand-ins of one learner", () => {
  const LATE_MS = DUE_MS + 2 * DAY_MS;
  const zipped = async (...says: string[]) => {
    const files = says.map(async (name, index) => [
      `${index}.keepsake`,
      await course.seal({ name, sequence: index + 1 }),
    ]);
    return zipSync(Object.fromEntries(await Promise.all(files)), { mtime: DUE_MS - DAY_MS });
  };
  const told = ({ learners, troubles }: GradedClass) => [
    ...learners.map(({ name, lateness, receivedBy }) => [name, lateness?.kind, receivedBy]),
    ...troubles.filter(({ kind }) => kind.startsWith("late")).map(({ message }) => message),
  ];

  it("came when the zip file came, whatever the times in it are", async () => {
    const bytes = await zipped("Eve Poe", "Eve Poe");
    const inner = zipSync({ "own.zip": bytes }, { mtime: DUE_MS - DAY_MS });
    for (const each of [bytes, inner])
      expect(
        told(await course.grade([givenBytes({ name: "eve.zip", bytes: each, receivedAtMs: LATE_MS })])),
      ).toEqual([
        ["Eve Poe", "late", "file"],
        "Received late, on day 2 after it was due. 40 percent of the points are taken off. It lies in a zip file with hand-ins of nobody else, whose own time counts: the times in it are its maker's word.",
      ]);
    expect(
      told(await course.grade([givenBytes({ name: "eve.zip", bytes, receivedAtMs: DUE_MS - 1 })])),
    ).toEqual([["Eve Poe", "in-time", "file"]]);
  });

  it("came nobody knows when, if nobody says when the zip file came", async () => {
    const given = async (says: string) => givenBytes({ name: "work.zip", bytes: await zipped(says) });
    const message =
      "When it was received is not known, so it counts as in time. It lies in a zip file with hand-ins of nobody else, and the times in it are its maker's word: say when.";
    expect(told(await course.grade([await given("Eve Poe"), await given("Joe Roe")]))).toEqual([
      ["Eve Poe", "unknown", "nobody"],
      ["Joe Roe", "unknown", "nobody"],
      ...[message, message],
    ]);
  });

  it("is the instructor's own when it has those of several: each has its own time", async () => {
    const bytes = await zipped("Eve Poe", "Joe Roe");
    const given = [givenBytes({ name: "class.zip", bytes, receivedAtMs: LATE_MS })];
    const each = [
      ["Eve Poe", "in-time", "file"],
      ["Joe Roe", "in-time", "file"],
    ];
    expect(told(await course.grade(given))).toEqual(each);
    // Also where all the others' were there already.
    const { "1.keepsake": joes = new Uint8Array() } = unzipSync(bytes);
    const again = givenBytes({ name: "roe.keepsake", bytes: joes, receivedAtMs: DUE_MS - DAY_MS });
    const both = told(await course.grade([again, ...given]));
    expect(both).toEqual(expect.arrayContaining(each));
    expect(both).toHaveLength(2);
  });
});

it("a learner whom the roster has in two sections has the grade in the one row", async () => {
  const roster = readRoster("Name,Number,Section\nAda Lovelace,7,A\nAda Lovelace,7,B\n", "Europe/Rome");
  const graded = await course.grade([await course.received({ name: "Ada Lovelace", number: "7" })], {
    roster,
  });
  expect(
    graded.learners.map(({ name, section, standing, score }) => [name, section, standing, score?.points]),
  ).toEqual([["Ada Lovelace", "A, B", "graded", 10]]);
  expect(kinds(graded)).toEqual([]);
});

it("two learners of one number are each told of the other, also when both are called alike", async () => {
  const sealed = (name: string, sequence = 1) => course.seal({ name, number: "7", sequence });
  const graded = await course.grade([
    givenBytes({ name: "ada_11_22_x.keepsake", bytes: await sealed("Ada"), receivedAtMs: DUE_MS - 1 }),
    givenBytes({ name: "other.keepsake", bytes: await sealed("Ada", 2), receivedAtMs: DUE_MS - 1 }),
    givenBytes({ name: "bob_12_23_x.keepsake", bytes: await sealed("Bob"), receivedAtMs: DUE_MS - 1 }),
  ]);
  const same = graded.troubles.filter(({ kind }) => kind === "same-number");
  expect(same.map(({ where, message }) => [where, message])).toEqual([
    ["ada_11_22_x.keepsake", "The student number 7 is also Ada's (other.keepsake) and Bob's."],
    ["other.keepsake", "The student number 7 is also Ada's (ada_11_22_x.keepsake) and Bob's."],
    [
      "bob_12_23_x.keepsake",
      "The student number 7 is also Ada's (ada_11_22_x.keepsake) and Ada's (other.keepsake).",
    ],
  ]);
});
