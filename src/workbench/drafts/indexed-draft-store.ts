import { keepsakeDatabase, untilKept } from "../database.ts";
import { type DraftStore, type FileDraft, isLater, SNAPSHOT_LIMIT } from "./draft-store.ts";

/** Drafts in the browser's IndexedDB. */
export const indexedDraftStore: DraftStore = {
  async load(ownerId) {
    const database = await keepsakeDatabase();
    return database.getAll("drafts", ownedBy(ownerId));
  },

  async save(ownerId, drafts) {
    const database = await keepsakeDatabase();
    const transaction = database.transaction("drafts", "readwrite", { durability: "strict" });
    const put = async (draft: FileDraft) => {
      const kept = await transaction.store.get([ownerId, draft.path]);
      if (kept === undefined || !isLater(kept, draft)) await transaction.store.put({ ...draft, ownerId });
    };
    await untilKept(transaction, drafts.map(put));
  },

  async remove(ownerId, paths, atMs) {
    const database = await keepsakeDatabase();
    const transaction = database.transaction("drafts", "readwrite", { durability: "strict" });
    const remove = async (path: string) => {
      const kept = await transaction.store.get([ownerId, path]);
      if (kept !== undefined && !isLater(kept, { text: "", savedAtMs: atMs }))
        await transaction.store.delete([ownerId, path]);
    };
    await untilKept(transaction, paths.map(remove));
  },

  async snapshots(ownerId) {
    const database = await keepsakeDatabase();
    const all = await database.getAllFromIndex("snapshots", "owner", ownerId);
    return all
      .flatMap(({ id, files, takenAtMs, reason }) =>
        id === undefined ? [] : [{ id, files, takenAtMs, reason }],
      )
      .reverse();
  },

  async keep(ownerId, snapshot) {
    const database = await keepsakeDatabase();
    const transaction = database.transaction("snapshots", "readwrite", { durability: "strict" });
    const add = async () => {
      await transaction.store.add({ ...snapshot, ownerId });
      const keys = await transaction.store.index("owner").getAllKeys(ownerId);
      const excess = keys.slice(0, Math.max(0, keys.length - SNAPSHOT_LIMIT));
      await Promise.all(excess.map((key) => transaction.store.delete(key)));
    };
    await untilKept(transaction, [add()]);
  },
};

/** All keys `[ownerId, path]`: an array sorts after every string, so it closes the range. */
function ownedBy(ownerId: string): IDBKeyRange {
  return IDBKeyRange.bound([ownerId], [ownerId, []]);
}
