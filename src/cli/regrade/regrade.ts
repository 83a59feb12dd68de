import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Assignment } from "../../assignment/assignment.ts";
import { decodeAssignment } from "../../assignment/assignment-link.ts";
import { canonicalBytes } from "../../assignment/canonical-json.ts";
import { digest, fingerprintOf } from "../../assignment/fingerprint.ts";
import { type PrivateKey, parseKeyFile } from "../../assignment/key-pair.ts";
import { UsageError } from "../usage.ts";
import { type AssignedToGrade, assignedExercises } from "./assigned-exercises.ts";
import { countingHandIns, type LearnersHandIns } from "./counting.ts";
import { findFiles } from "./found-file.ts";
import { type GradeFiles, gradeHandIn } from "./grade-hand-in.ts";
import { inParallel } from "./grade-pool.ts";
import type { Graded } from "./graded.ts";
import { handInTroubles } from "./hand-in-troubles.ts";
import { Ledger } from "./ledger.ts";
import { namePattern } from "./name-pattern.ts";
import { takeFolder } from "./one-run.ts";
import { openAll } from "./opened.ts";
import { ProgressLine, type ProgressOutput } from "./progress-line.ts";
import { receivedOf } from "./received.ts";
import type { RegradeArguments } from "./regrade-arguments.ts";
import { type LearnerResult, learnerResults, type Verdict } from "./results.ts";
import { type Roster, readRoster } from "./roster.ts";
import { sortedTroubles, type Trouble } from "./trouble.ts";
import { writeResults } from "./write-results.ts";

export interface RegradeTools {
  /** The course. */
  readonly root: string;
  readonly gradeFiles: GradeFiles;
  readonly progress: ProgressOutput;
  /** Names how programs are kept apart: a grade without a sandbox is not taken for one with it. */
  readonly isolation: "sandbox" | "none";
  readonly signal?: AbortSignal;
}

export interface RegradeOutcome {
  readonly learners: readonly LearnerResult[];
  readonly troubles: readonly Trouble[];
  /** Hand-ins graded by this run, and by earlier ones. */
  readonly gradedNow: number;
  readonly gradedBefore: number;
}

/** The whole run. Rejects before anything is graded when what was given cannot be right, each with its reason. */
export async function regrade(given: RegradeArguments, tools: RegradeTools): Promise<RegradeOutcome> {
  const key = await parseKeyFile(await textOf(given.keyFile, "--key"));
  const [assignment, ...earlier] = await Promise.all(given.assignments.map(assignmentOf));
  if (assignment === undefined) throw new UsageError("Say which assignment it is, with --assignment.");
  requirePair(key, assignment);
  const exercises = await assignedExercises(tools.root, assignment, given.hiddenFolder);
  const roster = await rosterOf(given.rosterFile, assignment.zone);
  const pattern = given.pattern === undefined ? undefined : namePattern(given.pattern);

  const found = await findFiles(given.downloads, assignment.zone);
  const opened = await openAll({
    ...{ found, key, assignment },
    fingerprints: new Set([assignment, ...earlier].map(fingerprintOf)),
    names: { roster: roster.rows, ...(pattern === undefined ? {} : { pattern }) },
  });
  const received = receivedOf(opened.handIns, assignment);
  const counting = countingHandIns(opened.handIns, received);

  await mkdir(given.out, { recursive: true, mode: 0o700 });
  const giveBack = await takeFolder(given.out);
  try {
    const ledger = await Ledger.open(join(given.out, "ledger"));
    const { verdicts, gradedNow } = await gradeAll(counting, exercises, ledger, given.jobs, tools);
    const learners = learnerResults({ assignment, exercises, verdicts, received, roster: roster.rows });
    const troubles = sortedTroubles([
      ...found.troubles,
      ...opened.troubles,
      ...roster.remarks.map((message): Trouble => ({ kind: "roster", message })),
      ...handInTroubles({ assignment, exercises, verdicts, received, roster: roster.rows }),
    ]);
    await writeResults(given.out, { assignment, exercises, verdicts, learners, troubles });
    return { learners, troubles, gradedNow, gradedBefore: counting.length - gradedNow };
  } finally {
    await giveBack();
  }
}

async function gradeAll(
  counting: readonly LearnersHandIns[],
  exercises: readonly AssignedToGrade[],
  ledger: Ledger,
  jobs: number,
  { gradeFiles, progress, isolation, signal }: RegradeTools,
): Promise<{ verdicts: Verdict[]; gradedNow: number }> {
  const versions = exercises.map(({ id, version }) => ({ id, version }));
  const keyOf = ({ counts }: LearnersHandIns): string =>
    Buffer.from(digest(canonicalBytes({ hash: counts.hash, versions, isolation }))).toString("hex");
  // One file from two learners is graded once.
  const byKey = Map.groupBy(counting, keyOf);
  const graded = new Map<string, Graded>();
  for (const key of byKey.keys()) {
    const before = await ledger.find(key);
    if (before !== undefined) graded.set(key, before);
  }
  const open = [...byKey].filter(([key]) => !graded.has(key));
  const line = new ProgressLine(progress, open.length);
  try {
    await inParallel(open, jobs, async ([key, [first]]) => {
      signal?.throwIfAborted();
      if (first === undefined) return;
      const { handIn, hash, learner } = first.counts;
      const verdict = await gradeHandIn(handIn, hash, exercises, gradeFiles, signal);
      // What could not be graded is tried again by the next run: the reason may be gone.
      if (verdict.exercises.every(({ kind }) => kind !== "cannot-grade")) await ledger.keep(key, verdict);
      graded.set(key, verdict);
      line.step(learner.name);
    });
  } finally {
    line.end();
  }
  const verdicts = counting.flatMap((each): Verdict[] => {
    const verdict = graded.get(keyOf(each));
    return verdict === undefined ? [] : [{ ...each, graded: verdict }];
  });
  const gradedNow = open.reduce((sum, [, same]) => sum + same.length, 0);
  return { verdicts, gradedNow };
}

function requirePair(key: PrivateKey, assignment: Assignment): void {
  if (key.publicKey === assignment.publicKey) return;
  throw new UsageError(
    `The key "${key.label}" is not the one that "${assignment.title}" was made with: it could open none of its hand-ins. Take the key file that was saved with this assignment.`,
  );
}

/** A link, or a file that holds one. */
async function assignmentOf(linkOrFile: string): Promise<Assignment> {
  const isLink = linkOrFile.includes("#") || /^v\d+\./.test(linkOrFile);
  return decodeAssignment(isLink ? linkOrFile : await textOf(linkOrFile, "--assignment"));
}

async function rosterOf(file: string | undefined, zone: string): Promise<Roster> {
  return file === undefined ? { rows: [], remarks: [] } : readRoster(await textOf(file, "--roster"), zone);
}

async function textOf(path: string, option: string): Promise<string> {
  return readFile(path, "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "EISDIR")
      throw new UsageError(`There is no file ${path}, which ${option} names.`);
    throw error;
  });
}
