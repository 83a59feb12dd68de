import { type ReadonlySignal, signal } from "@preact/signals";
import type { Engine } from "../../engine/engine.ts";
import type { RecordView } from "../../session/commit-event.ts";
import { parseFile, parseRecordFile } from "../../session/stores/file-record.ts";

/** One session as it lies on the server's disk, kept under the hash of its id. */
export interface SessionFile {
  readonly path: string;
  /** The beginning of the hash, which tells it from others. */
  readonly key: string;
  readonly content:
    | { readonly kind: "record"; readonly record: RecordView }
    /** Destroyed, or replaced by a new id: it may not come back. */
    | { readonly kind: "tombstone" }
    /** Encrypted: only the server, which has the key, can read it. */
    | { readonly kind: "sealed" }
    /** No whole file of ours. */
    | { readonly kind: "unreadable" };
}

/** Files shown; a store may have many more. */
export const SESSION_FILES_SHOWN = 100;
const KEY_CHARACTERS = 12;
const SESSION_FILE = /(?:^|\/)([0-9a-f]{64})\.json$/;

/** The session files of a machine, read again whenever one changes. */
export class SessionFiles {
  readonly #engine: Engine;
  readonly #shown = signal<readonly SessionFile[]>([]);
  readonly #count = signal(0);
  readonly #stopListening: () => void;
  #reading = false;
  #again = false;

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#stopListening = engine.on("files", ({ paths }) => {
      if (paths.some((path) => SESSION_FILE.test(path))) void this.refresh();
    });
    void this.refresh();
  }

  /** Sorted by key, at most {@link SESSION_FILES_SHOWN}. */
  get shown(): ReadonlySignal<readonly SessionFile[]> {
    return this.#shown;
  }

  /** How many there are in all. */
  get count(): ReadonlySignal<number> {
    return this.#count;
  }

  /** Reads them now. Never rejects: a file that goes while it is read is left out, and so is all of a torn-down machine. */
  async refresh(): Promise<void> {
    this.#again = true;
    if (this.#reading) return;
    this.#reading = true;
    while (this.#again) {
      this.#again = false;
      await this.#read();
    }
    this.#reading = false;
  }

  close(): void {
    this.#stopListening();
  }

  async #read(): Promise<void> {
    const paths = (await this.#engine.fs.list().catch((): readonly string[] => [])).filter((path) =>
      SESSION_FILE.test(path),
    );
    const files = await Promise.all(paths.slice(0, SESSION_FILES_SHOWN).map((path) => this.#open(path)));
    this.#count.value = paths.length;
    this.#shown.value = files.filter((file) => file !== undefined);
  }

  async #open(path: string): Promise<SessionFile | undefined> {
    const text = await this.#engine.fs.readText(path).catch(() => undefined);
    if (text === undefined) return undefined;
    const key = (SESSION_FILE.exec(path)?.[1] ?? "").slice(0, KEY_CHARACTERS);
    return { path, key, content: contentOf(text) };
  }
}

function contentOf(text: string): SessionFile["content"] {
  const record = parseRecordFile(text);
  if (record !== undefined) return { kind: "record", record };
  const kind = parseFile(text)?.body.kind;
  if (kind === "tombstone") return { kind };
  return { kind: kind === "unreadable" ? "sealed" : "unreadable" };
}
