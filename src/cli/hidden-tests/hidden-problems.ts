import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { type LoadedExercise, readTree } from "../../course/load-exercise.ts";
import { type GradeFiles, HIDDEN_TEST_FILE, WRONG_FOLDER } from "../../gradebook/index.ts";

/** `wrong/NAME/wrong.json`. Unknown keys are refused. */
const wrongSchema = z.strictObject({ breaks: z.string().min(1), fails: z.array(z.string()).min(1) });

/**
 * What is wrong with an exercise's hidden tests, one sentence each: the solution must pass all of them, every wrong
 * solution must fail exactly those that it names, and every test must be failed by one.
 */
export async function* hiddenProblems(
  folder: string,
  loaded: LoadedExercise,
  gradeFiles: GradeFiles,
  seed: number,
): AsyncGenerator<string> {
  const testFile = join(folder, HIDDEN_TEST_FILE);
  const tests = await readFile(testFile, "utf8").catch(() => undefined);
  if (tests === undefined) {
    yield `${folder} has no ${HIDDEN_TEST_FILE}. Begin with npm run new-hidden-tests -- ${loaded.slug}.`;
    return;
  }
  const right = { ...loaded.starter, ...loaded.solution };
  const reference = await gradeFiles({ loaded, tests, files: right, seed });
  if (reference.kind === "cannot-grade") {
    yield `${testFile}: the tests could not be run on the solution. ${reference.reason}`;
    return;
  }
  for (const { name, state, failure } of reference.tests) {
    if (state !== "pass")
      yield `${testFile}: the solution must pass "${name}": ${failure?.message ?? "it was not run"}. Mend the test.`;
  }
  const names = reference.tests.map(({ name }) => name);
  for (const [at, name] of names.entries()) {
    if (names.indexOf(name) !== at)
      yield `${testFile}: two tests are called "${name}". Give each its own sentence.`;
  }

  const killed = new Set<string>();
  for (const wrongName of await wrongSolutions(join(folder, WRONG_FOLDER))) {
    const home = join(folder, WRONG_FOLDER, wrongName);
    const { "wrong.json": json, ...files } = await readTree(home);
    const wrong = wrongSchema.safeParse(jsonOf(json));
    if (!wrong.success || Object.keys(files).length === 0) {
      yield `${home} needs a wrong.json with "breaks" and "fails", and a file that differs from the solution.`;
      continue;
    }
    const outcome = await gradeFiles({ loaded, tests, files: { ...right, ...files }, seed });
    if (outcome.kind === "cannot-grade") {
      yield `${home}: it could not be graded. ${outcome.reason}`;
      continue;
    }
    const failing = outcome.tests.filter(({ state }) => state === "fail").map(({ name }) => name);
    for (const name of failing) killed.add(name);
    const { fails } = wrong.data;
    for (const name of fails) {
      if (!names.includes(name)) yield `${home}/wrong.json names "${name}", but there is no such test.`;
      else if (!failing.includes(name))
        yield `${home}/wrong.json names "${name}", but it passes. Sharpen the test, or take it off the list.`;
    }
    for (const name of failing) {
      if (!fails.includes(name))
        yield `${home}/wrong.json does not name "${name}", but it fails. Add it, or narrow the mistake.`;
    }
  }
  for (const name of names) {
    if (!killed.has(name))
      yield `${testFile}: no wrong solution fails "${name}". Add one to ${WRONG_FOLDER}/, or the test proves nothing.`;
  }
}

async function wrongSolutions(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return [];
    throw error;
  });
  return entries
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? "");
  } catch {
    return undefined;
  }
}
