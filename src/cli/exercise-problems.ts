import type { LoadedExercise, Mutant } from "../course/load-exercise.ts";
import type { Grade } from "../grader/grade.ts";
import { ExerciseTypes } from "./exercise-types.ts";
import { gradeInNode } from "./grade-in-node.ts";

/** The same in every run, so that a change of the content alone can change the result. */
export const SEED = 7148;

/**
 * The starter fails every test but those that say what works already, the solution and every variant pass, every mutant
 * fails exactly the tests that it names, and all of them but the mutants have right types. `onGrade` hears of each run.
 * Needs grade-test-modules.ts loaded before.
 */
export async function* exerciseProblems(
  root: string,
  loaded: LoadedExercise,
  seed = SEED,
  onGrade: (what: string, grade: Grade) => void = () => undefined,
): AsyncGenerator<string> {
  const { slug, exercise, starter, solution, variants, mutants } = loaded;
  const home = `exercises/${slug}`;

  const sentences = await gradeInNode({ loaded, files: starter, seed });
  onGrade(`starter of ${slug}`, sentences);
  yield* loadProblems(sentences, `${home}/grade.test.ts`);
  yield* starterProblems(home, exercise.starterPasses, sentences);

  const right = [
    { where: `solutions/${slug}`, files: { ...starter, ...solution }, programs: "fresh" as const },
    ...variants.map(({ name, files }) => ({
      where: `${home}/variants/${name}`,
      files: { ...starter, ...files },
      programs: "shared" as const,
    })),
  ];
  for (const { where, files, programs } of right) {
    const grade = await gradeInNode({ loaded, files, seed, programs });
    onGrade(where, grade);
    yield* loadProblems(grade, where);
    for (const { name, failure } of failed(grade)) {
      yield `${where} must pass "${name}": ${failure?.message ?? "no reason given"}. Mend it, or the test asks for more than the contract.`;
    }
  }

  const names = new Set(sentences.tests.map(({ name }) => name));
  for (const mutant of mutants) {
    const where = `${home}/mutants/${mutant.name}/mutant.json`;
    const files = { ...starter, ...solution, ...mutant.files };
    const grade = await gradeInNode({ loaded, files, seed, programs: "shared" });
    onGrade(where, grade);
    yield* mutantProblems(where, mutant, grade, names);
  }

  yield* typeProblems(root, loaded);
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

function* typeProblems(
  root: string,
  { slug, starter, solution, variants }: LoadedExercise,
): Generator<string> {
  const types = new ExerciseTypes(root);
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
