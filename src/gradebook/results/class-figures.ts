import type { LearnerResult } from "./results.ts";

export interface TestFigure {
  readonly name: string;
  readonly hidden: boolean;
  /** In the results' order. */
  readonly failedBy: readonly { readonly slug: string; readonly name: string }[];
  /** How many were graded on it. */
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
      ...{ id, title, handedIn: handedIn.length, failures: failuresOf(results, id) },
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

function failuresOf(results: readonly LearnerResult[], id: string): TestFigure[] {
  const figures = new Map<string, TestFigure>();
  for (const { slug, name: learner, exercises } of results) {
    const result = exercises.find((exercise) => exercise.id === id)?.result;
    if (result?.kind !== "graded") continue;
    for (const { name, hidden, state } of result.tests) {
      const key = `${hidden} ${name}`;
      const before = figures.get(key) ?? { name, hidden, failedBy: [], of: 0 };
      const failedBy = state === "fail" ? [...before.failedBy, { slug, name: learner }] : before.failedBy;
      figures.set(key, { ...before, failedBy, of: before.of + 1 });
    }
  }
  return [...figures.values()]
    .filter(({ failedBy }) => failedBy.length > 0)
    .sort((one, other) => other.failedBy.length - one.failedBy.length || (one.name < other.name ? -1 : 1));
}

/** Learners by their share of all points, in tenths. Who has no points is not among them. */
export function pointsSpread(results: readonly LearnerResult[]): Spread {
  const tenths = results.flatMap(({ score }) =>
    score === undefined || score.maxPoints === 0
      ? []
      : [Math.min(9, Math.floor((10 * score.points) / score.maxPoints))],
  );
  return Array.from({ length: 10 }, (_, tenth) => ({
    label: tenth === 9 ? "90 to 100 %" : `${tenth * 10} to ${tenth * 10 + 9} %`,
    count: tenths.filter((each) => each === tenth).length,
  }));
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
