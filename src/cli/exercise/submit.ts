import { mkdir, open, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { decodeAssignment } from "../../assignment/assignment-link.ts";
import { handInFileName } from "../../assignment/file-names.ts";
import { exerciseVersionOf, fingerprintOf } from "../../assignment/fingerprint.ts";
import {
  FILES_LIMIT,
  type HandedExercise,
  type HandIn,
  isPlainPath,
  PATH_LIMIT_CHARACTERS,
} from "../../assignment/hand-in.ts";
import { receiptCode } from "../../assignment/receipt.ts";
import { sealHandIn } from "../../assignment/sealed-hand-in.ts";
import { listExercises, loadExercise, type TextFiles } from "../../course/load-exercise.ts";
import { WorkFolder } from "./work-folder.ts";

/** Who hands in what, kept after the first time. */
const learnerSchema = z.strictObject({
  assignment: z.string(),
  name: z.string().min(1),
  number: z.string(),
  /** How often each assignment was handed in, by its fingerprint. */
  handedIn: z.record(z.string(), z.number()),
});

export interface SubmitOrder {
  readonly root: string;
  /** Absent: as the last time. */
  readonly assignment?: string;
  readonly name?: string;
  readonly number?: string;
  readonly courseVersion: string;
  readonly nowMs: number;
}

export interface Submitted {
  readonly path: string;
  readonly receipt: string;
  /** Titles of the exercises in it, and of those that are missing. */
  readonly exercises: readonly string[];
  readonly missing: readonly string[];
  /** Files whose names no hand-in can have, below the repository. */
  readonly leftOut: readonly string[];
}

/** Nothing can be handed in yet. The message says what to add. */
export class SubmitError extends Error {
  override readonly name = "SubmitError";
}

/** Writes a sealed file with all exercises of the assignment that there is a work folder of. */
export async function submit(order: SubmitOrder): Promise<Submitted> {
  const { root, nowMs } = order;
  const own = join(root, "work/.keepsake");
  const before = await readLearner(join(own, "learner.json"));
  const link = order.assignment ?? before?.assignment;
  const name = (order.name ?? before?.name ?? "").trim();
  if (link === undefined || name === "") {
    throw new SubmitError(
      'Say once which assignment it is and who you are: npm run exercise -- submit --assignment "LINK" --name "Ada Lovelace" --number 1815',
    );
  }
  const assignment = decodeAssignment(link);
  const fingerprint = fingerprintOf(assignment);
  const number = order.number ?? before?.number ?? "";
  const all = await Promise.all((await listExercises(root)).map((slug) => loadExercise(root, slug)));
  const exercises: HandedExercise[] = [];
  const [handed, missing, leftOut]: [string[], string[], string[]] = [[], [], []];
  for (const { id } of assignment.exercises) {
    const loaded = all.find(({ exercise }) => exercise.id === id);
    const title = loaded?.exercise.title ?? id;
    const work = loaded && (await WorkFolder.existing(root, loaded));
    if (loaded === undefined || work === undefined) {
      missing.push(title);
      continue;
    }
    handed.push(title);
    const { files, others } = plainFiles(await work.files());
    const folder = `work/${loaded.slug}`;
    const count = Object.keys(files).length;
    if (count > FILES_LIMIT)
      throw new SubmitError(
        `${folder} has ${count} files, and a hand-in takes ${FILES_LIMIT} of an exercise. Take away what is not your program.`,
      );
    leftOut.push(...others.map((path) => `${folder}/${path}`));
    exercises.push(await handedExercise(id, work, files));
  }
  if (exercises.length === 0)
    throw new SubmitError(
      `There is no work folder of ${missing.join(" or ")} yet. Begin with npm run exercise -- SLUG.`,
    );
  const { path, sealed, sequence } = await sealAnew(join(root, "work"), assignment.publicKey, {
    version: 1,
    assignment: { fingerprint, title: assignment.title },
    learner: { name, studentNumber: number },
    ...{ sequence: (before?.handedIn[fingerprint] ?? 0) + 1, madeAtMs: nowMs, exercises },
    versions: { course: order.courseVersion, engine: `node ${process.version}` },
  });
  const handedIn = { ...before?.handedIn, [fingerprint]: sequence };
  await mkdir(own, { recursive: true });
  const learner = { assignment: link, name, number, handedIn };
  await writeWhole(join(own, "learner.json"), `${JSON.stringify(learner, null, 2)}\n`);
  return { path, receipt: receiptCode(sealed), exercises: handed, missing, leftOut };
}

/**
 * Writes a sealed file over none that is there. Where its number is taken, as by another wording of the assignment or
 * before the count was lost, it is the next.
 */
async function sealAnew(folder: string, publicKey: string, wanted: HandIn) {
  for (let { sequence } = wanted; ; sequence += 1) {
    const handIn = { ...wanted, sequence };
    const path = join(folder, handInFileName(handIn));
    if (!(await reserve(path))) continue;
    try {
      const sealed = await sealHandIn(handIn, publicKey);
      await writeWhole(path, sealed);
      return { path, sealed, sequence };
    } catch (error) {
      for (const left of [path, unfinishedOf(path)]) await rm(left, { force: true });
      throw error;
    }
  }
}

/** Makes an empty file; `false` when one is there. */
async function reserve(path: string): Promise<boolean> {
  try {
    await (await open(path, "wx")).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") return false;
    throw error;
  }
}

function unfinishedOf(path: string): string {
  return `${path}.part`;
}

async function writeWhole(path: string, content: string | Uint8Array): Promise<void> {
  const unfinished = unfinishedOf(path);
  await writeFile(unfinished, content);
  await rename(unfinished, path);
}

/** Those that a hand-in can hold, and the names of the others. */
function plainFiles(all: TextFiles): { readonly files: TextFiles; readonly others: readonly string[] } {
  const isTaken = (path: string): boolean => path.length <= PATH_LIMIT_CHARACTERS && isPlainPath(path);
  return {
    files: Object.fromEntries(Object.entries(all).filter(([path]) => isTaken(path))),
    others: Object.keys(all).filter((path) => !isTaken(path)),
  };
}

async function handedExercise(id: string, work: WorkFolder, files: TextFiles): Promise<HandedExercise> {
  const { attempts, hints, solutionShownAtMs, lastTests } = await work.log();
  const last = attempts.at(-1);
  return {
    ...{ id, version: exerciseVersionOf(work.loaded.starter), files },
    ...{ attempts, attemptsLeftOut: 0, taken: [] },
    hints: hints.map(({ hint, atMs }) => ({ hint, atMs, asked: true })),
    ...(solutionShownAtMs === undefined ? {} : { solutionShownAtMs }),
    ...(last === undefined || lastTests === undefined
      ? {}
      : { pageResult: { atMs: last.atMs, passed: last.passed, tests: lastTests } }),
  };
}

/** `undefined`: nothing was handed in yet. */
async function readLearner(path: string): Promise<z.output<typeof learnerSchema> | undefined> {
  try {
    return learnerSchema.parse(JSON.parse(await readFile(path, "utf8")));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new SubmitError(
      `${path} cannot be read: it has who you are and how often you handed in. Mend it, or delete it and say again who you are.`,
      { cause: error },
    );
  }
}
