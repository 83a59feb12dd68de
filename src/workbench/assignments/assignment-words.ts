import type { LateRule, PassingRule, PointsRule } from "../../assignment/assignment.ts";

/** What an exercise gives, as a phrase. */
export function pointsInWords(rule: PointsRule): string {
  switch (rule.kind) {
    case "all-or-nothing":
      return rule.points === 1
        ? "1 point when every test passes"
        : `${rule.points} points when every test passes`;
    case "share":
      return rule.points === 1
        ? "1 point, shared among the tests"
        : `${rule.points} points, shared among the tests`;
    case "per-test":
      return rule.pointsPerTest === 1
        ? "1 point for each test"
        : `${rule.pointsPerTest} points for each test`;
  }
}

export function lateInWords(rule: LateRule): string {
  switch (rule.kind) {
    case "refuse":
      return "Late hand-ins are not accepted.";
    case "mark":
      return "Late hand-ins are accepted and marked as late.";
    case "percent-a-day":
      return `Each day begun after that takes ${rule.percent} % of the points.`;
  }
}

export function passingInWords(rule: PassingRule): string {
  switch (rule.kind) {
    case "every-test":
      return "It is passed when every test of every exercise passes.";
    case "percent":
      return `It is passed with ${rule.percent} % of the points.`;
  }
}

/** One sentence for each of the four cases. */
export function helpInWords({
  hints,
  solution,
}: {
  readonly hints: boolean;
  readonly solution: boolean;
}): string {
  if (hints && solution) return "Hints and the solution may be looked at; your hand-in says so.";
  if (hints) return "Hints may be looked at; the solution is closed until it is over.";
  if (solution)
    return "The solution may be looked at, and your hand-in says so; hints are closed until it is over.";
  return "Hints and the solution are closed until it is over.";
}
