import type { Assignment } from "../../assignment/assignment.ts";
import { exerciseVersionOf, fingerprintOf } from "../../assignment/fingerprint.ts";
import type { HandedExercise, HandIn, PageResult } from "../../assignment/hand-in.ts";
import type { Attempt, AttemptLog } from "../attempts/attempt-log.ts";
import type { FileDraft } from "../drafts/draft-store.ts";
import { isFilePath } from "../file-path.ts";
import type { TextFiles } from "../workspace.ts";
import type { Learner } from "./kept-assignments.ts";

/** One exercise of the assignment, as it lies on this machine. */
export interface WorkedExercise {
  readonly id: string;
  readonly starter: TextFiles;
  /** Saved drafts and those not saved yet; of two for one path the newer counts. */
  readonly drafts: readonly FileDraft[];
  readonly log: AttemptLog;
}

export interface HandInParts {
  readonly assignment: Assignment;
  readonly learner: Learner;
  readonly sequence: number;
  readonly madeAtMs: number;
  readonly versions: HandIn["versions"];
  readonly worked: readonly WorkedExercise[];
}

/** All that is handed in, and nothing else. An exercise that was never touched is left out. */
export function collectHandIn({ assignment, worked, learner, ...rest }: HandInParts): HandIn {
  return {
    version: 1,
    assignment: { fingerprint: fingerprintOf(assignment), title: assignment.title },
    learner: { name: learner.name.trim(), studentNumber: learner.studentNumber.trim() },
    ...rest,
    exercises: worked.filter(isTouched).map(handedExercise),
  };
}

export function isTouched({ drafts, log }: Pick<WorkedExercise, "drafts" | "log">): boolean {
  return drafts.length > 0 || log.attempts.length > 0;
}

/** The learner's files: the starter's, with the drafts over them. Names that a hand-in cannot have are left out. */
export function currentFiles(starter: TextFiles, drafts: readonly FileDraft[]): TextFiles {
  const named = drafts.filter(({ path }) => isFilePath(path));
  const oldestFirst = named.toSorted((one, other) => one.savedAtMs - other.savedAtMs);
  return { ...starter, ...Object.fromEntries(oldestFirst.map(({ path, text }) => [path, text])) };
}

function handedExercise({ id, starter, drafts, log }: WorkedExercise): HandedExercise {
  const last = log.attempts.at(-1);
  return {
    id,
    version: exerciseVersionOf(starter),
    files: currentFiles(starter, drafts),
    attempts: log.attempts.map(handedAttempt),
    attemptsLeftOut: log.attemptsLeftOut,
    hints: log.hints.map(({ hint, atMs, asked }) => ({ hint, atMs, asked })),
    taken: log.taken.map(({ path, atMs }) => ({ path, atMs })),
    ...(log.solutionShownAtMs === undefined ? {} : { solutionShownAtMs: log.solutionShownAtMs }),
    ...(last === undefined ? {} : { pageResult: pageResult(last) }),
  };
}

function handedAttempt({ atMs, passed, tests }: Attempt): HandedExercise["attempts"][number] {
  return {
    atMs,
    passed,
    passedTests: tests.filter(({ state }) => state === "pass").length,
    tests: tests.length,
    failed: tests.filter(({ state }) => state === "fail").map(({ name }) => name),
  };
}

function pageResult({ atMs, passed, tests }: Attempt): PageResult {
  return { atMs, passed, tests: tests.map(({ name, state }) => ({ name, state })) };
}
