import type { LessonProgress, Times } from "../../course/lesson-progress.ts";
import type { AssignedWork } from "../assignments/assigned-work.ts";
import { type AttemptLog, emptyLog, mergeLogs, withinLimits } from "../attempts/attempt-log.ts";
import type { SnapshotReason } from "../drafts/draft-store.ts";
import type { ExerciseProgress } from "../progress.ts";
import { beatenFiles, type OwnedDraft, snapshotKey, type Work, withBeaten } from "./work.ts";

/** One change of all that is kept. */
export interface WorkChange {
  readonly before: Work;
  readonly after: Work;
}

/** What becomes a dated draft by taking a change back. */
export interface TakenBack {
  readonly reason: SnapshotReason;
  readonly nowMs: number;
}

/**
 * `now` without what an import or a reset did, and with all that was done since. An exercise whose text was written on
 * after the change keeps that text, and what stood there before the change is a dated draft.
 */
export function withoutChange(now: Work, { before, after }: WorkChange, { reason, nowMs }: TakenBack): Work {
  const [is, was, brought] = [now, before, after];
  const owners = takeBack(
    { is: ownersOf(is.drafts), was: ownersOf(was.drafts), brought: ownersOf(brought.drafts) },
    textsOf,
    (mine) => mine,
  );
  const beaten = [...ownersOf(was.drafts)].flatMap(([ownerId, own]) =>
    textsOf(owners.get(ownerId) ?? []) === textsOf(own) ? [] : [beatenFiles(ownerId, own, reason)],
  );
  const snapshots = takeBack(by(snapshotKey, is.snapshots, was.snapshots, brought.snapshots), present, first);
  const logs = takeBack(by(idOf, is.attempts, was.attempts, brought.attempts), JSON.stringify, logBoth);
  const sinceOf = (id: string) =>
    logSince(logOf(is.attempts, id) ?? emptyLog(id), logOf(brought.attempts, id) ?? emptyLog(id));
  const exercises = takeBack(
    by(idOf, is.exercises, was.exercises, brought.exercises),
    JSON.stringify,
    (mine, old, imported) => progressBoth(mine, old, imported, sinceOf(mine.exerciseId)),
  );
  return {
    lessons: lessonsBack(is.lessons, was.lessons, brought.lessons),
    exercises: [...exercises.values()],
    attempts: [...logs.values()],
    drafts: [...owners.values()].flat(),
    snapshots: withBeaten([...snapshots.values()], beaten, nowMs),
    assigned: assignedBack(is.assigned, was.assigned, brought.assigned),
    settings: recordBack(is.settings, was.settings, brought.settings),
  };
}

/** By its keys: what is now, what was before the change, and what the change made of it. */
interface Three<Item> {
  readonly is: ReadonlyMap<string, Item>;
  readonly was: ReadonlyMap<string, Item>;
  readonly brought: ReadonlyMap<string, Item>;
}

/**
 * What the change alone touched is as before; what was touched since, and not by the change, is as now, gone or there.
 * `both` decides of the rest.
 */
function takeBack<Item>(
  { is, was, brought }: Three<Item>,
  contentOf: (item: Item) => string,
  both: (is: Item, was: Item | undefined, brought: Item | undefined) => Item,
): ReadonlyMap<string, Item> {
  const isSame = (one: Item | undefined, other: Item | undefined) =>
    (one === undefined ? undefined : contentOf(one)) === (other === undefined ? undefined : contentOf(other));
  const found = new Map<string, Item>();
  for (const key of new Set([...was.keys(), ...is.keys()])) {
    const [mine, old, imported] = [is.get(key), was.get(key), brought.get(key)];
    const isTouched = !isSame(mine, imported);
    const item = !isTouched
      ? old
      : mine === undefined || isSame(old, imported)
        ? mine
        : both(mine, old, imported);
    if (item !== undefined) found.set(key, item);
  }
  return found;
}

function by<Item>(
  keyOf: (item: Item) => string,
  is: readonly Item[],
  was: readonly Item[],
  brought: readonly Item[],
): Three<Item> {
  const keyed = (items: readonly Item[]) => new Map(items.map((item) => [keyOf(item), item]));
  return { is: keyed(is), was: keyed(was), brought: keyed(brought) };
}

/** Of things that never change, once they are there. */
const present = () => "";
const first = <Item>(item: Item) => item;
const idOf = ({ exerciseId }: { readonly exerciseId: string }) => exerciseId;
const logOf = (logs: readonly AttemptLog[], id: string) => logs.find(({ exerciseId }) => exerciseId === id);

function ownersOf(drafts: readonly OwnedDraft[]): ReadonlyMap<string, readonly OwnedDraft[]> {
  return Map.groupBy(drafts, ({ ownerId }) => ownerId);
}

function textsOf(drafts: readonly OwnedDraft[]): string {
  return JSON.stringify(drafts.map(({ path, text }) => [path, text]).toSorted());
}

function logBoth(is: AttemptLog, was: AttemptLog | undefined, brought: AttemptLog | undefined): AttemptLog {
  const none = emptyLog(is.exerciseId);
  return withinLimits(mergeLogs(was ?? none, logSince(is, brought ?? none)));
}

/** What is in a log that was not in it then. */
function logSince(is: AttemptLog, then: AttemptLog): AttemptLog {
  const { exerciseId, solutionShownAtMs } = is;
  return {
    exerciseId,
    attempts: without(is.attempts, then.attempts, ({ atMs, seed }) => `${atMs} ${seed}`),
    attemptsLeftOut: 0,
    hints: without(is.hints, then.hints, ({ hint }) => String(hint)),
    ...(solutionShownAtMs === undefined || solutionShownAtMs === then.solutionShownAtMs
      ? {}
      : { solutionShownAtMs }),
    taken: without(is.taken, then.taken, ({ atMs, path }) => `${atMs} ${path}`),
  };
}

function without<Item>(
  items: readonly Item[],
  those: readonly Item[],
  keyOf: (item: Item) => string,
): Item[] {
  const known = new Set(those.map(keyOf));
  return items.filter((item) => !known.has(keyOf(item)));
}

function progressBoth(
  is: ExerciseProgress,
  was: ExerciseProgress | undefined,
  brought: ExerciseProgress | undefined,
  since: AttemptLog,
): ExerciseProgress {
  const isNew = (key: "passedAtMs" | "solutionShownAtMs") =>
    is[key] === brought?.[key] ? undefined : is[key];
  const passedAtMs =
    was?.passedAtMs ?? isNew("passedAtMs") ?? since.attempts.find(({ passed }) => passed)?.atMs;
  const shownAtMs = was?.solutionShownAtMs ?? isNew("solutionShownAtMs");
  return {
    exerciseId: is.exerciseId,
    attempts: (was?.attempts ?? 0) + Math.max(0, is.attempts - (brought?.attempts ?? 0)),
    ...(passedAtMs === undefined ? {} : { passedAtMs }),
    ...(shownAtMs === undefined ? {} : { solutionShownAtMs: shownAtMs }),
  };
}

function lessonsBack(is: LessonProgress, was: LessonProgress, brought: LessonProgress): LessonProgress {
  const done = (kind: "lessons" | "checks") => {
    const timed = (progress: LessonProgress): ReadonlyMap<string, number | "unknown"> =>
      new Map(progress[kind].map((id) => [id, progress.doneAtMs[kind][id] ?? "unknown"]));
    return takeBack({ is: timed(is), was: timed(was), brought: timed(brought) }, String, first);
  };
  const times = (found: ReadonlyMap<string, number | "unknown">): Times =>
    Object.fromEntries([...found].flatMap(([id, atMs]) => (atMs === "unknown" ? [] : [[id, atMs]])));
  const [lessons, checks] = [done("lessons"), done("checks")];
  return {
    lessons: [...lessons.keys()],
    checks: [...checks.keys()],
    doneAtMs: { lessons: times(lessons), checks: times(checks) },
    predictions: recordBack(is.predictions, was.predictions, brought.predictions),
  };
}

function assignedBack(is: AssignedWork, was: AssignedWork, brought: AssignedWork): AssignedWork {
  const assignments = takeBack(
    by(({ fingerprint }) => fingerprint, is.assignments, was.assignments, brought.assignments),
    ({ openedAtMs }) => String(openedAtMs),
    first,
  );
  const receipts = takeBack(
    by(({ fingerprint, code }) => `${fingerprint} ${code}`, is.receipts, was.receipts, brought.receipts),
    present,
    first,
  );
  const named = ({ learner }: AssignedWork) => (learner === undefined ? {} : { learner });
  return {
    ...recordBack(named(is), named(was), named(brought)),
    assignments: [...assignments.values()],
    receipts: [...receipts.values()],
  };
}

function recordBack<Item>(
  is: Readonly<Record<string, Item>>,
  was: Readonly<Record<string, Item>>,
  brought: Readonly<Record<string, Item>>,
): Readonly<Record<string, Item>> {
  const mapped = (record: Readonly<Record<string, Item>>) => new Map(Object.entries(record));
  const three = { is: mapped(is), was: mapped(was), brought: mapped(brought) };
  return Object.fromEntries(takeBack(three, JSON.stringify, first));
}
