import type { Assignment } from "../../assignment/assignment.ts";
import type { AssignedToGrade } from "./assigned-exercises.ts";
import type { ExerciseResult, Graded } from "./graded.ts";

/** How many tests an exercise has, or why that could not be found out. By its id. */
export type TestCounts = ReadonlyMap<string, number | { readonly unknown: string }>;

export interface CountingOrder {
  readonly assignment: Pick<Assignment, "exercises">;
  readonly exercises: readonly AssignedToGrade[];
  readonly graded: readonly Graded[];
  /** Grades the course's own solution. */
  readonly gradeSolution: (exercise: AssignedToGrade) => Promise<ExerciseResult>;
}

/**
 * Of exercises with points for each test, which a hand-in without the exercise could have had too. An exercise has the
 * same tests for everybody: where no hand-in has shown how many, the course's solution does, so that nobody's points
 * depend on who else handed it in.
 */
export async function testCounts(order: CountingOrder): Promise<TestCounts> {
  const counts = new Map<string, number | { readonly unknown: string }>();
  const results = order.graded.flatMap(({ exercises }) => exercises);
  for (const { id, points } of order.assignment.exercises) {
    const exercise = order.exercises.find((each) => each.id === id);
    if (points.kind !== "per-test" || exercise === undefined) continue;
    const result =
      results.find((each) => each.kind === "graded" && each.id === id) ??
      (await order.gradeSolution(exercise));
    counts.set(
      id,
      result.kind === "graded"
        ? result.tests.length
        : { unknown: result.kind === "cannot-grade" ? result.reason : "" },
    );
  }
  return counts;
}

/** Where nobody knows how much there was to be had, a hand-in without the exercise has no points yet. */
export function withUnknownCounts({ exercises }: Graded, counts: TestCounts): Graded {
  return {
    exercises: exercises.map((result) => {
      const count = counts.get(result.id);
      return result.kind === "not-handed-in" && typeof count === "object"
        ? {
            ...{ kind: "cannot-grade", id: result.id },
            reason: `It is not in the hand-in, and how many tests it has could not be found out. ${count.unknown}`,
          }
        : result;
    }),
  };
}
