import initialise, { type Sqlite3Static } from "@sqlite.org/sqlite-wasm";
import type { Kernel } from "../../kernel.ts";
import { nodeError } from "../node-error.ts";
import { databaseClass } from "./database-sync.ts";
import { StatementSync } from "./statement-sync.ts";
import { installTreeFiles } from "./vfs.ts";

type Initialise = (options: {
  readonly wasmBinary: Uint8Array;
  readonly print: (text: string) => void;
  readonly printErr: (text: string) => void;
}) => Promise<Sqlite3Static>;

/** What `require("node:sqlite")` gives in a process. `wasm`: SQLite itself. Call once. */
export async function createSqlite(kernel: Kernel, wasm: Uint8Array): Promise<object> {
  const silent = () => undefined;
  // Read while SQLite is made ready: the other places where it could keep files are not there for a worker of ours.
  const vfs = { kvvfs: true, opfs: true, "opfs-vfs": true, "opfs-sahpool": true, "opfs-wl": true };
  Object.assign(globalThis, { sqlite3ApiConfig: { disable: { vfs }, warn: silent } });
  // The types know none of the options.
  const sqlite = await (initialise as unknown as Initialise)({
    wasmBinary: wasm,
    print: silent,
    printErr: silent,
  });
  Reflect.deleteProperty(globalThis, "sqlite3ApiConfig");
  installTreeFiles(sqlite, kernel);
  await kernel.databases.wait();
  const constants = Object.fromEntries(
    Object.entries(sqlite.capi).filter(
      ([name, value]) => /^SQLITE_(?:CHANGESET|OK$|DENY|IGNORE)/.test(name) && typeof value === "number",
    ),
  );
  return {
    DatabaseSync: databaseClass(sqlite, kernel.cwd),
    StatementSync,
    constants,
    backup: () => {
      throw nodeError(
        Error,
        "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
        "sqlite.backup does not exist in the page's engine. Copy the file with node:fs between transactions.",
      );
    },
  };
}
