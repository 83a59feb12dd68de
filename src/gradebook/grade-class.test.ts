import { zipSync } from "fflate";
import { beforeEach, describe, expect, it } from "vitest";
import { makePrivateKey } from "../assignment/key-pair.ts";
import { sealHandIn } from "../assignment/sealed-hand-in.ts";
import { DUE_MS, gradeByText, TestClass } from "./class.fixture.ts";
import {
  classDocuments,
  type Graded,
  type GradedClass,
  type GradeFiles,
  givenBytes,
  type KeptGrades,
  NotReadable,
  readGrades,
} from "./index.ts";

const DAY_MS = 86_400_000;

let course: TestClass;
beforeEach(async () => {
  course = await TestClass.gather();
});

const wrong = (text = "WRONG") => ({ ...course.solution, "server.ts": `// ${text}\n` });
const standings = ({ learners }: GradedClass) =>
  Object.fromEntries(learners.map(({ name, standing, score }) => [name, [standing, score?.points]]));

class KeptInMemory implements KeptGrades {
  readonly grades = new Map<string, Graded>();
  async find(key: string): Promise<Graded | undefined> {
    return this.grades.get(key);
  }
  async keep(key: string, graded: Graded): Promise<void> {
    this.grades.set(key, graded);
  }
}

describe("points for each test", () => {
  const scoreOf = ({ learners }: GradedClass, name: string) =>
    learners.find((each) => each.name === name)?.score;
  const none = { points: 0, pointsInTime: 0, maxPoints: 2, passed: false };

  beforeEach(async () => {
    const { id } = course.loaded.exercise;
    course = await TestClass.gather({ exercises: [{ id, points: { kind: "per-test", pointsPerTest: 1 } }] });
  });

  it("were to be had by who did not hand the exercise in, whoever else did", async () => {
    const ada = await course.received({ name: "Ada", leavesOut: true });
    const alone = await course.grade([ada]);
    const withBob = await course.grade([ada, await course.received({ name: "Bob" })]);
    expect([scoreOf(alone, "Ada"), scoreOf(withBob, "Ada")]).toEqual([none, none]);
    expect(alone.learners[0]?.exercises[0]?.maxPoints).toBe(2);
  });

  it("are counted once for all runs, and of no program when a hand-in shows their number", async () => {
    const kept = new KeptInMemory();
    let graded = 0;
    const gradeFiles: GradeFiles = (order) => {
      graded += 1;
      return gradeByText(order);
    };
    const ada = await course.received({ name: "Ada", leavesOut: true });
    for (let run = 0; run < 2; run += 1) await course.grade([ada], { kept, gradeFiles });
    await course.grade([ada, await course.received({ name: "Bob" })], { kept, gradeFiles });
    expect(graded).toBe(2);
  });

  it("are not given before their number is known", async () => {
    const gradeFiles: GradeFiles = async () => ({ kind: "cannot-grade", reason: "It broke off." });
    const ada = await course.received({ name: "Ada", leavesOut: true });
    const [result] = (await course.grade([ada], { gradeFiles })).learners;
    expect(result).toMatchObject({
      standing: "cannot-grade",
      exercises: [{ result: { kind: "cannot-grade", reason: expect.stringContaining("It broke off.") } }],
    });
    expect(result?.score).toBeUndefined();
  });
});

describe("a class that a server received", () => {
  it("is graded from bytes with a name and a time: results as data, documents as text", async () => {
    const graded = await course.grade([
      await course.received({ name: "Ada", number: "1" }),
      await course.received({ name: "Bob", files: wrong() }),
      await course.received({ name: "Eve" }, DUE_MS + DAY_MS + 1),
      await course.received({ name: "Joe", files: wrong("BROKEN") }),
      givenBytes({
        name: "moodle.zip",
        bytes: zipSync(
          { "Kim Lee_7_assignsubmission_file_/x.keepsake": await course.seal({ name: "Kim Lee" }) },
          { mtime: DUE_MS + 2 * DAY_MS },
        ),
      }),
      givenBytes({ name: "notes.txt", bytes: new TextEncoder().encode("Dear teacher") }),
    ]);
    expect(standings(graded)).toEqual({
      Ada: ["graded", 10],
      Bob: ["graded", 5],
      Eve: ["graded", 6],
      Joe: ["cannot-grade", undefined],
      "Kim Lee": ["graded", 10],
    });
    expect(graded.learners.find(({ name }) => name === "Ada")?.receivedAtMs).toBe(DUE_MS - 3_600_000);
    expect(graded.troubles.map(({ kind, learner }) => [kind, learner])).toEqual([
      ["not-a-hand-in", undefined],
      ["claim-differs", "Bob"],
      ["late", "Eve"],
      ["cannot-grade", "Joe"],
      ["lateness-unknown", "Kim Lee"],
    ]);
    const documents = new Map([...classDocuments(graded)].map(({ path, text }) => [path, text]));
    expect([...documents.keys()].filter((path) => !path.includes("/"))).toEqual([
      "grades.csv",
      "grades-moodle.csv",
      "grades-canvas.csv",
      "grades.json",
      "class.html",
    ]);
    expect(readGrades(documents.get("grades.json") ?? "").learners).toEqual(
      JSON.parse(JSON.stringify(graded.learners)),
    );
    for (const [, href = ""] of documents.get("class.html")?.matchAll(/href="(reports[^"]*)"/g) ?? [])
      expect([...documents.keys()]).toContain(decodeURI(href));
    expect(documents.get("opened/ada-1.json")).toContain('"name":"Ada"');
  });

  it("is graded once: what was kept is not run again, and what could not be graded is", async () => {
    const given = [
      await course.received({ name: "Ada" }),
      await course.received({ name: "Joe", files: wrong("BROKEN") }),
    ];
    const kept = new KeptInMemory();
    const told: string[] = [];
    const grade = (graderVersion = "one") =>
      course.grade(given, {
        ...{ kept, jobs: 1, graderVersion },
        onGraded: ({ learner, done, all }) => told.push(`${learner}, ${done} of ${all}`),
      });
    const first = await grade();
    const second = await grade();
    expect([first.gradedNow, first.gradedBefore, second.gradedNow, second.gradedBefore]).toEqual([
      2, 0, 1, 1,
    ]);
    expect(told).toEqual(["Ada, 1 of 2", "Joe, 2 of 2", "Joe, 1 of 1"]);
    expect([...classDocuments(second)]).toEqual([...classDocuments(first)]);
    // Another grader may judge otherwise.
    expect(await grade("two")).toMatchObject({ gradedNow: 2, gradedBefore: 0 });
  });

  it("is graded without a file that can no longer be read, which is named", async () => {
    const gone = givenBytes({ name: "Bob Roe_2_assignsubmission_file_x.keepsake", bytes: new Uint8Array(9) });
    const graded = await course.grade([
      await course.received({ name: "Ada" }),
      { ...gone, lend: () => Promise.reject(new NotReadable("It is gone.")) },
    ]);
    expect(standings(graded)).toEqual({ Ada: ["graded", 10] });
    expect(graded.troubles).toMatchObject([{ kind: "not-read", learner: "Bob Roe", message: "It is gone." }]);
  });

  it("stops when it is told to, and keeps what it had", async () => {
    const given = await Promise.all(["Ada", "Bob"].map((name) => course.received({ name })));
    const kept = new KeptInMemory();
    const stop = new AbortController();
    const grading = course.grade(given, {
      ...{ kept, jobs: 1, signal: stop.signal },
      onGraded: () => stop.abort(new Error("enough")),
    });
    await expect(grading).rejects.toThrow("enough");
    expect(kept.grades.size).toBe(1);
  });

  it("is told what to do in words of whoever grades it", async () => {
    const other = { fingerprint: "ab".repeat(32), title: "Another" };
    const handIn = { ...course.handIn({ name: "Fay" }), assignment: other };
    const bytes = await sealHandIn(handIn, course.key.publicKey);
    const { troubles } = await course.grade([givenBytes({ name: "fay.keepsake", bytes })]);
    expect(troubles.map(({ message }) => message)).toEqual([
      expect.stringMatching(/"Another"\. Choose the other one\.$/),
    ]);
  });

  it("is not graded with a key of another class", async () => {
    const key = await makePrivateKey("Elsewhere", DUE_MS);
    let ran = 0;
    const gradeFiles: GradeFiles = (order) => {
      ran += 1;
      return gradeByText(order);
    };
    const grading = course.grade([await course.received({ name: "Ada" })], { key, gradeFiles });
    await expect(grading).rejects.toThrow(
      'The key "Elsewhere" is not the one that "Count visits" was made with',
    );
    expect(ran).toBe(0);
  });
});
