import type { Assignment } from "../../assignment/assignment.ts";
import { wallTimeOf } from "../../assignment/zoned-time.ts";
import { type CsvCell, formatCsv } from "../csv.ts";
import type { LearnerResult, Standing } from "./results.ts";
import { type Trouble, troublesOf } from "./trouble.ts";

const STANDINGS: Readonly<Record<Standing, string>> = {
  graded: "graded",
  refused: "too late",
  "cannot-grade": "cannot be graded",
  "not-handed-in": "not handed in",
};

/** Excel takes a table without it for one in the machine's own letters. */
const BYTE_ORDER_MARK = "\uFEFF";

/** Everything in one table, for people. Where there is no grade the cell is empty: never a zero. */
export function gradesCsv(
  { zone, exercises }: Assignment,
  results: readonly LearnerResult[],
  troubles: readonly Trouble[],
): string {
  const heading: CsvCell[] = [
    ...["Name", "Student number", "Section", "Status", "Points", "Of", "Passed", "Received", "Days late"],
    ...exercises.flatMap(({ id }) => [
      `${id}: points`,
      `${id}: tests passed`,
      `${id}: attempts`,
      `${id}: hints`,
    ]),
    ...["Receipt", "Hand-ins", "Notes"],
  ];
  const rows = results.map((result): CsvCell[] => {
    const { score, receivedAtMs, lateness, others } = result;
    const notes = troublesOf(troubles, result).map(({ message }) => message);
    return [
      ...[result.name, result.number, result.section, STANDINGS[result.standing]],
      ...[score?.points, score?.maxPoints, score === undefined ? undefined : score.passed ? "yes" : "no"],
      receivedAtMs === undefined ? undefined : wallTimeOf(receivedAtMs, zone).replace("T", " "),
      lateness?.kind === "late" ? lateness.daysBegun : undefined,
      ...result.exercises.flatMap(({ points, result: { kind, ...verdict }, attempts, hints }) => [
        points,
        "tests" in verdict && kind === "graded"
          ? verdict.tests.filter(({ state }) => state === "pass").length
          : undefined,
        attempts,
        hints.length,
      ]),
      ...[result.receipt, result.receipt === undefined ? 0 : 1 + others.length, notes.join(" ")],
    ];
  });
  return `${BYTE_ORDER_MARK}${formatCsv([heading, ...rows])}`;
}

/** The columns that Moodle's "Upload grading worksheet" reads. Who has no grade keeps the one that is there. */
export function moodleCsv(results: readonly LearnerResult[]): string {
  const heading = [
    "Identifier",
    "Full name",
    "Email address",
    "Grade",
    "Maximum Grade",
    "Last modified (grade)",
  ];
  const rows = results.flatMap(({ lms, name, email, score }): CsvCell[][] =>
    lms?.lms === "moodle" && lms.id !== undefined
      ? [[`Participant ${lms.id}`, name, email, score?.points, score?.maxPoints, "-"]]
      : [],
  );
  return formatCsv([heading, ...rows]);
}

/** What Canvas's gradebook import reads; its column is the assignment's title there. */
export function canvasCsv({ title }: Assignment, results: readonly LearnerResult[]): string {
  const most = results.find(({ score }) => score !== undefined)?.score?.maxPoints;
  const heading = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", title];
  const rows = results.flatMap(({ lms, name, number, login, section, score }): CsvCell[][] =>
    lms?.lms === "canvas" && lms.id !== undefined
      ? [[name, lms.id, number, login, section, score?.points]]
      : [],
  );
  return formatCsv([
    heading,
    ["    Points Possible", undefined, undefined, undefined, undefined, most],
    ...rows,
  ]);
}
