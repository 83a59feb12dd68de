import type { Work } from "./work.ts";

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
}

export function countWork({ lessons, exercises, drafts, snapshots }: Work): WorkCounts {
  return {
    lessons: lessons.lessons.length,
    checks: lessons.checks.length,
    predictions: Object.keys(lessons.predictions).length,
    passed: exercises.filter(({ passedAtMs }) => passedAtMs !== undefined).length,
    attempts: exercises.reduce((sum, { attempts }) => sum + attempts, 0),
    written: new Set(drafts.map(({ ownerId }) => ownerId)).size,
    snapshots: snapshots.length,
  };
}

/** "3 lessons read", and so on: what there is of each, a sentence part for each that there is. */
export function countTexts(counts: WorkCounts): string[] {
  return [
    several(counts.lessons, "1 lesson read", "lessons read"),
    several(counts.checks, "1 check seen", "checks seen"),
    several(counts.predictions, "1 prediction", "predictions"),
    several(counts.passed, "1 exercise passed", "exercises passed"),
    several(counts.attempts, "1 attempt", "attempts"),
    several(counts.written, "text of your own in 1 program", "programs with text of your own"),
    several(counts.snapshots, "1 dated draft", "dated drafts"),
  ].filter((text) => text !== "");
}

/** What bringing a file in changes here, as sentences. Empty: nothing. */
export function changeTexts(here: Work, merged: Work): string[] {
  const [before, after] = [countWork(here), countWork(merged)];
  const replaced = merged.drafts.filter(({ ownerId, path, text }) =>
    here.drafts.some((mine) => mine.ownerId === ownerId && mine.path === path && mine.text !== text),
  );
  const added = merged.drafts.length - here.drafts.length;
  const kept = after.snapshots - before.snapshots;
  return [
    several(
      after.lessons - before.lessons,
      "1 lesson more is marked as read.",
      "lessons more are marked as read.",
    ),
    several(
      after.checks - before.checks,
      "1 check more is marked as seen.",
      "checks more are marked as seen.",
    ),
    several(after.predictions - before.predictions, "1 prediction more.", "predictions more."),
    several(after.passed - before.passed, "1 exercise more is passed.", "exercises more are passed."),
    several(after.attempts - before.attempts, "1 attempt more.", "attempts more."),
    several(added, "1 file gets a text that it has not here.", "files get a text that they have not here."),
    several(
      replaced.length,
      "1 file that was changed on both sides gets the later text; yours of before becomes a dated draft.",
      "files that were changed on both sides get the later text; yours of before become dated drafts.",
    ),
    several(kept, "1 dated draft more.", "dated drafts more."),
  ].filter((text) => text !== "");
}

function several(count: number, one: string, many: string): string {
  if (count <= 0) return "";
  return count === 1 ? one : `${count} ${many}`;
}
