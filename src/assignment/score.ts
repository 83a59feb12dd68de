import type { Assignment, PointsRule } from "./assignment.ts";
import type { Lateness } from "./lateness.ts";

/** Points are given to the hundredth. */
const HUNDREDTHS = 100;

export interface ScoredTest {
  readonly state: "pass" | "fail" | "skip";
}

export interface Score {
  readonly points: number;
  readonly maxPoints: number;
}

/**
 * An exercise's points, lateness aside. A skipped test did not pass. With no tests at all there are no points, and
 * per test none to be had: whoever could not grade must not call this.
 */
export function scoreOf(rule: PointsRule, tests: readonly ScoredTest[]): Score {
  const passing = tests.filter(({ state }) => state === "pass").length;
  switch (rule.kind) {
    case "all-or-nothing":
      return { points: allPass(tests) ? rule.points : 0, maxPoints: rule.points };
    case "share":
      return {
        points: tests.length === 0 ? 0 : toHundredths((rule.points * passing) / tests.length),
        maxPoints: rule.points,
      };
    case "per-test":
      return {
        points: toHundredths(rule.pointsPerTest * passing),
        maxPoints: mostPoints(rule, tests.length),
      };
  }
}

/** What an exercise of so many tests gives at most. */
export function mostPoints(rule: PointsRule, testCount: number): number {
  return rule.kind === "per-test" ? toHundredths(rule.pointsPerTest * testCount) : rule.points;
}

export interface TotalScore extends Score {
  /** Before lateness was taken off. */
  readonly pointsInTime: number;
  readonly passed: boolean;
}

/**
 * The whole assignment: the exercises' points, less what lateness takes, and whether that passes. `exercises` has
 * the tests of every exercise by its id; one that is missing was not handed in and has none of its points.
 * `testCountOf` says how many tests such a one has: points for each were to be had. Nobody passes by a share of nothing.
 */
export function totalScore(
  assignment: Pick<Assignment, "exercises" | "passing">,
  exercises: ReadonlyMap<string, readonly ScoredTest[]>,
  lateness: Lateness,
  testCountOf: (exerciseId: string) => number,
): TotalScore {
  let inTime = 0;
  let max = 0;
  let everyTest = true;
  for (const { id, points } of assignment.exercises) {
    const tests = exercises.get(id);
    const score =
      tests === undefined
        ? { points: 0, maxPoints: mostPoints(points, testCountOf(id)) }
        : scoreOf(points, tests);
    inTime += score.points;
    max += score.maxPoints;
    everyTest &&= tests !== undefined && allPass(tests);
  }
  const kept = lateness.kind === "late" ? lateness.keptPercent : 100;
  const points = toHundredths((inTime * kept) / 100);
  const maxPoints = toHundredths(max);
  const refused = lateness.kind === "late" && lateness.refused;
  const { passing } = assignment;
  const enough = passing.kind === "every-test" ? everyTest : isShare(points, maxPoints, passing.percent);
  return {
    points,
    pointsInTime: toHundredths(inTime),
    maxPoints,
    passed: enough && !refused,
  };
}

/** Of points as they are shown, in whole hundredths: fractions that were added up are off in their last digits. */
function isShare(points: number, maxPoints: number, percent: number): boolean {
  const [given, most] = [points, maxPoints].map((each) => Math.round(each * HUNDREDTHS)) as [number, number];
  return most > 0 && given * 100 >= percent * most;
}

function allPass(tests: readonly ScoredTest[]): boolean {
  return tests.length > 0 && tests.every(({ state }) => state === "pass");
}

/** Sums of binary fractions are off in their last digits; a table of grades is not. */
function toHundredths(points: number): number {
  return Math.round((points + Number.EPSILON) * HUNDREDTHS) / HUNDREDTHS;
}
