import { type DraftStore, type FileDraft, isLater, SNAPSHOT_LIMIT, type Snapshot } from "./draft-store.ts";

/** Drafts for as long as the page lives: what is left when the browser keeps nothing. */
export function memoryDraftStore(): DraftStore {
  const drafts = new Map<string, Map<string, FileDraft>>();
  const snapshots = new Map<string, readonly Snapshot[]>();
  let nextId = 1;
  const draftsOf = (ownerId: string) => {
    const found = drafts.get(ownerId) ?? new Map<string, FileDraft>();
    drafts.set(ownerId, found);
    return found;
  };
  return {
    load: async (ownerId) => [...draftsOf(ownerId).values()],
    save: async (ownerId, changed) => {
      for (const draft of changed) {
        const kept = draftsOf(ownerId).get(draft.path);
        if (kept === undefined || !isLater(kept, draft)) draftsOf(ownerId).set(draft.path, draft);
      }
    },
    remove: async (ownerId, paths, atMs) => {
      for (const path of paths) {
        const kept = draftsOf(ownerId).get(path);
        if (kept !== undefined && !isLater(kept, { text: "", savedAtMs: atMs }))
          draftsOf(ownerId).delete(path);
      }
    },
    snapshots: async (ownerId) => snapshots.get(ownerId) ?? [],
    keep: async (ownerId, snapshot) => {
      const kept = [{ ...snapshot, id: nextId++ }, ...(snapshots.get(ownerId) ?? [])];
      snapshots.set(ownerId, kept.slice(0, SNAPSHOT_LIMIT));
    },
  };
}
