import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { type Engine, EngineError } from "../engine/engine.ts";
import { SESSIONS_FOLDER } from "./stage.ts";
import type { TestBrowser } from "./test-browser.ts";

/** Session records as the store keeps them: read from its files, never asked from the graded program. */
export interface Records {
  /**
   * The record of a browser's session, found by its session-id cookie. Fails the test when there is no
   * cookie or no record.
   */
  of(browser: TestBrowser): Promise<SessionRecordView>;
}

/** Copies of what is stored. */
export interface SessionRecordView {
  readonly data: Readonly<Record<string, unknown>>;
  /** Flash values that nobody has read yet. */
  readonly flash: Readonly<Record<string, unknown>>;
}

const COOKIE_NAME = "tina4_session";

export class StageRecords implements Records {
  readonly #engine: Engine;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  async of(browser: TestBrowser): Promise<SessionRecordView> {
    const id = browser.cookie(COOKIE_NAME);
    if (id === undefined) {
      throw new Error(
        `${browser.name} has no cookie ${COOKIE_NAME}. Nothing has been stored in a session yet.`,
      );
    }
    const key = bytesToHex(sha256(utf8ToBytes(id)));
    const path = `${SESSIONS_FOLDER}/${key}.json`;
    const text = await this.#engine.fs.readText(path).catch((error: unknown) => {
      if (!(error instanceof EngineError) || error.code !== "not-found") throw error;
      throw new Error(`The file store has no record of ${browser.name}'s session.`);
    });
    return JSON.parse(text) as SessionRecordView;
  }
}
