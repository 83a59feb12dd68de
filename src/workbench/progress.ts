import { keepsakeDatabase } from "./database.ts";

/** How far the learner is with one exercise. */
export interface ExerciseProgress {
  readonly exerciseId: string;
  /** Checks that ran to the end. */
  readonly attempts: number;
  /** When it first passed; absent while it has not. */
  readonly passedAtMs?: number;
  /** When the learner first asked to see the solution without having passed; absent: never. */
  readonly solutionShownAtMs?: number;
}

/** How an exercise stands, in one word. "assisted": passed after the solution had been asked for. */
export type Standing = "open" | "passed" | "assisted";

export function standingOf({ passedAtMs, solutionShownAtMs }: ExerciseProgress): Standing {
  if (passedAtMs === undefined) return "open";
  return solutionShownAtMs === undefined ? "passed" : "assisted";
}

/** All progress on this machine, by exercise id. Rejects when the browser keeps nothing. */
export async function allProgress(): Promise<ReadonlyMap<string, ExerciseProgress>> {
  const database = await keepsakeDatabase();
  return new Map((await database.getAll("progress")).map((progress) => [progress.exerciseId, progress]));
}

/** The progress of one exercise: no attempts when there is none. Rejects when the browser keeps nothing. */
export async function progressOf(exerciseId: string): Promise<ExerciseProgress> {
  const database = await keepsakeDatabase();
  return (await database.get("progress", exerciseId)) ?? { exerciseId, attempts: 0 };
}

/** Counts one attempt; the first that passes gives the date. Settles with the progress after it. */
export function recordAttempt(
  exerciseId: string,
  attempt: { readonly passed: boolean; readonly atMs: number },
): Promise<ExerciseProgress> {
  return change(exerciseId, (before) => afterAttempt(before, attempt));
}

/** Notes that the solution was asked for. Settles with the progress after it. */
export function recordSolutionShown(exerciseId: string, atMs: number): Promise<ExerciseProgress> {
  return change(exerciseId, (before) => afterSolutionShown(before, atMs));
}

/** The rule of {@link recordAttempt}. */
export function afterAttempt(
  before: ExerciseProgress,
  attempt: { readonly passed: boolean; readonly atMs: number },
): ExerciseProgress {
  const after = { ...before, attempts: before.attempts + 1 };
  if (!attempt.passed || before.passedAtMs !== undefined) return after;
  return { ...after, passedAtMs: attempt.atMs };
}

/** The rule of {@link recordSolutionShown}: who has passed may look, and the first look is the one that counts. */
export function afterSolutionShown(before: ExerciseProgress, atMs: number): ExerciseProgress {
  if (before.passedAtMs !== undefined || before.solutionShownAtMs !== undefined) return before;
  return { ...before, solutionShownAtMs: atMs };
}

async function change(
  exerciseId: string,
  rule: (before: ExerciseProgress) => ExerciseProgress,
): Promise<ExerciseProgress> {
  const database = await keepsakeDatabase();
  const transaction = database.transaction("progress", "readwrite");
  const after = rule((await transaction.store.get(exerciseId)) ?? { exerciseId, attempts: 0 });
  await Promise.all([transaction.store.put(after), transaction.done]);
  return after;
}
