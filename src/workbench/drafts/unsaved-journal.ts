import { type FileDraft, isLater } from "./draft-store.ts";

/** A draft that a page left. */
export interface LeftDraft extends FileDraft {
  /** The time of the draft that the page knew of; absent in what earlier builds left. One that is later was never seen there. */
  readonly afterMs?: number;
  /** The page had no text of it any more: removed, or the starter's again. `text` says nothing then. */
  readonly gone?: true;
}

/**
 * The edits of the last moment. IndexedDB may not finish while a page goes away; `localStorage` is written
 * before the event handler returns, so it carries what was not saved yet to the next visit.
 */
export interface UnsavedJournal {
  /** Replaces what this page left for the owner; an empty list removes it. Never throws: false when it failed. */
  write(ownerId: string, drafts: readonly LeftDraft[]): boolean;
  /** What was left by other and earlier pages too. Empty when there is none, or when it cannot be read. */
  read(ownerId: string): readonly LeftDraft[];
  /** Forgets what was left and is among these, which `read` gave; what was written since stays. Never throws. */
  clear(ownerId: string, read: readonly LeftDraft[]): void;
}

/** Keeps nothing, and has kept nothing. */
export const noJournal: UnsavedJournal = { write: () => true, clear: () => undefined, read: () => [] };

export const JOURNAL_PREFIX = "keepsake:unsaved:";

/**
 * The journal in `localStorage`, which may be missing or full. `pageId` tells the pages that write at the same
 * moment apart: a browser that closes with two tabs on one exercise.
 */
export function storageJournal(
  storage: () => Storage,
  pageId: string = Math.random().toString(36).slice(2),
): UnsavedJournal {
  const keyOf = (ownerId: string) => `${JOURNAL_PREFIX}${ownerId}:${pageId}`;
  const keysOf = (ownerId: string) => journalKeys(storage()).filter((key) => ownerOf(key) === ownerId);
  return {
    write(ownerId, drafts) {
      try {
        if (drafts.length === 0) storage().removeItem(keyOf(ownerId));
        else storage().setItem(keyOf(ownerId), JSON.stringify(drafts));
        return true;
      } catch {
        return false;
      }
    },
    read(ownerId) {
      try {
        return keysOf(ownerId).flatMap((key) => parseJournal(storage().getItem(key)));
      } catch {
        return [];
      }
    },
    clear(ownerId, read) {
      const known = new Set(read.map((draft) => JSON.stringify(draft)));
      try {
        for (const key of keysOf(ownerId)) {
          const left = parseJournal(storage().getItem(key));
          if (left.every((draft) => known.has(JSON.stringify(draft)))) storage().removeItem(key);
        }
      } catch {
        // Then nothing can be read there either.
      }
    },
  };
}

/** The keys of all that was left, of every owner. */
export function journalKeys(storage: Storage): string[] {
  return Array.from({ length: storage.length }, (_, at) => storage.key(at) ?? "").filter((key) =>
    key.startsWith(JOURNAL_PREFIX),
  );
}

/** Whose text lies under a key of the journal. */
export function ownerOf(key: string): string {
  return key.slice(JOURNAL_PREFIX.length, key.lastIndexOf(":"));
}

/** Nonsense is no draft. */
export function parseJournal(text: string | null): readonly LeftDraft[] {
  try {
    const drafts: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(drafts) ? drafts.filter(isDraft) : [];
  } catch {
    return [];
  }
}

/** As a store keeps it, one that is not gone. */
export function draftOf({ afterMs: _, gone: __, ...draft }: LeftDraft): FileDraft {
  return draft;
}

export function isThere({ gone }: LeftDraft): boolean {
  return gone !== true;
}

/** The text that it says the file has; `undefined`: the starter's, or there is no such file. */
export function textNow({ path, text, gone }: LeftDraft): { path: string; text: string | undefined } {
  return { path, text: gone === true ? undefined : text };
}

/** The drafts of one owner that are not gone, and of which none that is later says so. */
export function stillThere<Draft extends LeftDraft>(drafts: readonly Draft[]): Draft[] {
  const gone = drafts.filter((draft) => !isThere(draft));
  return drafts
    .filter(isThere)
    .filter((draft) => !gone.some((other) => other.path === draft.path && !isLater(draft, other)));
}

function isDraft(value: unknown): value is LeftDraft {
  if (typeof value !== "object" || value === null) return false;
  const draft: Partial<Record<keyof LeftDraft, unknown>> = value;
  return (
    typeof draft.path === "string" &&
    typeof draft.text === "string" &&
    typeof draft.base === "string" &&
    typeof draft.savedAtMs === "number" &&
    (draft.afterMs === undefined || typeof draft.afterMs === "number") &&
    (draft.gone === undefined || draft.gone === true)
  );
}
