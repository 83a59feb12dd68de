import type { RecordView } from "../../../session/commit-event.ts";
import { EMPTY_PATCH } from "../../../session/patch.ts";
import { type SessionRecord, viewRecord } from "../../../session/record.ts";
import type { Store } from "../../../session/store.ts";
import { noRecord, type Records, sessionIdOf, sessionKey } from "../../session-records.ts";
import type { TestBrowser } from "../../test-browser.ts";
import type { RecordLog } from "./record-log.ts";

/** Records in a store of the tests' own, and what its log says of them. */
export class StoreRecords implements Records {
  readonly #store: Store;
  readonly #log: RecordLog;

  constructor(store: Store, log: RecordLog) {
    this.#store = store;
    this.#log = log;
  }

  async of(browser: TestBrowser): Promise<RecordView> {
    const { key, record } = await this.#find(browser);
    const hidden = this.#log.hiddenChange(key);
    if (hidden === undefined) return viewRecord(record);
    const when =
      hidden.while === "idle"
        ? "while no request was under way"
        : "while only requests of others were under way";
    throw new Error(
      `The record of ${browser.name}'s session was changed ${when}. A session changes with its own requests, before they are answered.`,
    );
  }

  async put(browser: TestBrowser, key: string, value: unknown): Promise<void> {
    const found = await this.#find(browser);
    const json = JSON.stringify(value);
    const changes = new Map([[key, { kind: "set", json } as const]]);
    const { outcome } = await this.#store.patch(found.key, { ...EMPTY_PATCH, changes });
    if (outcome !== "patched")
      throw new Error(`The session of ${browser.name} has no record to put ${key} in.`);
  }

  async #find(browser: TestBrowser): Promise<{ readonly key: string; readonly record: SessionRecord }> {
    const key = sessionKey(sessionIdOf(browser));
    const loaded = await this.#store.load(key);
    if (loaded.found) return { key, record: loaded.record };
    if (loaded.tombstone === undefined) throw noRecord("store", browser);
    throw new Error(`The session of ${browser.name} has been destroyed.`);
  }
}
