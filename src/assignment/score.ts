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
        maxPoints: toHundredths(rule.pointsPerTest * tests.length),
      };
  }
}

export interface TotalScore extends Score {
  /** Before lateness was taken off. */
  readonly pointsInTime: number;
  readonly passed: boolean;
}

/**
 * The whole assignment: the exercises' points, less what lateness takes, and whether that passes. `exercises` has
 * the tests of every exercise by its id; one that is missing was not handed in and has none of its points.
 * `maxPointsOfMissing` says how many there were to be had (per-test rules need the number of tests).
 */
export function totalScore(
  assignment: Pick<Assignment, "exercises" | "passing">,
  exercises: ReadonlyMap<string, readonly ScoredTest[]>,
  lateness: Lateness,
  maxPointsOfMissing: (exerciseId: string) => number = () => 0,
): TotalScore {
  let inTime = 0;
  let max = 0;
  let everyTest = true;
  for (const { id, points } of assignment.exercises) {
    const tests = exercises.get(id);
    const score =
      tests === undefined
        ? { points: 0, maxPoints: points.kind === "per-test" ? maxPointsOfMissing(id) : points.points }
        : scoreOf(points, tests);
    inTime += score.points;
    max += score.maxPoints;
    everyTest &&= tests !== undefined && allPass(tests);
  }
  const kept = lateness.kind === "late" ? lateness.keptPercent : 100;
  const points = toHundredths((inTime * kept) / 100);
  const refused = lateness.kind === "late" && lateness.refused;
  const { passing } = assignment;
  const enough = passing.kind === "every-test" ? everyTest : points * 100 >= passing.percent * max;
  return {
    points,
    pointsInTime: toHundredths(inTime),
    maxPoints: toHundredths(max),
    passed: enough && !refused,
  };
}

function allPass(tests: readonly ScoredTest[]): boolean {
  return tests.length > 0 && tests.every(({ state }) => state === "pass");
}

/** Sums of binary fractions are off in their last digits; a table of grades is not. */
function toHundredths(points: number): number {
  return Math.round((points + Number.EPSILON) * HUNDREDTHS) / HUNDREDTHS;
}
