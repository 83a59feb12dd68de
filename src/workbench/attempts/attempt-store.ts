import { keepsakeDatabase } from "../database.ts";
import {
  type Attempt,
  type AttemptLog,
  emptyLog,
  type HintShown,
  type SolutionTaken,
  withAttempt,
  withHint,
  withSolutionShown,
  withTaken,
} from "./attempt-log.ts";

/** The log of one exercise: an empty one when there is none. Rejects when the browser keeps nothing. */
export async function attemptLogOf(exerciseId: string): Promise<AttemptLog> {
  const database = await keepsakeDatabase();
  return (await database.get("attempts", exerciseId)) ?? emptyLog(exerciseId);
}

/** Each of these settles with the log after it, and rejects when the browser keeps nothing. */
export function logAttempt(exerciseId: string, attempt: Attempt): Promise<AttemptLog> {
  return change(exerciseId, (log) => withAttempt(log, attempt));
}

export function logHint(exerciseId: string, shown: HintShown): Promise<AttemptLog> {
  return change(exerciseId, (log) => withHint(log, shown));
}

export function logSolutionShown(exerciseId: string, atMs: number): Promise<AttemptLog> {
  return change(exerciseId, (log) => withSolutionShown(log, atMs));
}

export function logTaken(exerciseId: string, taken: SolutionTaken): Promise<AttemptLog> {
  return change(exerciseId, (log) => withTaken(log, taken));
}

async function change(exerciseId: string, rule: (before: AttemptLog) => AttemptLog): Promise<AttemptLog> {
  const database = await keepsakeDatabase();
  const transaction = database.transaction("attempts", "readwrite");
  const after = rule((await transaction.store.get(exerciseId)) ?? emptyLog(exerciseId));
  await Promise.all([transaction.store.put(after), transaction.done]);
  return after;
}
