import * as words from "../../words/en/work.ts";
import { isNamed } from "../assignments/assigned-work.ts";
import { snapshotKey, type Work } from "./work.ts";

/** How much of each there is. */
export interface WorkCounts {
  readonly lessons: number;
  readonly checks: number;
  readonly predictions: number;
  readonly passed: number;
  readonly attempts: number;
  /** Exercises and programs of lessons with text of the learner's own. */
  readonly written: number;
  readonly snapshots: number;
  readonly assignments: number;
  readonly handIns: number;
}

export function countWork({ lessons, exercises, drafts, snapshots, assigned }: Work): WorkCounts {
  return {
    lessons: lessons.lessons.length,
    checks: lessons.checks.length,
    predictions: Object.keys(lessons.predictions).length,
    passed: exercises.filter(({ passedAtMs }) => passedAtMs !== undefined).length,
    attempts: exercises.reduce((sum, { attempts }) => sum + attempts, 0),
    written: new Set(drafts.map(({ ownerId }) => ownerId)).size,
    snapshots: snapshots.length,
    assignments: assigned.assignments.length,
    handIns: assigned.receipts.length,
  };
}

/** "3 lessons read", and so on: what there is of each, a sentence part for each that there is. */
export function countTexts(counts: WorkCounts): string[] {
  return [
    several(counts.lessons, words.hasLessons),
    several(counts.checks, words.hasChecks),
    several(counts.predictions, words.hasPredictions),
    several(counts.passed, words.hasPassed),
    several(counts.attempts, words.hasAttempts),
    several(counts.written, words.hasPrograms),
    several(counts.snapshots, words.hasDrafts),
    several(counts.assignments, words.hasAssignments),
    several(counts.handIns, words.hasHandIns),
  ].flat();
}

/** What bringing a file in changes here, as sentences. Empty: nothing. */
export function changeTexts(here: Work, merged: Work): string[] {
  const [before, after] = [countWork(here), countWork(merged)];
  const replaced = merged.drafts.filter(({ ownerId, path, text }) =>
    here.drafts.some((mine) => mine.ownerId === ownerId && mine.path === path && mine.text !== text),
  );
  const added = merged.drafts.length - here.drafts.length;
  const more = merged.snapshots.length - keptOf(here, merged);
  const gone = here.snapshots.length - keptOf(here, merged);
  return [
    several(after.lessons - before.lessons, words.moreLessons),
    several(after.checks - before.checks, words.moreChecks),
    several(after.predictions - before.predictions, words.morePredictions),
    several(after.passed - before.passed, words.morePassed),
    several(after.attempts - before.attempts, words.moreAttempts),
    several(added, words.moreFiles),
    several(replaced.length, words.laterTexts),
    several(more, words.moreDrafts),
    several(gone, words.draftsGo),
    several(after.assignments - before.assignments, words.moreAssignments),
    several(after.handIns - before.handIns, words.moreHandIns),
    nameText(here, merged),
  ].flat();
}

/** How many dated drafts stay. */
function keptOf(here: Work, merged: Work): number {
  const stay = new Set(merged.snapshots.map(snapshotKey));
  return here.snapshots.filter((snapshot) => stay.has(snapshotKey(snapshot))).length;
}

function nameText({ assigned: here }: Work, { assigned: merged }: Work): string[] {
  return isNamed(merged.learner) && !isNamed(here.learner) ? [words.newName(merged.learner.name)] : [];
}

/** Nothing is said of what there is none of. */
function several(count: number, sentence: (count: number) => string): string[] {
  return count <= 0 ? [] : [sentence(count)];
}
