import type { HandedExercise, HandIn } from "../../assignment/hand-in.ts";
import type { LoadedExercise, TextFiles } from "../../course/load-exercise.ts";
import type { TestResult } from "../../grader/grade.ts";
import type { AssignedToGrade } from "./assigned-exercises.ts";
import type { ExerciseResult, Graded, GradedTest } from "./graded.ts";
import { steadyText } from "./steady-text.ts";

export interface GradeFilesOrder {
  readonly loaded: LoadedExercise;
  /** The text of the tests to run, in place of any that were handed in. */
  readonly tests: string;
  readonly files: TextFiles;
  readonly seed: number;
  readonly signal?: AbortSignal;
}

export type GradeFilesOutcome =
  | { readonly kind: "graded"; readonly tests: readonly TestResult[] }
  | { readonly kind: "cannot-grade"; readonly reason: string };

/** Runs one file of tests against one program. Rejects only when it is aborted. */
export type GradeFiles = (order: GradeFilesOrder) => Promise<GradeFilesOutcome>;

/** Grades all exercises of one hand-in, one after another. */
export async function gradeHandIn(
  handIn: HandIn,
  hash: string,
  exercises: readonly AssignedToGrade[],
  gradeFiles: GradeFiles,
  signal?: AbortSignal,
): Promise<Graded> {
  const results: ExerciseResult[] = [];
  for (const assigned of exercises) {
    const handed = handIn.exercises.find(({ id }) => id === assigned.id);
    results.push(
      handed === undefined
        ? { kind: "not-handed-in", id: assigned.id }
        : await gradeExercise(assigned, handed, seedOf(hash), gradeFiles, signal),
    );
  }
  return { exercises: results };
}

/** Grades what the course itself has for an answer. */
export function gradeSolution(
  assigned: AssignedToGrade,
  gradeFiles: GradeFiles,
  signal?: AbortSignal,
): Promise<ExerciseResult> {
  const { starter, solution } = assigned.loaded;
  return gradeExercise(assigned, { files: { ...starter, ...solution } }, SOLUTION_SEED, gradeFiles, signal);
}

/** Any other would do. */
const SOLUTION_SEED = 1;

async function gradeExercise(
  { id, loaded, tests: ownTests, hiddenTests }: AssignedToGrade,
  handed: Pick<HandedExercise, "files">,
  seed: number,
  gradeFiles: GradeFiles,
  signal: AbortSignal | undefined,
): Promise<ExerciseResult> {
  const { files } = filesToGrade(loaded, handed);
  const graded: GradedTest[] = [];
  const runs = [
    { tests: ownTests, hidden: false },
    ...(hiddenTests === undefined ? [] : [{ tests: hiddenTests, hidden: true }]),
  ];
  for (const run of runs) {
    const order = { loaded, tests: run.tests, files, seed, ...(signal === undefined ? {} : { signal }) };
    const outcome = await gradeFiles(order);
    if (outcome.kind === "cannot-grade")
      return { kind: "cannot-grade", id, reason: steadyText(outcome.reason) };
    graded.push(...outcome.tests.map((test) => gradedTest(test, run.hidden)));
  }
  return { kind: "graded", id, tests: graded };
}

function gradedTest({ name, state, failure }: TestResult, hidden: boolean): GradedTest {
  return {
    ...{ name, state, hidden },
    ...(failure === undefined ? {} : { message: steadyText(failure.message) }),
  };
}

/** What is graded, and which files of the hand-in were put back because they are not the learner's to change. */
export function filesToGrade(
  { exercise, starter }: LoadedExercise,
  { files }: Pick<HandedExercise, "files">,
): { readonly files: TextFiles; readonly putBack: readonly string[] } {
  const own = Object.entries(files).filter(([path]) => !isTest(path));
  const given = exercise.readonly.map((path) => [path, starter[path] ?? ""] as const);
  const putBack = [
    ...Object.keys(files).filter(isTest),
    ...given.filter(([path, text]) => files[path] !== text).map(([path]) => path),
  ];
  return { files: { ...starter, ...Object.fromEntries([...own, ...given]) }, putBack: putBack.sort() };
}

function isTest(path: string): boolean {
  return /(^|\/)[^/]*\.test\.[cm]?[jt]sx?$/.test(path);
}

/** The same for the same file, and no learner can choose it without choosing all of its bytes. */
function seedOf(hash: string): number {
  return Number.parseInt(hash.slice(0, 8), 16);
}
