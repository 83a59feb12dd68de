import { type DBSchema, type IDBPDatabase, type OpenDBCallbacks, openDB } from "idb";

export interface DatabaseRecipe<Schema extends DBSchema> {
  readonly name: string;
  /** Each version only adds to the one before, so that an older page can go on with a newer database. */
  readonly version: number;
  readonly upgrade: NonNullable<OpenDBCallbacks<Schema>["upgrade"]>;
}

/** What opens a database, once. It rejects when the browser refuses; the next call tries again. */
export function openDatabase<Schema extends DBSchema>({
  name,
  version,
  upgrade,
}: DatabaseRecipe<Schema>): () => Promise<IDBPDatabase<Schema>> {
  let opening: Promise<IDBPDatabase<Schema>> | undefined;
  const forget = () => {
    opening = undefined;
  };
  const open = (wanted: number | undefined) =>
    openDB<Schema>(name, wanted, {
      upgrade,
      // A newer page in another tab wants to upgrade: let it, and open again at the next use.
      blocking(_current, _blocked, event) {
        if (event.target instanceof IDBDatabase) event.target.close();
        forget();
      },
      terminated: forget,
    });
  return () => {
    opening ??= open(version).catch((error: unknown) => {
      if (error instanceof DOMException && error.name === "VersionError") return open(undefined);
      throw error;
    });
    opening.catch(forget);
    return opening;
  };
}
