import { type ReadonlySignal, signal } from "@preact/signals";
import type { Engine } from "../../engine/engine.ts";
import * as words from "../../words/en/stores.ts";
import { readAgain } from "./read-again.ts";
import { contentOfRecordText, type SessionContent } from "./session-content.ts";
import { readTables, type StoredTable } from "./sqlite/read-tables.ts";
import type { StoredValue } from "./sqlite/stored-values.ts";

/** A session as a row of the library's table. */
export interface SessionRow {
  /** The hash of the session id. */
  readonly key: string;
  readonly content: SessionContent;
  /** Whose turn it is: the route that works on it. */
  readonly turn: string | undefined;
}

/** A database file of SQLite as it is on the disk. */
export interface DatabaseFile {
  readonly path: string;
  /** Of the table {@link SESSION_TABLE}, at most {@link ROWS_SHOWN}. `undefined`: the table is not there. */
  readonly sessions: { readonly rows: readonly SessionRow[]; readonly rowCount: number } | undefined;
  /** The other tables, without those by which the library counts its versions. */
  readonly tables: readonly StoredTable[];
  /** Why there is nothing: a sentence. */
  readonly failure: string | undefined;
}

export const SESSION_TABLE = "tina4_session";
/** Of each table. */
export const ROWS_SHOWN = 100;
const FILES_SHOWN = 10;
/** A larger file would hold the page up at each change. */
const LARGEST_FILE_BYTES = 16 * 1024 * 1024;
const DATABASE_FILE = /\.(?:db|db3|sqlite|sqlite3)$/i;
const LOG = "-wal";

/** The SQLite databases of a machine, read again whenever one changes: the files themselves, on any engine. */
export class DatabaseFiles {
  readonly #engine: Engine;
  readonly #shown = signal<readonly DatabaseFile[]>([]);
  readonly #stopListening: () => void;
  /** Reads them now. Never rejects: a file that goes while it is read is left out, and so is all of a torn-down machine. */
  readonly refresh = readAgain(() => this.#read());

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#stopListening = engine.on("files", ({ paths }) => {
      if (paths.some((path) => DATABASE_FILE.test(path.replace(LOG, "")))) void this.refresh();
    });
    void this.refresh();
  }

  /** Sorted by path. Files that hold no table yet are left out. */
  get shown(): ReadonlySignal<readonly DatabaseFile[]> {
    return this.#shown;
  }

  close(): void {
    this.#stopListening();
  }

  async #read(): Promise<void> {
    const paths = await this.#engine.fs.list().catch((): readonly string[] => []);
    const found = paths.filter((path) => DATABASE_FILE.test(path)).slice(0, FILES_SHOWN);
    const files = await Promise.all(found.map((path) => this.#open(path, paths.includes(path + LOG))));
    this.#shown.value = files.filter((file) => file !== undefined);
  }

  async #open(path: string, hasLog: boolean): Promise<DatabaseFile | undefined> {
    const bytes = await this.#bytes(path);
    const log = hasLog ? await this.#bytes(path + LOG) : undefined;
    if (bytes === undefined) return undefined;
    const nothing = { path, sessions: undefined, tables: [] };
    if (bytes.length + (log?.length ?? 0) > LARGEST_FILE_BYTES) {
      return { ...nothing, failure: words.tooLarge };
    }
    try {
      return databaseOf(path, readTables(bytes, log, ROWS_SHOWN));
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      return { ...nothing, failure: words.unreadable(why) };
    }
  }

  #bytes(path: string): Promise<Uint8Array | undefined> {
    return this.#engine.fs.readFile(path).catch(() => undefined);
  }
}

function databaseOf(path: string, all: readonly StoredTable[]): DatabaseFile | undefined {
  if (all.length === 0) return undefined;
  const own = all.find(({ name }) => name === SESSION_TABLE);
  const tables = all.filter((table) => table !== own && table.name !== `${SESSION_TABLE}_schema`);
  const sessions = own === undefined ? undefined : { rows: sessionRows(own), rowCount: own.rowCount };
  return { path, sessions, tables, failure: undefined };
}

function sessionRows({ columns, rows }: StoredTable): readonly SessionRow[] {
  return rows.map((row) => {
    const cell = (name: string): StoredValue | undefined => row[columns.indexOf(name)];
    const text = cell("record_text");
    const holder = cell("turn_holder");
    return {
      key: String(cell("id")),
      content: typeof text === "string" ? contentOfRecordText(text) : { kind: "tombstone" },
      turn: typeof holder === "string" && cell("turn_until") !== null ? routeOf(holder) : undefined,
    };
  });
}

/** Of who holds a turn, as the library writes it. */
function routeOf(holder: string): string | undefined {
  try {
    const { route } = JSON.parse(holder) as { readonly route?: unknown };
    return typeof route === "string" ? route : undefined;
  } catch {
    return undefined;
  }
}
