import { expect, it } from "vitest";
import { DUE_MS, TestClass } from "../class.fixture.ts";
import { readRoster } from "../learners/roster.ts";
import { GradesError, type GradesFile, gradesFile, readGrades } from "./grades-json.ts";

/** A class with everything in it: late, wrong, twice, broken, alike, on the roster and not there. */
async function grades(): Promise<GradesFile> {
  const course = await TestClass.gather();
  const files = (text: string) => ({ ...course.solution, "server.ts": text });
  const given = [
    await course.received({ name: "Ada Lovelace", number: "1815" }),
    await course.received({ name: "Bob Roe", files: files("// WRONG\n") }, DUE_MS + 1),
    { ...(await course.received({ name: "Bob Roe", sequence: 2 })), where: "again.keepsake" },
    await course.received({ name: "Eve Poe", files: files("// BROKEN\n") }),
    { ...(await course.received({ name: "Joe" })), path: "joe_LATE_3_4_x.keepsake", batch: "canvas" },
    await course.received({ name: "Nan", leavesOut: true }),
  ];
  const roster = readRoster(
    "Name,Number,Email,Section,Received\nAda Lovelace,1815,a@x.example,A,\nMax Lod,7,,,\nBob Roe,2,,,2026-12-01 10:00\n",
    course.assignment.zone,
  );
  const graded = await course.grade(given, { roster });
  return gradesFile(course.assignment, graded.learners, graded.troubles, [
    {
      ...{ exerciseId: "visit-counter", title: "Count visits" },
      pairs: [
        {
          ...{ one: "ada-lovelace-1815", other: "bob-roe-2", share: 0.75 },
          lines: [
            {
              one: { path: "server.ts", fromLine: 1, toLine: 4 },
              other: { path: "server.ts", fromLine: 2, toLine: 5 },
            },
          ],
        },
      ],
    },
  ]);
}

const written = await grades();
const text = JSON.stringify(written);

function faultOf(json: string): GradesError["fault"] | undefined {
  try {
    readGrades(json);
    return undefined;
  } catch (error) {
    if (error instanceof GradesError) return error.fault;
    throw error;
  }
}

it("reads what was written", () => {
  expect(written.learners.map(({ standing }) => standing)).toContain("cannot-grade");
  expect(readGrades(text)).toEqual(JSON.parse(text));
});

it.each([
  ["{", { kind: "damaged" }],
  ["[]", { kind: "other-format" }],
  [text.replace('"version":2', '"version":3'), { kind: "other-version", version: 3 }],
  [
    text.replace('"attempts":3', '"attempts":"3"'),
    {
      kind: "not-valid",
      place: "learners.0.exercises.0.attempts: Invalid input: expected number, received string",
    },
  ],
  [
    text.replace('"slug":"ada-lovelace-1815"', '"slug":"../../ada"'),
    { kind: "not-valid", place: "learners.0.slug: no name of a learner's files" },
  ],
  [
    text.replace('"slug":"ada-lovelace-1815"', '"slug":"bob-roe-2"'),
    { kind: "not-valid", place: "learners: two have one slug" },
  ],
  [
    text.replace('"name":"Ada Lovelace"', '"name":"Ada Lovelace","remark":"x"'),
    { kind: "not-valid", place: 'learners.0: Unrecognized key: "remark"' },
  ],
  [
    text.replace('"title":"Count visits"', '"title":"Count all visits"'),
    { kind: "not-valid", place: "assignment.fingerprint: that of another assignment" },
  ],
])("refuses what is not as it was written, and says where (%#)", (json, fault) => {
  expect(json).not.toBe(text);
  expect(faultOf(json)).toEqual(fault);
});
