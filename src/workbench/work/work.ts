import { type LessonProgress, mergeLessonProgress } from "../../course/lesson-progress.ts";
import { type AssignedWork, mergeAssignedWork } from "../assignments/assigned-work.ts";
import { type AttemptLog, emptyLog, mergeLogs, withinLimits } from "../attempts/attempt-log.ts";
import {
  type FileDraft,
  isLater,
  SNAPSHOT_LIMIT,
  type Snapshot,
  type SnapshotReason,
} from "../drafts/draft-store.ts";
import type { ExerciseProgress } from "../progress.ts";
import type { TextFiles } from "../workspace.ts";

/** All that a learner has done on one machine, as plain data. */
export interface Work {
  readonly lessons: LessonProgress;
  readonly exercises: readonly ExerciseProgress[];
  readonly attempts: readonly AttemptLog[];
  readonly drafts: readonly OwnedDraft[];
  readonly snapshots: readonly OwnedSnapshot[];
  readonly assigned: AssignedWork;
  /** By their keys in `localStorage`. */
  readonly settings: Readonly<Record<string, string>>;
}

export type OwnedDraft = FileDraft & { readonly ownerId: string };
export type OwnedSnapshot = Omit<Snapshot, "id"> & { readonly ownerId: string };

/**
 * Both as one; nothing that either has done is lost. Of a file that both changed, the later text counts and the other
 * side's files become a dated draft. Counts add up what was not counted on both; what passed stays passed, at its
 * earliest. Settings stay as they are here. Merging the same again changes nothing. `nowMs` dates what becomes a draft.
 */
export function mergeWork(here: Work, other: Work, nowMs: number): Work {
  const drafts = new Map<string, OwnedDraft>();
  for (const draft of [...here.drafts, ...other.drafts]) {
    const known = drafts.get(keyOf(draft));
    if (known === undefined || isLater(draft, known)) drafts.set(keyOf(draft), draft);
  }
  const beaten = [...beatenBy(drafts, here.drafts), ...beatenBy(drafts, other.drafts)];
  const logs = byId([...here.attempts, ...other.attempts]);
  return {
    lessons: mergeLessonProgress(here.lessons, other.lessons),
    exercises: [...byId([...here.exercises, ...other.exercises]).keys()].map((id) =>
      mergeExercise(id, here, other),
    ),
    attempts: [...logs].map(([id, found]) => withinLimits(found.reduce(mergeLogs, emptyLog(id)))),
    drafts: [...drafts.values()],
    snapshots: withBeaten([...here.snapshots, ...other.snapshots], beaten, nowMs),
    assigned: mergeAssignedWork(here.assigned, other.assigned),
    settings: { ...other.settings, ...here.settings },
  };
}

function mergeExercise(exerciseId: string, here: Work, other: Work): ExerciseProgress {
  const sides = [here, other].map((work) => ({
    progress: work.exercises.find((one) => one.exerciseId === exerciseId),
    log: work.attempts.find((one) => one.exerciseId === exerciseId) ?? emptyLog(exerciseId),
  }));
  const logged = sides.map(({ log }) => log).reduce(mergeLogs, emptyLog(exerciseId)).attempts.length;
  const unlogged = sides.map(({ progress, log }) => (progress?.attempts ?? 0) - log.attempts.length);
  const counts = sides.map(({ progress }) => progress?.attempts ?? 0);
  const passedAtMs = earliest(sides.map(({ progress }) => progress?.passedAtMs));
  const shownAtMs = earliest(sides.map(({ progress }) => progress?.solutionShownAtMs));
  const isAssisted = shownAtMs !== undefined && (passedAtMs === undefined || shownAtMs <= passedAtMs);
  return {
    exerciseId,
    attempts: Math.max(logged + Math.max(0, ...unlogged), ...counts),
    ...(passedAtMs === undefined ? {} : { passedAtMs }),
    ...(isAssisted ? { solutionShownAtMs: shownAtMs } : {}),
  };
}

/** Texts that something else takes the place of: they are yet to become a dated draft. */
export interface BeatenFiles {
  readonly ownerId: string;
  readonly files: TextFiles;
  readonly reason: SnapshotReason;
}

/** The files of each owner of which another text counts now. */
function beatenBy(winners: ReadonlyMap<string, OwnedDraft>, drafts: readonly OwnedDraft[]): BeatenFiles[] {
  const owners = new Set(
    drafts.filter((draft) => winners.get(keyOf(draft))?.text !== draft.text).map(({ ownerId }) => ownerId),
  );
  return [...owners].map((ownerId) => beatenFiles(ownerId, drafts, "import"));
}

export function beatenFiles(
  ownerId: string,
  drafts: readonly OwnedDraft[],
  reason: SnapshotReason,
): BeatenFiles {
  const own = drafts.filter((draft) => draft.ownerId === ownerId);
  return { ownerId, files: Object.fromEntries(own.map(({ path, text }) => [path, text])), reason };
}

/**
 * The newest {@link SNAPSHOT_LIMIT} of each owner, each once, oldest first, with each of the beaten as one: the oldest of
 * the others make room for it, and it is later than all of them, so that it is not the next to go. What is a dated draft
 * already is none again.
 */
export function withBeaten(
  snapshots: readonly OwnedSnapshot[],
  beaten: readonly BeatenFiles[],
  nowMs: number,
): OwnedSnapshot[] {
  const owners = new Map(Map.groupBy(keptSnapshots(snapshots), ({ ownerId }) => ownerId));
  for (const [ownerId, texts] of Map.groupBy(beaten, (each) => each.ownerId)) {
    const own = owners.get(ownerId) ?? [];
    const staying = own.slice(-(SNAPSHOT_LIMIT - texts.length));
    const known = new Set(staying.map(({ files }) => filesKey(files)));
    const distinct = new Map(texts.map((each) => [filesKey(each.files), each]));
    const added = [...distinct].flatMap(([key, each]) => (known.has(key) ? [] : [each]));
    const takenAtMs = Math.max(nowMs, ...own.map((each) => each.takenAtMs + 1));
    owners.set(ownerId, [
      ...own.slice(-(SNAPSHOT_LIMIT - added.length)),
      ...added.map((each, at) => ({ ...each, takenAtMs: takenAtMs + at })),
    ]);
  }
  return [...owners].toSorted(([one], [other]) => (one < other ? -1 : 1)).flatMap(([, own]) => own);
}

function keptSnapshots(snapshots: readonly OwnedSnapshot[]): OwnedSnapshot[] {
  const distinct = new Map<string, OwnedSnapshot>();
  for (const snapshot of snapshots) {
    const key = snapshotKey(snapshot);
    if (!distinct.has(key)) distinct.set(key, snapshot);
  }
  const sorted = [...distinct]
    .toSorted(([oneKey, one], [otherKey, other]) =>
      one.takenAtMs === other.takenAtMs ? (oneKey < otherKey ? -1 : 1) : one.takenAtMs - other.takenAtMs,
    )
    .map(([, snapshot]) => snapshot);
  return [...Map.groupBy(sorted, ({ ownerId }) => ownerId).values()].flatMap((own) =>
    own.slice(-SNAPSHOT_LIMIT),
  );
}

/** Two with one key are the same dated draft. */
export function snapshotKey({ ownerId, takenAtMs, files }: OwnedSnapshot): string {
  return JSON.stringify([ownerId, takenAtMs, filesKey(files)]);
}

function filesKey(files: TextFiles): string {
  return JSON.stringify(Object.entries(files).toSorted(([one], [another]) => (one < another ? -1 : 1)));
}

function byId<Item extends { readonly exerciseId: string }>(items: readonly Item[]): Map<string, Item[]> {
  return Map.groupBy(items, ({ exerciseId }) => exerciseId);
}

function earliest(times: readonly (number | undefined)[]): number | undefined {
  const known = times.filter((time) => time !== undefined);
  return known.length === 0 ? undefined : Math.min(...known);
}

function keyOf({ ownerId, path }: OwnedDraft): string {
  return JSON.stringify([ownerId, path]);
}
