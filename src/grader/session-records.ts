import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { type Engine, EngineError } from "../engine/engine.ts";
import type { RecordView } from "../session/commit-event.ts";
import { parseFile, parseRecordFile, recordFileName, serializeFile } from "../session/stores/file-record.ts";
import type { TestBrowser } from "./test-browser.ts";

/** Session records as the store keeps them: read from the store itself, never asked from the graded program. */
export interface Records {
  /**
   * The record of a browser's session, found by its session-id cookie. Fails the test when there is no
   * cookie or no record.
   */
  of(browser: TestBrowser): Promise<RecordView>;
  /** Puts a value into that record, behind the program's back. Fails the test as `of` does. */
  put(browser: TestBrowser, key: string, value: unknown): Promise<void>;
}

/** Where the fixture has the program keep its session records, relative to its files. */
export const SESSIONS_FOLDER = ".grade/sessions";

export const COOKIE_NAME = "tina4_session";

/** The records in the file store of one machine. */
export class FileStoreRecords implements Records {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async of(browser: TestBrowser): Promise<RecordView> {
    const record = parseRecordFile(await this.#engine.fs.readText(await this.#pathOf(browser)));
    if (record === undefined)
      throw new Error(`The session of ${browser.name} has been destroyed, or its file is damaged.`);
    return record;
  }

  async put(browser: TestBrowser, key: string, value: unknown): Promise<void> {
    const path = await this.#pathOf(browser);
    const content = parseFile(await this.#engine.fs.readText(path));
    if (content?.body.kind !== "record")
      throw new Error(`The session of ${browser.name} has no record to put ${key} in.`);
    const { record } = content.body;
    const data = new Map([...record.data, [key, JSON.stringify(value)]]);
    const changed = { ...content, body: { ...content.body, record: { ...record, data } } };
    await this.#engine.fs.writeFile(path, serializeFile(changed));
  }

  async #pathOf(browser: TestBrowser): Promise<string> {
    const path = `${SESSIONS_FOLDER}/${recordFileName(sessionKey(sessionIdOf(browser)))}`;
    await this.#engine.fs.readFile(path).catch((error: unknown) => {
      if (!(error instanceof EngineError) || error.code !== "not-found") throw error;
      throw noRecord("file store", browser);
    });
    return path;
  }
}

/** Throws for a browser that has no session-id cookie. */
export function sessionIdOf(browser: TestBrowser): string {
  const id = browser.cookie(COOKIE_NAME);
  if (id !== undefined) return id;
  throw new Error(
    `${browser.name} has no cookie ${COOKIE_NAME}: the program has not stored anything in a session.`,
  );
}

/** What a record is kept under. */
export function sessionKey(id: string): string {
  return bytesToHex(sha256(utf8ToBytes(id)));
}

export function noRecord(store: string, browser: TestBrowser): Error {
  return new Error(
    `The ${store} has no record of ${browser.name}'s session. Does the program use the sessions of keepsake, with their settings from the environment?`,
  );
}
