import type { LateRule, PassingRule, PointsRule } from "../../assignment/assignment.ts";
import * as words from "../../words/en/assignment-rules.ts";

/** What an exercise gives, as a phrase. */
export function pointsInWords(rule: PointsRule): string {
  switch (rule.kind) {
    case "all-or-nothing":
      return words.allOrNothing(rule.points);
    case "share":
      return words.shared(rule.points);
    case "per-test":
      return words.perTest(rule.pointsPerTest);
  }
}

export function lateInWords(rule: LateRule): string {
  switch (rule.kind) {
    case "refuse":
      return words.lateRefused;
    case "mark":
      return words.lateMarked;
    case "percent-a-day":
      return words.latePercent(rule.percent);
  }
}

export function passingInWords(rule: PassingRule): string {
  switch (rule.kind) {
    case "every-test":
      return words.passedWithAll;
    case "percent":
      return words.passedWith(rule.percent);
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
  if (hints && solution) return words.hintsAndSolution;
  if (hints) return words.hintsAlone;
  if (solution) return words.solutionAlone;
  return words.noHelp;
}
