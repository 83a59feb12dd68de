import type { Assignment } from "../../assignment/assignment.ts";
import { cutToBytes } from "../../assignment/cut-to-bytes.ts";
import type { HandedExercise } from "../../assignment/hand-in.ts";
import type { Lateness } from "../../assignment/lateness.ts";
import { mostPoints, scoreOf, totalScore } from "../../assignment/score.ts";
import type { AssignedToGrade } from "../grading/assigned-exercises.ts";
import type { ExerciseResult, Graded } from "../grading/graded.ts";
import type { TestCounts } from "../grading/test-counts.ts";
import type { LearnersHandIns } from "../hand-ins/counting.ts";
import type { Received } from "../hand-ins/received.ts";
import { type Learner, rosterKey } from "../learners/identify.ts";
import type { RosterRow } from "../learners/roster.ts";
import { latenessSentence } from "./lateness-sentence.ts";
import { sawSolutionFirst } from "./saw-solution.ts";
import { workedMinutes } from "./worked-time.ts";

export type Standing = "graded" | "refused" | "cannot-grade" | "not-handed-in";

export interface ExerciseSummary {
  readonly id: string;
  readonly title: string;
  readonly result: ExerciseResult;
  /** Lateness aside; absent when it was not graded. */
  readonly points?: number;
  readonly maxPoints: number;
  /** What the learner's page noted: what the learner says. */
  readonly attempts: number;
  readonly workedMinutes: number;
  readonly hints: readonly number[];
  /** Before it passed. */
  readonly sawSolution: boolean;
}

/** All that is known of one learner's work, in plain data. */
export interface LearnerResult {
  /** Names the learner's files. */
  readonly slug: string;
  /** The same in all that is about this learner, and in nothing else of the run. */
  readonly key: string;
  readonly name: string;
  readonly number: string;
  readonly email?: string;
  readonly login?: string;
  readonly section?: string;
  readonly lms?: { readonly lms: "moodle" | "canvas"; readonly id?: string };
  readonly standing: Standing;
  /** Absent when an exercise could not be graded, or nothing was handed in. */
  readonly score?: {
    readonly points: number;
    readonly pointsInTime: number;
    readonly maxPoints: number;
    readonly passed: boolean;
  };
  readonly receivedAtMs?: number;
  readonly receivedBy?: Received["by"];
  readonly lateness?: Lateness;
  /** A whole sentence, when there is something to say. */
  readonly latenessSentence?: string;
  readonly receipt?: string;
  readonly where?: string;
  readonly exercises: readonly ExerciseSummary[];
  /** Earlier hand-ins of this learner, which do not count. */
  readonly others: readonly { readonly where: string; readonly receipt: string }[];
}

export interface Verdict extends LearnersHandIns {
  readonly graded: Graded;
}

export interface ResultsOrder {
  readonly assignment: Assignment;
  readonly exercises: readonly AssignedToGrade[];
  readonly verdicts: readonly Verdict[];
  readonly received: ReadonlyMap<LearnersHandIns["counts"], Received>;
  readonly roster: readonly RosterRow[];
  readonly testCounts: TestCounts;
}

/** Every learner with a hand-in, and everybody on the roster, sorted by name. */
export function learnerResults(order: ResultsOrder): LearnerResult[] {
  const { roster, verdicts } = order;
  const handedIn = new Set(verdicts.map(({ counts }) => counts.learner.roster));
  const missing = roster.filter((row) => !handedIn.has(row));
  const results = [
    ...verdicts.map((verdict) => withoutSlug(verdict, order)),
    ...missing.map((row) => notHandedIn(row, order)),
  ].sort((one, other) => compare(sortKey(one), sortKey(other)));
  const taken = new Set<string>();
  return results.map((result) => ({ slug: freeSlug(result, taken), ...result }));
}

type Unnamed = Omit<LearnerResult, "slug">;

function withoutSlug(verdict: Verdict, order: ResultsOrder): Unnamed {
  const { counts, others, graded } = verdict;
  const { assignment } = order;
  const received = order.received.get(counts);
  const lateness: Lateness = received?.lateness ?? { kind: "unknown" };
  const sentence = latenessSentence(lateness, assignment);
  const isGraded = graded.exercises.every(({ kind }) => kind !== "cannot-grade");
  const tests = new Map(
    graded.exercises.flatMap((result) =>
      result.kind === "graded" ? [[result.id, result.tests] as const] : [],
    ),
  );
  const isRefused = lateness.kind === "late" && lateness.refused;
  return {
    ...identity(counts.learner),
    standing: isGraded ? (isRefused ? "refused" : "graded") : "cannot-grade",
    ...(isGraded ? { score: totalScore(assignment, tests, lateness, (id) => countOf(order, id)) } : {}),
    ...(received?.atMs === undefined ? {} : { receivedAtMs: received.atMs }),
    receivedBy: received?.by ?? "nobody",
    lateness,
    ...(sentence === undefined ? {} : { latenessSentence: sentence }),
    receipt: counts.receipt,
    where: counts.where,
    exercises: graded.exercises.map((result) =>
      summary(
        result,
        counts.handIn.exercises.find(({ id }) => id === result.id),
        order,
      ),
    ),
    others: others.map(({ where, receipt }) => ({ where, receipt })),
  };
}

function notHandedIn(row: RosterRow, order: ResultsOrder): Unnamed {
  return {
    ...identity({ key: rosterKey(row), name: row.name, number: row.number ?? "", roster: row }),
    standing: "not-handed-in",
    exercises: order.assignment.exercises.map(({ id }) =>
      summary({ kind: "not-handed-in", id }, undefined, order),
    ),
    others: [],
  };
}

function identity({ key, name, number, lms, roster }: Learner) {
  const { email, login, section, lmsId } = roster ?? {};
  const known = lms ?? (roster?.lms === undefined ? undefined : { lms: roster.lms });
  const id = lms?.id ?? lmsId;
  return {
    ...{ key, name, number },
    ...(email === undefined ? {} : { email }),
    ...(login === undefined ? {} : { login }),
    ...(section === undefined ? {} : { section }),
    ...(known === undefined ? {} : { lms: { lms: known.lms, ...(id === undefined ? {} : { id }) } }),
  };
}

function summary(
  result: ExerciseResult,
  handed: HandedExercise | undefined,
  order: ResultsOrder,
): ExerciseSummary {
  const { assignment, exercises } = order;
  const { id } = result;
  const rule = assignment.exercises.find((each) => each.id === id)?.points;
  const score = rule !== undefined && result.kind === "graded" ? scoreOf(rule, result.tests) : undefined;
  return {
    ...{ id, title: exercises.find((each) => each.id === id)?.loaded.exercise.title ?? id, result },
    ...(score === undefined ? {} : { points: score.points }),
    maxPoints: score?.maxPoints ?? (rule === undefined ? 0 : mostPoints(rule, countOf(order, id))),
    attempts: handed === undefined ? 0 : handed.attempts.length + handed.attemptsLeftOut,
    workedMinutes: handed === undefined ? 0 : workedMinutes(handed),
    hints: [...new Set(handed?.hints.map(({ hint }) => hint))].sort((one, other) => one - other),
    sawSolution: handed !== undefined && sawSolutionFirst(handed),
  };
}

/** None where that is not known: nobody's points are made of it. */
function countOf({ testCounts }: ResultsOrder, id: string): number {
  const count = testCounts.get(id);
  return typeof count === "number" ? count : 0;
}

/** With what is put behind it, a name that every file system takes: they count bytes, 255 of them. */
const SLUG_LIMIT_BYTES = 120;

/** "ada-lovelace-1815": for people to find a file by. */
function freeSlug({ name, number }: Unnamed, taken: Set<string>): string {
  const words = `${name} ${number}`
    .normalize("NFKC")
    .toLowerCase()
    .match(/[\p{L}\p{M}\p{N}]+/gu);
  const plain = cutToBytes((words ?? ["learner"]).join("-"), SLUG_LIMIT_BYTES);
  let slug = plain;
  for (let count = 2; taken.has(slug); count += 1) slug = `${plain}-${count}`;
  taken.add(slug);
  return slug;
}

function sortKey({ name, number, receipt = "" }: Unnamed): string {
  return [name.toLowerCase(), name, number, receipt].join("\u0000");
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
