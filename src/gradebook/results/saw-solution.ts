import type { HandedExercise } from "../../assignment/hand-in.ts";

/** Was the solution looked at before the exercise passed? By the learner's own log; a look afterwards is fine. */
export function sawSolutionFirst({
  solutionShownAtMs: shownAtMs,
  attempts,
}: Pick<HandedExercise, "solutionShownAtMs" | "attempts">): boolean {
  return shownAtMs !== undefined && !attempts.some(({ passed, atMs }) => passed && atMs <= shownAtMs);
}
