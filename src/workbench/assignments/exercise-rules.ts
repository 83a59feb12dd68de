import { type KeptAssignment, keptAssignments } from "./kept-assignments.ts";

/** What assignments on this machine say about one exercise. */
export interface ExerciseRules {
  readonly hints: boolean;
  readonly solution: boolean;
  /**
   * The assignment to go back to: one that closes something, or else one that is not over, or else any; among equals
   * the one opened last. Absent: the exercise belongs to none.
   */
  readonly assignment?: { readonly title: string; readonly href: string };
}

/** No assignment says anything. */
export const NO_RULES: ExerciseRules = { hints: true, solution: true };

/** The rules of {@link rulesOf} on this machine, now. Never rejects: where nothing is kept, nothing was assigned. */
export async function exerciseRules(exerciseId: string): Promise<ExerciseRules> {
  const kept = await keptAssignments().catch(() => []);
  return rulesOf(kept, exerciseId, Date.now());
}

/**
 * The strictest of all assignments that have the exercise and are not over yet, wherever the exercise is opened
 * from. A door, not a lock: the site is static, and a learner can take the assignment off the list.
 */
export function rulesOf(kept: readonly KeptAssignment[], exerciseId: string, nowMs: number): ExerciseRules {
  const having = kept.filter(({ assignment }) => assignment.exercises.some(({ id }) => id === exerciseId));
  const running = having.filter(({ assignment: { dueAtMs } }) => dueAtMs === undefined || nowMs <= dueAtMs);
  const closing = running.filter(({ assignment: { hints, solution } }) => !hints || !solution);
  const [first] = [...closing, ...running, ...having];
  if (first === undefined) return NO_RULES;
  return {
    hints: running.every(({ assignment }) => assignment.hints),
    solution: running.every(({ assignment }) => assignment.solution),
    assignment: { title: first.assignment.title, href: assignmentHref(first.fingerprint) },
  };
}

/** Where an assignment that is kept on this machine is shown. */
export function assignmentHref(fingerprint: string): string {
  return `/assignment/#${fingerprint}`;
}
