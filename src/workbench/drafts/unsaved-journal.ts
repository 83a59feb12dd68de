import type { FileDraft } from "./draft-store.ts";

/**
 * The edits of the last moment. IndexedDB may not finish while a page goes away; `localStorage` is written
 * before the event handler returns, so it carries what was not saved yet to the next visit.
 */
export interface UnsavedJournal {
  /** Replaces what is kept for the owner; an empty list removes it. Never throws: false when it failed. */
  write(ownerId: string, drafts: readonly FileDraft[]): boolean;
  /** What was left by an earlier visit. Empty when there is none, or when it cannot be read. */
  read(ownerId: string): readonly FileDraft[];
}

/** The journal in `localStorage`, which may be missing or full. */
export function storageJournal(storage: () => Storage): UnsavedJournal {
  const key = (ownerId: string) => `keepsake:unsaved:${ownerId}`;
  return {
    write(ownerId, drafts) {
      try {
        if (drafts.length === 0) storage().removeItem(key(ownerId));
        else storage().setItem(key(ownerId), JSON.stringify(drafts));
        return true;
      } catch {
        return false;
      }
    },
    read(ownerId) {
      try {
        const drafts: unknown = JSON.parse(storage().getItem(key(ownerId)) ?? "[]");
        return Array.isArray(drafts) ? drafts.filter(isDraft) : [];
      } catch {
        return [];
      }
    },
  };
}

function isDraft(value: unknown): value is FileDraft {
  if (typeof value !== "object" || value === null) return false;
  const draft: Partial<Record<keyof FileDraft, unknown>> = value;
  return (
    typeof draft.path === "string" &&
    typeof draft.text === "string" &&
    typeof draft.base === "string" &&
    typeof draft.savedAtMs === "number"
  );
}
