import { describe, expect, it } from "vitest";
import { readRoster } from "./roster.ts";
import { rosterTime } from "./roster-time.ts";
import { momentOf } from "./wall-time.ts";

const ZONE = "Europe/Vienna";

describe("a roster", () => {
  it("is a list made by hand, with a semicolon and names in two columns", () => {
    const { rows, remarks } = readRoster(
      "First name;Surname;Student_Number\nJane;Doe;s1\n;;\nBob;Roe;\n",
      ZONE,
    );
    expect(rows).toEqual([{ name: "Jane Doe", number: "s1" }, { name: "Bob Roe" }]);
    expect(remarks).toEqual([]);
  });

  it("is Moodle's grading worksheet, with the times at which hand-ins came", () => {
    const { rows } = readRoster(
      'Identifier,Full name,Email address,Status,Grade,Maximum Grade,Grade can be changed,Last modified (submission),Last modified (grade),Feedback comments\n"Participant 123456",Jane Doe,jane@example.org,Submitted for grading,,100.00,Yes,"Friday, 27 November 2026, 6:31 PM",-,\n"Participant 9",Bob Roe,bob@example.org,No submission,,100.00,Yes,-,-,\n',
      ZONE,
    );
    expect(rows).toEqual([
      {
        name: "Jane Doe",
        lmsId: "123456",
        lms: "moodle",
        email: "jane@example.org",
        receivedAtMs: Date.parse("2026-11-27T17:31:00Z"),
      },
      { name: "Bob Roe", lmsId: "9", lms: "moodle", email: "bob@example.org" },
    ]);
  });

  it("is Canvas's gradebook", () => {
    const { rows } = readRoster(
      'Student,ID,SIS User ID,SIS Login ID,Section,Carts (77)\n    Points Possible,,,,,10\n"Doe, Jane",340934,s1,jdoe,A1,\n',
      ZONE,
    );
    expect(rows).toEqual([
      { name: "Doe, Jane", number: "s1", lmsId: "340934", lms: "canvas", login: "jdoe", section: "A1" },
    ]);
  });

  it("has a learner of two sections once, and two learners of one number or id twice, and named", () => {
    const { rows, remarks } = readRoster(
      "Name,Number,Canvas ID,Section,Received\nAda Lovelace,7,1,A,2026-11-27 10:00\nBob Roe,8,2,A,\nada lovelace,7,1,B,2026-11-27 11:00\nAda Lovelace,7,,A,\nAda Lovelace,9,3,C,\nEve Poe,10,3,,\n",
      "UTC",
    );
    expect(rows.map(({ name, number, lmsId, section }) => [name, number, lmsId, section])).toEqual([
      ["Ada Lovelace", "7", "1", "A, B"],
      ["Bob Roe", "8", "2", "A"],
      ["Ada Lovelace", "9", "3", "C"],
      ["Eve Poe", "10", "3", undefined],
    ]);
    expect(rows[0]?.receivedAtMs).toBe(Date.parse("2026-11-27T11:00:00Z"));
    expect(remarks).toEqual(["The roster has the id 3 for Ada Lovelace and Eve Poe."]);
  });

  it("has neither the learner whom Canvas makes for trials nor the points that are possible", () => {
    const text = 'Student,ID,Section\n    Points Possible,,\n"Student, Test",99,A\n"Testa, Anna",98,A\n';
    expect(readRoster(text, ZONE).rows.map(({ name }) => name)).toEqual(["Testa, Anna"]);
  });

  it("says what it needs, and what it did not understand", () => {
    expect(() => readRoster("", ZONE)).toThrow("The roster is empty.");
    expect(() => readRoster("a,b\n1,2", ZONE)).toThrow('one of them must be called "Name"');
    const { remarks } = readRoster("Name,Number,Received\nJane,1,yesterday\nBob,1,\n", ZONE);
    expect(remarks).toEqual([
      'The roster says that Jane handed in at "yesterday", which is no time that is understood.',
      "The roster has the number 1 for Jane and Bob.",
    ]);
  });
});

describe("a time", () => {
  it.each([
    ["2026-11-27 18:31", "2026-11-27T17:31:00Z"],
    ["2026-07-01T18:31:05", "2026-07-01T16:31:05Z"],
    ["2026-11-27T18:31:00Z", "2026-11-27T18:31:00Z"],
    ["2026-11-27T18:31:00+02:00", "2026-11-27T16:31:00Z"],
    ["Friday, 27 November 2026, 12:05 AM", "2026-11-26T23:05:00Z"],
    ["27 Nov 2026, 18:31", "2026-11-27T17:31:00Z"],
  ])("%s in Vienna is %s", (text, moment) => {
    expect(rosterTime(text, ZONE)).toBe(Date.parse(moment));
  });

  it.each([
    "soon",
    "31 Brumaire 2026, 18:31",
    "2026-02-30 10:00",
    "2026-11-27 25:00",
    "2026-11-27",
    "27 Nov 2026",
  ])("%s is none", (text) => {
    expect(rosterTime(text, ZONE)).toBeUndefined();
  });

  it("in the hour that the clocks leave out is the one after; in the one they show twice, the first", () => {
    const wall = (month: number, day: number, hour: number) => ({
      ...{ year: 2026, month, day, hour },
      ...{ minute: 30, second: 0 },
    });
    expect(momentOf(wall(3, 29, 2), ZONE)).toBe(Date.parse("2026-03-29T01:30:00Z"));
    expect(momentOf(wall(10, 25, 2), ZONE)).toBe(Date.parse("2026-10-25T00:30:00Z"));
  });
});
