import { keepsakeDatabase } from "./database.ts";

/** How far the learner is with one exercise. */
export interface ExerciseProgress {
  readonly exerciseId: string;
  /** Checks that ran to the end. */
  readonly attempts: number;
  /** When it first passed; absent while it has not. */
  readonly passedAtMs?: number;
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
export async function recordAttempt(
  exerciseId: string,
  attempt: { readonly passed: boolean; readonly atMs: number },
): Promise<ExerciseProgress> {
  const database = await keepsakeDatabase();
  const transaction = database.transaction("progress", "readwrite");
  const before = (await transaction.store.get(exerciseId)) ?? { exerciseId, attempts: 0 };
  const after = afterAttempt(before, attempt);
  await Promise.all([transaction.store.put(after), transaction.done]);
  return after;
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
