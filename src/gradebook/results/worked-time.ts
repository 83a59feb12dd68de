import type { HandedExercise } from "../../assignment/hand-in.ts";

/** A longer time without a sign of work was spent on something else. */
const PAUSE_MS = 30 * 60_000;

/** Minutes of work by what the learner's page noted: the times between its notes, pauses left out. */
export function workedMinutes({ attempts, hints }: Pick<HandedExercise, "attempts" | "hints">): number {
  const times = [...attempts, ...hints].map(({ atMs }) => atMs).sort((one, other) => one - other);
  let workedMs = 0;
  for (const [index, atMs] of times.entries()) {
    const gapMs = atMs - (times[index - 1] ?? atMs);
    if (gapMs <= PAUSE_MS) workedMs += gapMs;
  }
  return Math.round(workedMs / 60_000);
}
