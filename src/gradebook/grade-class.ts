import type { Assignment } from "../assignment/assignment.ts";
import { canonicalBytes } from "../assignment/canonical-json.ts";
import { digest, fingerprintOf } from "../assignment/fingerprint.ts";
import type { PrivateKey } from "../assignment/key-pair.ts";
import type { AssignedToGrade } from "./grading/assigned-exercises.ts";
import { type GradeFiles, gradeHandIn, gradeSolution } from "./grading/grade-hand-in.ts";
import type { ExerciseResult, Graded } from "./grading/graded.ts";
import { inParallel } from "./grading/in-parallel.ts";
import type { KeptGrades } from "./grading/kept-grades.ts";
import { testCounts, withUnknownCounts } from "./grading/test-counts.ts";
import { countingHandIns, type LearnersHandIns } from "./hand-ins/counting.ts";
import type { Found } from "./hand-ins/found-file.ts";
import { openAll } from "./hand-ins/opened.ts";
import { receivedOf } from "./hand-ins/received.ts";
import type { Names } from "./learners/identify.ts";
import type { Roster } from "./learners/roster.ts";
import { handInTroubles } from "./results/hand-in-troubles.ts";
import type { Remedies } from "./results/remedies.ts";
import { type LearnerResult, learnerResults, type Verdict } from "./results/results.ts";
import { sortedTroubles, type Trouble } from "./results/trouble.ts";
import { type SimilarHandIns, similarHandIns } from "./similar/similar-hand-ins.ts";

export interface ClassOrder {
  readonly assignment: Assignment;
  /** Earlier wordings of it, whose hand-ins count too. */
  readonly earlier?: readonly Assignment[];
  /** The private half of the assignment's key. */
  readonly key: PrivateKey;
  /** Those of the assignment, in its order. */
  readonly exercises: readonly AssignedToGrade[];
  /** What was received. */
  readonly found: Found;
  /** The class; absent: whoever handed something in. */
  readonly roster?: Roster;
  /** What file names tell beyond what an LMS puts into them. */
  readonly pattern?: NonNullable<Names["pattern"]>;
  readonly gradeFiles: GradeFiles;
  /** How `gradeFiles` keeps programs apart: a verdict without a sandbox is not taken for one with it. */
  readonly isolation: "sandbox" | "none";
  /** Names what grades: a verdict that was kept counts only for the same text. Default: none. */
  readonly graderVersion?: string;
  /** Absent: nothing was graded before, and nothing is kept. */
  readonly kept?: KeptGrades;
  /** Hand-ins graded at once; 1 or more. */
  readonly jobs: number;
  readonly remedies: Remedies;
  /** Called after each hand-in that was graded, `done` of `all` by then. Those that were graded before are not told. */
  readonly onGraded?: (progress: GradingProgress) => void;
  /** The promise rejects with its reason; verdicts that are there by then are kept. */
  readonly signal?: AbortSignal;
}

export interface GradingProgress {
  readonly learner: string;
  readonly done: number;
  readonly all: number;
}

/** Everything that is known of a class, in plain data. */
export interface GradedClass {
  readonly assignment: Assignment;
  readonly exercises: readonly AssignedToGrade[];
  readonly verdicts: readonly Verdict[];
  /** Sorted by name. */
  readonly learners: readonly LearnerResult[];
  readonly troubles: readonly Trouble[];
  readonly similar: readonly SimilarHandIns[];
  /** Hand-ins graded by this call, and by earlier ones. */
  readonly gradedNow: number;
  readonly gradedBefore: number;
}

/** A key is not the assignment's. The message says which one is needed. */
export class OtherKeyError extends Error {
  override readonly name = "OtherKeyError";
}

/** Throws an OtherKeyError when none of the assignment's hand-ins could be opened with this key. */
export function requireKeyOf(assignment: Assignment, key: PrivateKey): void {
  if (key.publicKey === assignment.publicKey) return;
  throw new OtherKeyError(
    `The key "${key.label}" is not the one that "${assignment.title}" was made with: it could open none of its hand-ins. Take the key file that was saved with this assignment.`,
  );
}

/**
 * Opens what was received, says whose it is and when it came, grades what counts of it, and puts the results together.
 * What is the matter with one hand-in is among the `troubles` and stops nothing. The same order gives the same results.
 * Rejects with an OtherKeyError, with the signal's reason, or when a file cannot be read or a verdict not be kept.
 */
export async function gradeClass(order: ClassOrder): Promise<GradedClass> {
  const { assignment, earlier = [], key, exercises, found, remedies } = order;
  requireKeyOf(assignment, key);
  const roster = order.roster ?? { rows: [], remarks: [] };
  const opened = await openAll({
    ...{ found, key, remedies },
    fingerprints: new Set([assignment, ...earlier].map(fingerprintOf)),
    names: { roster: roster.rows, ...(order.pattern === undefined ? {} : { pattern: order.pattern }) },
  });
  const received = receivedOf(opened.handIns, assignment);
  const counting = countingHandIns(opened.handIns, received);
  const { verdicts: ofHandIns, gradedNow } = await gradeAll(counting, order);
  const counts = await testCounts({
    ...{ assignment, exercises, graded: ofHandIns.map(({ graded }) => graded) },
    gradeSolution: (exercise) => solutionResult(exercise, order),
  });
  const verdicts = ofHandIns.map((each) => ({ ...each, graded: withUnknownCounts(each.graded, counts) }));
  const results = { assignment, exercises, verdicts, received, roster: roster.rows, testCounts: counts };
  const learners = learnerResults(results);
  const troubles = sortedTroubles([
    ...found.troubles,
    ...opened.troubles,
    ...roster.remarks.map((message): Trouble => ({ kind: "roster", message })),
    ...handInTroubles(results, remedies),
  ]);
  return {
    ...{ assignment, exercises, verdicts, learners, troubles },
    similar: similarHandIns(exercises, verdicts, learners),
    ...{ gradedNow, gradedBefore: counting.length - gradedNow },
  };
}

/** Kept as verdicts are: the next run need not grade it again. */
async function solutionResult(
  exercise: AssignedToGrade,
  { gradeFiles, isolation, graderVersion = "", kept, signal }: ClassOrder,
): Promise<ExerciseResult> {
  signal?.throwIfAborted();
  const { id, version, loaded } = exercise;
  const what = { solutionOf: id, version, solution: loaded.solution, isolation, graderVersion };
  const key = Buffer.from(digest(canonicalBytes(what))).toString("hex");
  const [before] = (await kept?.find(key))?.exercises ?? [];
  if (before !== undefined) return before;
  const result = await gradeSolution(exercise, gradeFiles, signal);
  if (result.kind === "graded") await kept?.keep(key, { exercises: [result] });
  return result;
}

async function gradeAll(
  counting: readonly LearnersHandIns[],
  { exercises, gradeFiles, isolation, graderVersion = "", kept, jobs, onGraded, signal }: ClassOrder,
): Promise<{ verdicts: Verdict[]; gradedNow: number }> {
  const versions = exercises.map(({ id, version }) => ({ id, version }));
  const keyOf = ({ counts }: LearnersHandIns): string =>
    Buffer.from(digest(canonicalBytes({ hash: counts.hash, versions, isolation, graderVersion }))).toString(
      "hex",
    );
  // One file from two learners is graded once.
  const byKey = Map.groupBy(counting, keyOf);
  const graded = new Map<string, Graded>();
  for (const key of byKey.keys()) {
    const before = await kept?.find(key);
    if (before !== undefined) graded.set(key, before);
  }
  const open = [...byKey].filter(([key]) => !graded.has(key));
  let done = 0;
  await inParallel(open, jobs, async ([key, [first]]) => {
    signal?.throwIfAborted();
    if (first === undefined) return;
    const { handIn, hash, learner } = first.counts;
    const verdict = await gradeHandIn(handIn, hash, exercises, gradeFiles, signal);
    // What could not be graded is tried again by the next run: the reason may be gone.
    if (verdict.exercises.every(({ kind }) => kind !== "cannot-grade")) await kept?.keep(key, verdict);
    graded.set(key, verdict);
    done += 1;
    onGraded?.({ learner: learner.name, done, all: open.length });
  });
  const verdicts = counting.flatMap((each): Verdict[] => {
    const verdict = graded.get(keyOf(each));
    return verdict === undefined ? [] : [{ ...each, graded: verdict }];
  });
  return { verdicts, gradedNow: open.reduce((sum, [, same]) => sum + same.length, 0) };
}
