import type { Grade, TestResult } from "../../grader/grade.ts";

/** One check that ran to its end. */
export interface Attempt {
  readonly atMs: number;
  readonly durationMs: number;
  readonly passed: boolean;
  /** What was drawn for it: products, orders, quantities. */
  readonly seed: number;
  /** In the order of the tests. No messages: they may hold parts of the learner's program. */
  readonly tests: readonly AttemptedTest[];
}

export interface AttemptedTest {
  /** The sentence in the test file. */
  readonly name: string;
  readonly state: TestResult["state"];
}

/** A hint that the learner opened for the first time. */
export interface HintShown {
  /** Counted from one, as the page counts them. */
  readonly hint: number;
  readonly atMs: number;
  /** Asked for before enough attempts had unlocked it. */
  readonly asked: boolean;
}

/** A file of the solution that replaced the learner's own. */
export interface SolutionTaken {
  readonly path: string;
  readonly atMs: number;
}

/**
 * What a learner did on one exercise, oldest first. Plain data: it goes into files and into hand-ins. It is the
 * page's own note on the learner's machine, so nobody should believe it more than the learner.
 */
export interface AttemptLog {
  readonly exerciseId: string;
  /** At most {@link ATTEMPTS_KEPT}: the first half of them and the latest. */
  readonly attempts: readonly Attempt[];
  /** How many attempts were dropped between the two. */
  readonly attemptsLeftOut: number;
  /** Each hint once. */
  readonly hints: readonly HintShown[];
  /** When the solution was first shown, whether the exercise had passed by then or not; absent: never. */
  readonly solutionShownAtMs?: number;
  /** The last {@link TAKEN_KEPT}. */
  readonly taken: readonly SolutionTaken[];
}

export const ATTEMPTS_KEPT = 100;
export const TAKEN_KEPT = 50;

export function emptyLog(exerciseId: string): AttemptLog {
  return { exerciseId, attempts: [], attemptsLeftOut: 0, hints: [], taken: [] };
}

/** What is kept of a grade. */
export function attemptOf(grade: Grade, atMs: number): Attempt {
  const { durationMs, passed, seed, tests } = grade;
  return {
    atMs,
    durationMs: Math.round(durationMs),
    passed,
    seed,
    tests: tests.map(({ name, state }) => ({ name, state })),
  };
}

export function withAttempt(log: AttemptLog, attempt: Attempt): AttemptLog {
  return withinLimits({ ...log, attempts: [...log.attempts, attempt] });
}

/** A hint that was shown before changes nothing. */
export function withHint(log: AttemptLog, shown: HintShown): AttemptLog {
  if (log.hints.some(({ hint }) => hint === shown.hint)) return log;
  return { ...log, hints: [...log.hints, shown] };
}

/** The first time is the one that counts. */
export function withSolutionShown(log: AttemptLog, atMs: number): AttemptLog {
  return log.solutionShownAtMs === undefined ? { ...log, solutionShownAtMs: atMs } : log;
}

export function withTaken(log: AttemptLog, taken: SolutionTaken): AttemptLog {
  return withinLimits({ ...log, taken: [...log.taken, taken] });
}

/** Drops attempts from the middle: how one began and how one ended say most. */
export function withinLimits(log: AttemptLog): AttemptLog {
  const excess = Math.max(0, log.attempts.length - ATTEMPTS_KEPT);
  return {
    ...log,
    attempts: excess === 0 ? log.attempts : log.attempts.toSpliced(ATTEMPTS_KEPT / 2, excess),
    attemptsLeftOut: log.attemptsLeftOut + excess,
    taken: log.taken.slice(-TAKEN_KEPT),
  };
}

/** Two logs of one exercise as one, each attempt once, each first time at its earlier. May be longer than the limits. */
export function mergeLogs(one: AttemptLog, other: AttemptLog): AttemptLog {
  const attempts = new Map(
    [...one.attempts, ...other.attempts].map((each) => [`${each.atMs} ${each.seed}`, each]),
  );
  const hints = new Map<number, HintShown>();
  for (const shown of [...one.hints, ...other.hints].toSorted(byTime)) {
    if (!hints.has(shown.hint)) hints.set(shown.hint, shown);
  }
  const taken = new Map([...one.taken, ...other.taken].map((each) => [`${each.atMs} ${each.path}`, each]));
  const shownAtMs = Math.min(one.solutionShownAtMs ?? Infinity, other.solutionShownAtMs ?? Infinity);
  return {
    exerciseId: one.exerciseId,
    attempts: [...attempts.values()].toSorted(byTime),
    attemptsLeftOut: Math.max(one.attemptsLeftOut, other.attemptsLeftOut),
    hints: [...hints.values()],
    ...(Number.isFinite(shownAtMs) ? { solutionShownAtMs: shownAtMs } : {}),
    taken: [...taken.values()].toSorted(byTime),
  };
}

function byTime(one: { readonly atMs: number }, other: { readonly atMs: number }): number {
  return one.atMs - other.atMs;
}
