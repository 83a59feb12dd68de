import { resolve } from "node:path";
import {
  ExerciseError,
  type LoadedExercise,
  loadExercise,
  readTree,
  type TextFiles,
} from "../course/load-exercise.ts";
import { freshSeed } from "../grader/random.ts";
import { gradeReport } from "./grade-report.ts";
import { gradeWithVitest, ROOT } from "./grade-with-vitest.ts";
import { readArgs, UsageError } from "./usage.ts";

const USAGE = `npm run grade -- EXERCISE [what] [--seed N] [--json]

Runs an exercise's grade tests and ends with 0 only when all of them pass.
What is graded (default: the solution):
  --solution        the solution
  --starter         the files that a learner begins with
  --variant NAME    another right solution of the exercise
  --mutant NAME     a wrong solution of the exercise
  --files DIR       your own files, laid over the starter
--seed N            repeats the products and quantities of an earlier run
--json              prints the grade as JSON`;

async function main(): Promise<number> {
  const { values, positionals } = readArguments();
  const [slug, ...more] = positionals;
  if (slug === undefined || more.length > 0) throw new UsageError("Name one exercise.");
  const seed = values.seed === undefined ? freshSeed() : readSeed(values.seed);
  const loaded = await loadExercise(ROOT, slug);
  const { what, files } = await chosenFiles(loaded, values);
  const grade = await gradeWithVitest(loaded, files, seed);
  console.log(values.json ? JSON.stringify(grade, bytesAsText, 2) : gradeReport(grade, what));
  return grade.passed ? 0 : 1;
}

type Choices = ReturnType<typeof readArguments>["values"];

function readArguments() {
  return readArgs({
    allowPositionals: true,
    options: {
      solution: { type: "boolean" },
      starter: { type: "boolean" },
      variant: { type: "string" },
      mutant: { type: "string" },
      files: { type: "string" },
      seed: { type: "string" },
      json: { type: "boolean" },
    },
  });
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (!Number.isSafeInteger(seed) || seed < 0) throw new UsageError(`--seed ${text} is no whole number.`);
  return seed;
}

async function chosenFiles(
  loaded: LoadedExercise,
  choices: Choices,
): Promise<{ what: string; files: TextFiles }> {
  const { slug, starter, solution, variants, mutants } = loaded;
  const chosen = [choices.solution, choices.starter, choices.variant, choices.mutant, choices.files];
  if (chosen.filter((choice) => choice !== undefined).length > 1) {
    throw new UsageError("Choose one of --solution, --starter, --variant, --mutant and --files.");
  }
  if (choices.starter) return { what: `Starter of ${slug}`, files: starter };
  if (choices.variant !== undefined) {
    const { name, files } = named(variants, choices.variant, "variant");
    return { what: `Variant ${name} of ${slug}`, files: { ...starter, ...files } };
  }
  if (choices.mutant !== undefined) {
    const { name, files } = named(mutants, choices.mutant, "mutant");
    return { what: `Mutant ${name} of ${slug}`, files: { ...starter, ...solution, ...files } };
  }
  if (choices.files !== undefined) {
    const files = await readTree(resolve(choices.files));
    if (Object.keys(files).length === 0)
      throw new UsageError(`${choices.files} is no folder with files in it.`);
    // Else the starter alone would be graded, and called theirs.
    const known = Object.keys({ ...starter, ...solution });
    if (!known.some((name) => Object.hasOwn(files, name))) {
      throw new UsageError(
        `${choices.files} has none of the exercise's files (${known.join(", ")}). Say the folder that they lie in.`,
      );
    }
    return { what: `Files in ${choices.files}, for ${slug}`, files: { ...starter, ...files } };
  }
  return { what: `Solution of ${slug}`, files: { ...starter, ...solution } };
}

function named<Item extends { readonly name: string }>(
  items: readonly Item[],
  name: string,
  kind: string,
): Item {
  const item = items.find((candidate) => candidate.name === name);
  if (item !== undefined) return item;
  const names = items.map((candidate) => candidate.name).join(", ");
  throw new UsageError(`There is no ${kind} ${name}. There are: ${names || "none"}.`);
}

function bytesAsText(_key: string, value: unknown): unknown {
  return value instanceof Uint8Array ? new TextDecoder().decode(value) : value;
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${USAGE}`);
  else if (error instanceof ExerciseError) console.error(error.message);
  else throw error;
  process.exitCode = 2;
}
