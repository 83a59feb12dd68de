import type { LoadedExercise, Mutant, TextFiles } from "../course/load-exercise.ts";
import { failureMessages, type Grade } from "../grader/grade.ts";
import type { StageOptions } from "../grader/stage.ts";
import type { ExerciseTypes } from "./exercise-types.ts";
import { runAgainWhenLate } from "./run-again-when-late.ts";

/** Grades files against an exercise's tests. `first`: those that will fail; see `RunOptions`. */
export type GradeFiles = (
  files: TextFiles,
  programs: NonNullable<StageOptions["programs"]>,
  first?: readonly string[],
) => Promise<Grade>;

/**
 * The starter fails every test but those that say what works already, the solution and every variant pass, and every
 * mutant fails exactly the tests that it names. `onGrade` hears of each run.
 */
export async function* exerciseProblems(
  loaded: LoadedExercise,
  grade: GradeFiles,
  onGrade: (what: string, grade: Grade) => void = () => undefined,
): AsyncGenerator<string> {
  const { slug, exercise, starter, solution, variants, mutants } = loaded;
  const home = `exercises/${slug}`;

  /** Where time ran out and something is wrong, it says how busy the machine is: it is graded again. */
  const judged = (
    where: string,
    files: TextFiles,
    programs: Parameters<GradeFiles>[1],
    problemsOf: (result: Grade) => readonly string[],
    first: readonly string[] = [],
  ) =>
    runAgainWhenLate(
      async () => {
        const result = await grade(files, programs, first);
        onGrade(where, result);
        return { result, problems: problemsOf(result) };
      },
      ({ result, problems }) => (problems.length === 0 ? [] : failureMessages(result)),
    );

  const begun = await judged(`starter of ${slug}`, starter, "fresh", (result) => [
    ...loadProblems(result, `${home}/grade.test.ts`),
    ...starterProblems(home, exercise.starterPasses, result),
  ]);
  yield* begun.problems;

  const right = [
    { where: `solutions/${slug}`, files: { ...starter, ...solution }, programs: "fresh" as const },
    ...variants.map(({ name, files }) => ({
      where: `${home}/variants/${name}`,
      files: { ...starter, ...files },
      programs: "shared" as const,
    })),
  ];
  for (const { where, files, programs } of right) {
    yield* (await judged(where, files, programs, (result) => rightProblems(where, result))).problems;
  }

  const names = new Set(begun.result.tests.map(({ name }) => name));
  for (const mutant of mutants) {
    const where = `${home}/mutants/${mutant.name}/mutant.json`;
    const files = { ...starter, ...solution, ...mutant.files };
    const { problems } = await judged(
      where,
      files,
      "shared",
      (result) => mutantProblems(where, mutant, result, names),
      mutant.fails,
    );
    yield* problems;
  }
}

function rightProblems(where: string, grade: Grade): string[] {
  return [
    ...loadProblems(grade, where),
    ...failed(grade).map(
      ({ name, failure }) =>
        `${where} must pass "${name}": ${failure?.message ?? "no reason given"}. Mend it, or the test asks for more than the contract.`,
    ),
  ];
}

/** The starter fails: every test but those that say what already works, and at least one. */
function* starterProblems(home: string, passes: readonly string[], grade: Grade): Generator<string> {
  const where = `${home}/exercise.json`;
  for (const { name, state } of grade.tests) {
    if (state === "pass" && !passes.includes(name)) {
      yield `${home}/starter passes "${name}" without any work. Make the test ask for something that works first, or name it in starterPasses if it says what must go on working.`;
    }
    if (state === "fail" && passes.includes(name)) {
      yield `${where} says in starterPasses that the starter passes "${name}", but it fails. Mend the starter, or take it off the list.`;
    }
  }
  for (const sentence of passes) {
    if (!grade.tests.some(({ name }) => name === sentence))
      yield `${where} names "${sentence}" in starterPasses, but there is no such test. Correct the sentence.`;
  }
  if (grade.tests.length > 0 && failed(grade).length === 0)
    yield `${home}/starter passes every test: there is nothing to do. Leave something out of it.`;
}

function mutantProblems(
  where: string,
  { fails }: Mutant,
  grade: Grade,
  names: ReadonlySet<string>,
): string[] {
  const failing = new Set(failed(grade).map((test) => test.name));
  return [
    ...fails
      .filter((sentence) => !names.has(sentence))
      .map((sentence) => `${where} names "${sentence}", but there is no such test. Correct the sentence.`),
    ...fails
      .filter((sentence) => names.has(sentence) && !failing.has(sentence))
      .map(
        (sentence) =>
          `${where} names "${sentence}", but it passes. Sharpen the test, or take it off the list.`,
      ),
    ...[...failing]
      .filter((sentence) => !fails.includes(sentence))
      .map(
        (sentence) => `${where} does not name "${sentence}", but it fails. Add it, or narrow the mistake.`,
      ),
  ];
}

/** Wrong types in what a learner sees or may write: starter, solution, variants. */
export function* exerciseTypeProblems(
  types: ExerciseTypes,
  { slug, starter, solution, variants }: LoadedExercise,
): Generator<string> {
  const programs = [
    { where: `exercises/${slug}/starter`, files: starter },
    { where: `solutions/${slug}`, files: { ...starter, ...solution } },
    ...variants.map(({ name, files }) => ({
      where: `exercises/${slug}/variants/${name}`,
      files: { ...starter, ...files },
    })),
  ];
  for (const { where, files } of programs) {
    for (const problem of types.problems(where, files)) yield `${where}/${problem}`;
  }
}

function* loadProblems(grade: Grade, where: string): Generator<string> {
  if (grade.failure !== undefined) yield `${where}: ${grade.failure}`;
}

/** The tests that do not pass. */
export function failed(grade: Grade) {
  return grade.tests.filter(({ state }) => state === "fail");
}
