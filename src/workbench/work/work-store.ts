import type { IDBPTransaction } from "idb";
import { LAST_PLACE_KEY } from "../../course/last-place.ts";
import { LESSON_PROGRESS_KEY, parseLessonProgress } from "../../course/lesson-progress.ts";
import { noAssignedWork } from "../assignments/assigned-work.ts";
import { changeAssignedWork, readAssignedWork } from "../assignments/kept-assignments.ts";
import { type KeepsakeDatabase, keepsakeDatabase, untilKept } from "../database.ts";
import { tabChannel } from "../drafts/tab-channel.ts";
import {
  draftOf,
  journalKeys,
  type LeftDraft,
  ownerOf,
  parseJournal,
  stillThere,
} from "../drafts/unsaved-journal.ts";
import type { WorkChange } from "./without-change.ts";
import { beatenFiles, mergeWork, type OwnedDraft, type Work, withBeaten } from "./work.ts";

/** What a learner has chosen; not what they agreed to, which is asked anew on another machine. */
const SETTING_KEYS = [
  "keepsake:theme",
  "keepsake:panes",
  "keepsake:engine",
  "keepsake:tab",
  "keepsake:single-keys",
  LAST_PLACE_KEY,
];
const STORES: ["drafts", "snapshots", "progress", "attempts"] = [
  "drafts",
  "snapshots",
  "progress",
  "attempts",
];

/** All that this browser keeps. Rejects when it keeps nothing. */
export async function readWork(): Promise<Work> {
  const database = await keepsakeDatabase();
  const assigned = await readAssignedWork();
  return { ...(await readDatabase(database.transaction(STORES))), assigned };
}

/**
 * Changes all that this browser keeps by a rule, which may be asked twice: all or nothing. What another tab keeps
 * meanwhile is not lost: the rule sees it, or the change leaves it alone. Rejects when there is no room.
 */
export async function changeWork(rule: (before: Work) => Work): Promise<WorkChange> {
  const seen = await readWork();
  const { assigned } = rule(seen);
  await changeAssignedWork(seen.assigned, assigned);
  try {
    const { before, after } = await changeDatabase((kept) => rule({ ...kept, assigned: seen.assigned }));
    return { before: { ...before, assigned: seen.assigned }, after: { ...after, assigned } };
  } catch (error) {
    await changeAssignedWork(assigned, seen.assigned);
    throw error;
  }
}

/** Work without what an assignment left, which is in a database of its own. */
type OwnWork = Omit<Work, "assigned">;
type Transaction<Mode extends IDBTransactionMode> = IDBPTransaction<KeepsakeDatabase, typeof STORES, Mode>;

async function readDatabase<Mode extends IDBTransactionMode>(
  transaction: Transaction<Mode>,
): Promise<OwnWork> {
  const [drafts, snapshots, exercises, attempts] = await Promise.all([
    transaction.objectStore("drafts").getAll(),
    transaction.objectStore("snapshots").getAll(),
    transaction.objectStore("progress").getAll(),
    transaction.objectStore("attempts").getAll(),
  ]);
  const kept: OwnWork = {
    lessons: parseLessonProgress(localStorage.getItem(LESSON_PROGRESS_KEY)),
    exercises,
    attempts,
    drafts,
    snapshots: snapshots.map(({ id: _, ...snapshot }) => snapshot),
    settings: Object.fromEntries(
      SETTING_KEYS.flatMap((key) => {
        const value = localStorage.getItem(key);
        return value === null ? [] : [[key, value]];
      }),
    ),
  };
  const unsaved = journalKeys(localStorage).flatMap((key) =>
    parseJournal(localStorage.getItem(key)).map((draft) => ({ ...draft, ownerId: ownerOf(key) })),
  );
  if (unsaved.length === 0) return kept;
  const owners = Map.groupBy([...kept.drafts, ...unsaved], ({ ownerId }) => ownerId);
  const there = new Set<OwnedDraft>([...owners.values()].flatMap(stillThere<OwnedDraft & LeftDraft>));
  const here = {
    ...kept,
    drafts: kept.drafts.filter((draft) => there.has(draft)),
    assigned: noAssignedWork,
  };
  const left = unsaved
    .filter((draft) => there.has(draft))
    .map((draft) => ({ ...draftOf(draft), ownerId: draft.ownerId }));
  return mergeWork(here, { ...here, drafts: left }, Date.now());
}

async function changeDatabase(
  rule: (before: OwnWork) => OwnWork,
): Promise<{ before: OwnWork; after: OwnWork }> {
  const database = await keepsakeDatabase();
  const transaction = database.transaction(STORES, "readwrite", { durability: "strict" });
  const before = await readDatabase(transaction);
  const after = rule(before);
  const keys = [LESSON_PROGRESS_KEY, ...SETTING_KEYS, ...journalKeys(localStorage)];
  const itemsBefore = keys.map((key) => [key, localStorage.getItem(key)] as const);
  const items = new Map([
    ...Object.entries(after.settings),
    [LESSON_PROGRESS_KEY, JSON.stringify(after.lessons)],
  ]);
  try {
    setItems(keys.map((key) => [key, items.get(key) ?? null] as const));
    await untilKept(transaction, [
      ...STORES.map((name) => transaction.objectStore(name).clear()),
      ...after.drafts.map((draft) => transaction.objectStore("drafts").put(draft)),
      ...after.snapshots.map((snapshot) => transaction.objectStore("snapshots").add(snapshot)),
      ...after.exercises.map((each) => transaction.objectStore("progress").put(each)),
      ...after.attempts.map((log) => transaction.objectStore("attempts").put(log)),
    ]);
  } catch (error) {
    setItems(itemsBefore);
    throw error;
  }
  return { before, after };
}

function setItems(items: readonly (readonly [key: string, value: string | null])[]): void {
  for (const [key, value] of items) {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  }
}

/** The same work without one exercise or playground: its text becomes a dated draft, its attempts are forgotten. */
export function withoutOwner(work: Work, ownerId: string, nowMs: number): Work {
  const hasText = work.drafts.some((draft) => draft.ownerId === ownerId);
  const beaten = hasText ? [beatenFiles(ownerId, work.drafts, "reset")] : [];
  return {
    ...work,
    exercises: work.exercises.filter(({ exerciseId }) => exerciseId !== ownerId),
    attempts: work.attempts.filter(({ exerciseId }) => exerciseId !== ownerId),
    drafts: work.drafts.filter((draft) => draft.ownerId !== ownerId),
    snapshots: withBeaten(work.snapshots, beaten, nowMs),
  };
}

/** The same work without the dated drafts of one exercise or playground: what takes most room. Its text stays. */
export function withoutDated(work: Work, ownerId: string): Work {
  return { ...work, snapshots: work.snapshots.filter((each) => each.ownerId !== ownerId) };
}

/** Nothing but the settings, without the place where one was last. */
export function withoutAll(work: Work): Work {
  const { [LAST_PLACE_KEY]: _, ...settings } = work.settings;
  return {
    lessons: parseLessonProgress(null),
    exercises: [],
    attempts: [],
    drafts: [],
    snapshots: [],
    assigned: noAssignedWork,
    settings,
  };
}

/** `work` with each text that is not what it is in `before` dated now: what comes back counts, in open tabs too. */
export function stampedAfter(work: Work, before: Work, nowMs: number): Work {
  return {
    ...work,
    drafts: work.drafts.map((draft) => {
      const was = before.drafts.find(({ ownerId, path }) => ownerId === draft.ownerId && path === draft.path);
      return was?.text === draft.text
        ? draft
        : { ...draft, savedAtMs: Math.max(nowMs, (was?.savedAtMs ?? 0) + 1) };
    }),
  };
}

/** Tells other tabs what became of the drafts, so that they show it. */
export function tellTabs(before: readonly OwnedDraft[], after: readonly OwnedDraft[]): void {
  const owners = new Set([...before, ...after].map(({ ownerId }) => ownerId));
  for (const ownerId of owners) {
    const old = new Map(before.filter((each) => each.ownerId === ownerId).map((each) => [each.path, each]));
    const now = new Map(after.filter((each) => each.ownerId === ownerId).map((each) => [each.path, each]));
    const news = [...new Set([...old.keys(), ...now.keys()])].flatMap((path) => {
      const [was, is] = [old.get(path), now.get(path)];
      if (was?.text === is?.text) return [];
      const afterMs = was?.savedAtMs ?? 0;
      return [
        { path, text: is?.text, savedAtMs: Math.max(is?.savedAtMs ?? Date.now(), afterMs + 1), afterMs },
      ];
    });
    if (news.length === 0) continue;
    const channel = tabChannel(ownerId);
    channel.tell(news);
    channel.close();
  }
}
