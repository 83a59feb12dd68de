import { type ReadonlySignal, signal } from "@preact/signals";
import type { Engine } from "../../engine/engine.ts";
import { readAgain } from "./read-again.ts";
import { contentOfFile, type SessionContent } from "./session-content.ts";

/** One session as it lies on the server's disk, kept under the hash of its id. */
export interface SessionFile {
  readonly path: string;
  /** The file's own name: the hash. */
  readonly name: string;
  readonly content: SessionContent;
}

/** Files shown; a store may have many more. */
export const SESSION_FILES_SHOWN = 100;
const SESSION_FILE = /(?:^|\/)([0-9a-f]{64}\.json)$/;

/** The session files of a machine, read again whenever one changes. */
export class SessionFiles {
  readonly #engine: Engine;
  readonly #shown = signal<readonly SessionFile[]>([]);
  readonly #count = signal(0);
  readonly #stopListening: () => void;
  /** Reads them now. Never rejects: a file that goes while it is read is left out, and so is all of a torn-down machine. */
  readonly refresh = readAgain(() => this.#read());

  constructor(engine: Engine) {
    this.#engine = engine;
    this.#stopListening = engine.on("files", ({ paths }) => {
      if (paths.some((path) => SESSION_FILE.test(path))) void this.refresh();
    });
    void this.refresh();
  }

  /** Sorted by name, at most {@link SESSION_FILES_SHOWN}. */
  get shown(): ReadonlySignal<readonly SessionFile[]> {
    return this.#shown;
  }

  /** How many there are in all. */
  get count(): ReadonlySignal<number> {
    return this.#count;
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
    return { path, name: SESSION_FILE.exec(path)?.[1] ?? path, content: contentOfFile(text) };
  }
}
