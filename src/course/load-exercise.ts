import { readdir, readFile } from "node:fs/promises";
import { join, sep } from "node:path";
import { z } from "zod";
import { type Exercise, type ExerciseFiles, exerciseSchema } from "./exercise.ts";
import { jsonLine } from "./json-lines.ts";
import { completeSetup, programFiles } from "./setup.ts";

/** All that an exercise's folders hold. For Node. */
export interface LoadedExercise extends ExerciseFiles {
  readonly exercise: Exercise;
  /** Wrong solutions, sorted by name. */
  readonly mutants: readonly Mutant[];
  /** Other right solutions, sorted by name. Their files lie over the starter, as the solution's do. */
  readonly variants: readonly { readonly name: string; readonly files: TextFiles }[];
  /** Absolute. */
  readonly testFile: string;
}

export type TextFiles = Readonly<Record<string, string>>;

export interface Mutant {
  readonly name: string;
  /** The mistake, in words. */
  readonly breaks: string;
  /** The sentences of all tests that must fail, and no others. */
  readonly fails: readonly string[];
  /** Only the files that differ from the solution. */
  readonly files: TextFiles;
}

/** `mutants/NAME/mutant.json`. Unknown keys are refused. */
const mutantSchema = z.strictObject({
  breaks: z.string().min(1),
  fails: z.array(z.string()).min(1),
});

/** A folder of an exercise is not as it must be. The message names the file and the remedy. */
export class ExerciseError extends Error {
  override readonly name = "ExerciseError";
}

/** The slugs of all exercises, sorted. */
export async function listExercises(root: string): Promise<string[]> {
  return foldersIn(join(root, "exercises"));
}

/** `root` is the repository's folder. Throws {@link ExerciseError}. */
export async function loadExercise(root: string, slug: string): Promise<LoadedExercise> {
  const known = await listExercises(root);
  if (!known.includes(slug)) {
    throw new ExerciseError(`There is no exercise ${slug}. There are: ${known.join(", ") || "none"}.`);
  }
  const folder = join(root, "exercises", slug);
  const exercise = await readJson(join(folder, "exercise.json"), exerciseSchema);
  const [starter, solution, mutants, variants] = await Promise.all([
    readTree(join(folder, "starter")),
    readTree(join(root, "solutions", slug)),
    loadMutants(join(folder, "mutants")),
    loadVariants(join(folder, "variants")),
  ]);
  requireFiles(`exercises/${slug}/starter`, starter, [
    ...programFiles(completeSetup(exercise)),
    ...exercise.open,
    ...exercise.readonly,
  ]);
  requireFiles(`solutions/${slug}`, solution, []);
  return { slug, exercise, starter, solution, mutants, variants, testFile: join(folder, "grade.test.ts") };
}

/** All files below a folder, as text, by their path in it. A missing folder is empty. */
export async function readTree(folder: string): Promise<TextFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(emptyWhenMissing);
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const files = await Promise.all(
    paths.map(async (path) => [
      path
        .slice(folder.length + 1)
        .split(sep)
        .join("/"),
      await readFile(path, "utf8"),
    ]),
  );
  return Object.fromEntries(files);
}

async function loadMutants(folder: string): Promise<Mutant[]> {
  const names = await foldersIn(folder);
  return Promise.all(
    names.map(async (name) => {
      const { breaks, fails } = await readJson(join(folder, name, "mutant.json"), mutantSchema);
      const { "mutant.json": _, ...files } = await readTree(join(folder, name));
      if (Object.keys(files).length === 0) {
        throw new ExerciseError(
          `${join(folder, name)} has no file that differs from the solution. Add the one with the mistake.`,
        );
      }
      return { name, breaks, fails, files };
    }),
  );
}

async function loadVariants(folder: string): Promise<{ name: string; files: TextFiles }[]> {
  const names = await foldersIn(folder);
  return Promise.all(names.map(async (name) => ({ name, files: await readTree(join(folder, name)) })));
}

async function readJson<Value>(path: string, schema: z.ZodType<Value>): Promise<Value> {
  const text = await readFile(path, "utf8").catch((error: unknown) => {
    throw new ExerciseError(`${path} could not be read. Every such folder needs one.`, { cause: error });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new ExerciseError(`${path} is not JSON: ${error instanceof Error ? error.message : error}`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(
    (issue) =>
      `${path}:${jsonLine(text, issue.path)}: ${issue.path.join(".") || "the file"}: ${issue.message}`,
  );
  throw new ExerciseError(`${path} is not as it must be:\n${faults.join("\n")}`);
}

function requireFiles(where: string, files: TextFiles, paths: readonly string[]): void {
  if (Object.keys(files).length === 0)
    throw new ExerciseError(`${where} is missing or empty. Put the files there.`);
  for (const path of paths) {
    if (!Object.hasOwn(files, path)) {
      throw new ExerciseError(
        `${where}/${path} is named in exercise.json but is not there. Add it, or correct exercise.json.`,
      );
    }
  }
}

async function foldersIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(emptyWhenMissing);
  return entries
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

function emptyWhenMissing(error: NodeJS.ErrnoException): [] {
  if (error.code === "ENOENT") return [];
  throw error;
}
