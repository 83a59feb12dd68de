import type { ExerciseSummary, LearnerResult } from "./results.ts";

export interface TestFigure {
  readonly name: string;
  readonly hidden: boolean;
  readonly failed: number;
  readonly of: number;
}

/** How many learners there are in each of some ranges, the lowest first. */
export type Spread = readonly { readonly label: string; readonly count: number }[];

export interface ExerciseFigures {
  readonly id: string;
  readonly title: string;
  readonly handedIn: number;
  /** The test that fails most first; tests that nobody fails are not among them. */
  readonly failures: readonly TestFigure[];
  readonly attempts: Spread;
  readonly minutes: Spread;
  readonly hints: Spread;
  readonly sawSolution: number;
}

const ATTEMPTS = [0, 1, 2, 4, 8, 16, 32];
const MINUTES = [0, 1, 15, 30, 60, 120, 240];
const HINTS = [0, 1, 2, 3, 4, 5];

/** The class on each exercise, in the assignment's order. */
export function classFigures(results: readonly LearnerResult[]): ExerciseFigures[] {
  return (results[0]?.exercises ?? []).map(({ id, title }) => {
    const all = results.flatMap(({ exercises }) => exercises.filter((exercise) => exercise.id === id));
    const handedIn = all.filter(({ result }) => result.kind !== "not-handed-in");
    return {
      ...{ id, title, handedIn: handedIn.length, failures: failuresOf(handedIn) },
      attempts: spread(
        handedIn.map(({ attempts }) => attempts),
        ATTEMPTS,
      ),
      minutes: spread(
        handedIn.map((exercise) => exercise.workedMinutes),
        MINUTES,
      ),
      hints: spread(
        handedIn.map(({ hints }) => hints.length),
        HINTS,
      ),
      sawSolution: handedIn.filter(({ sawSolution }) => sawSolution).length,
    };
  });
}

function failuresOf(exercises: readonly ExerciseSummary[]): TestFigure[] {
  const figures = new Map<string, TestFigure>();
  for (const { result } of exercises) {
    if (result.kind !== "graded") continue;
    for (const { name, hidden, state } of result.tests) {
      const key = `${hidden} ${name}`;
      const before = figures.get(key) ?? { name, hidden, failed: 0, of: 0 };
      figures.set(key, { ...before, failed: before.failed + (state === "fail" ? 1 : 0), of: before.of + 1 });
    }
  }
  return [...figures.values()]
    .filter(({ failed }) => failed > 0)
    .sort((one, other) => other.failed - one.failed || (one.name < other.name ? -1 : 1));
}

/** `from`: where each range begins; the last has no end. */
function spread(values: readonly number[], from: readonly number[]): Spread {
  return from.map((least, index) => {
    const next = from[index + 1];
    const label =
      next === undefined ? `${least} or more` : next - least === 1 ? `${least}` : `${least} to ${next - 1}`;
    return {
      label,
      count: values.filter((value) => value >= least && (next === undefined || value < next)).length,
    };
  });
}
