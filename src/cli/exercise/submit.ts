import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import { decodeAssignment } from "../../assignment/assignment-link.ts";
import { handInFileName } from "../../assignment/file-names.ts";
import { exerciseVersionOf, fingerprintOf } from "../../assignment/fingerprint.ts";
import type { HandedExercise, HandIn } from "../../assignment/hand-in.ts";
import { receiptCode } from "../../assignment/receipt.ts";
import { sealHandIn } from "../../assignment/sealed-hand-in.ts";
import { listExercises, loadExercise } from "../../course/load-exercise.ts";
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
  const name = order.name ?? before?.name;
  if (link === undefined || name === undefined) {
    throw new SubmitError(
      'Say once which assignment it is and who you are: npm run exercise -- submit --assignment "LINK" --name "Ada Lovelace" --number 1815',
    );
  }
  const assignment = decodeAssignment(link);
  const fingerprint = fingerprintOf(assignment);
  const sequence = (before?.handedIn[fingerprint] ?? 0) + 1;
  const number = order.number ?? before?.number ?? "";
  const all = await Promise.all((await listExercises(root)).map((slug) => loadExercise(root, slug)));
  const exercises: HandedExercise[] = [];
  const [handed, missing]: [string[], string[]] = [[], []];
  for (const { id } of assignment.exercises) {
    const loaded = all.find(({ exercise }) => exercise.id === id);
    const title = loaded?.exercise.title ?? id;
    const work = loaded && (await WorkFolder.existing(root, loaded));
    if (loaded === undefined || work === undefined) {
      missing.push(title);
      continue;
    }
    handed.push(title);
    exercises.push(await handedExercise(id, work));
  }
  if (exercises.length === 0)
    throw new SubmitError(
      `There is no work folder of ${missing.join(" or ")} yet. Begin with npm run exercise -- SLUG.`,
    );
  const handIn: HandIn = {
    version: 1,
    assignment: { fingerprint, title: assignment.title },
    learner: { name, studentNumber: number },
    ...{ sequence, madeAtMs: nowMs, exercises },
    versions: { course: order.courseVersion, engine: `node ${process.version}` },
  };
  const sealed = await sealHandIn(handIn, assignment.publicKey);
  const path = join(root, "work", handInFileName(handIn));
  await writeFile(path, sealed);
  const handedIn = { ...before?.handedIn, [fingerprint]: sequence };
  await mkdir(own, { recursive: true });
  await writeFile(
    join(own, "learner.json"),
    `${JSON.stringify({ assignment: link, name, number, handedIn }, null, 2)}\n`,
  );
  return { path, receipt: receiptCode(sealed), exercises: handed, missing };
}

async function handedExercise(id: string, work: WorkFolder): Promise<HandedExercise> {
  const { attempts, hints, solutionShownAtMs, lastTests } = await work.log();
  const last = attempts.at(-1);
  return {
    ...{ id, version: exerciseVersionOf(work.loaded.starter), files: await work.files() },
    ...{ attempts, attemptsLeftOut: 0, taken: [] },
    hints: hints.map(({ hint, atMs }) => ({ hint, atMs, asked: true })),
    ...(solutionShownAtMs === undefined ? {} : { solutionShownAtMs }),
    ...(last === undefined || lastTests === undefined
      ? {}
      : { pageResult: { atMs: last.atMs, passed: last.passed, tests: lastTests } }),
  };
}

async function readLearner(path: string): Promise<z.output<typeof learnerSchema> | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  try {
    return learnerSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
