import { LESSON_PROGRESS_KEY, parseLessonProgress } from "../../course/lesson-progress.ts";
import { noAssignedWork } from "../assignments/assigned-work.ts";
import { readAssignedWork, writeAssignedWork } from "../assignments/kept-assignments.ts";
import { keepsakeDatabase, untilKept } from "../database.ts";
import { tabChannel } from "../drafts/tab-channel.ts";
import { journalKeys, ownerOf, parseJournal } from "../drafts/unsaved-journal.ts";
import { mergeWork, type OwnedDraft, snapshotOf, type Work } from "./work.ts";

/** What a learner has chosen; not what they agreed to, which is asked anew on another machine. */
const SETTING_KEYS = [
  "keepsake:theme",
  "keepsake:panes",
  "keepsake:engine",
  "keepsake:tab",
  "keepsake:single-keys",
  "keepsake:last-place",
];
const STORES = ["drafts", "snapshots", "progress", "attempts"] as const;

/** All that this browser keeps. Rejects when it keeps nothing. */
export async function readWork(): Promise<Work> {
  const database = await keepsakeDatabase();
  const [assigned, drafts, snapshots, exercises, attempts] = await Promise.all([
    readAssignedWork(),
    database.getAll("drafts"),
    database.getAll("snapshots"),
    database.getAll("progress"),
    database.getAll("attempts"),
  ]);
  const kept: Work = {
    lessons: parseLessonProgress(localStorage.getItem(LESSON_PROGRESS_KEY)),
    exercises,
    attempts,
    drafts,
    snapshots: snapshots.map(({ id: _, ...snapshot }) => snapshot),
    assigned,
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
  return unsaved.length === 0 ? kept : mergeWork(kept, { ...kept, drafts: unsaved });
}

/** Makes this browser keep exactly that, all or nothing. Rejects when there is no room. */
export async function writeWork(work: Work): Promise<void> {
  const keys = [LESSON_PROGRESS_KEY, ...SETTING_KEYS, ...journalKeys(localStorage)];
  const before = keys.map((key) => [key, localStorage.getItem(key)] as const);
  const after = new Map([
    ...Object.entries(work.settings),
    [LESSON_PROGRESS_KEY, JSON.stringify(work.lessons)],
  ]);
  const assignedBefore = await readAssignedWork();
  try {
    setItems(keys.map((key) => [key, after.get(key) ?? null] as const));
    await writeAssignedWork(work.assigned);
    await writeDatabase(work);
  } catch (error) {
    setItems(before);
    await writeAssignedWork(assignedBefore);
    throw error;
  }
}

function setItems(items: readonly (readonly [key: string, value: string | null])[]): void {
  for (const [key, value] of items) {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
  }
}

async function writeDatabase(work: Work): Promise<void> {
  const database = await keepsakeDatabase();
  const transaction = database.transaction(STORES, "readwrite", { durability: "strict" });
  await untilKept(transaction, [
    ...STORES.map((name) => transaction.objectStore(name).clear()),
    ...work.drafts.map((draft) => transaction.objectStore("drafts").put(draft)),
    ...work.snapshots.map((snapshot) => transaction.objectStore("snapshots").add(snapshot)),
    ...work.exercises.map((each) => transaction.objectStore("progress").put(each)),
    ...work.attempts.map((log) => transaction.objectStore("attempts").put(log)),
  ]);
}

/** The same work without one exercise or playground: its text becomes a dated draft, its attempts are forgotten. */
export function withoutOwner(work: Work, ownerId: string): Work {
  const own = work.drafts.some((draft) => draft.ownerId === ownerId);
  return {
    ...work,
    exercises: work.exercises.filter(({ exerciseId }) => exerciseId !== ownerId),
    attempts: work.attempts.filter(({ exerciseId }) => exerciseId !== ownerId),
    drafts: work.drafts.filter((draft) => draft.ownerId !== ownerId),
    snapshots: own ? [...work.snapshots, snapshotOf(ownerId, work.drafts, "reset")] : work.snapshots,
  };
}

/** Nothing but the settings. */
export function withoutAll(work: Work): Work {
  return {
    lessons: parseLessonProgress(null),
    exercises: [],
    attempts: [],
    drafts: [],
    snapshots: [],
    assigned: noAssignedWork,
    settings: work.settings,
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
