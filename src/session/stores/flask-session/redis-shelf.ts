import { Buffer } from "node:buffer";
import { isExpired } from "../../record.ts";
import { parseRecord, serializeRecord } from "../../record-text.ts";
import { realNowMs, type Tombstone } from "../../store.ts";
import { again, RedisFailure, type RedisLink, type SendTo } from "../redis-link.ts";
import { ownerKeys } from "../redis-owner-keys.ts";
import { INDEX_OWNER, type RedisScript } from "../redis-scripts.ts";
import { milliseconds, nonces } from "../redis-shelf.ts";
import type { BuryOptions, ReplaceOptions, Shelf, Slot, SlotContent, TurnAttempt } from "../shelf.ts";
import { isDeviceKey } from "./device-key.ts";
import { type DictSource, readRecord, writeRecord } from "./dict-record.ts";
import type { PythonFormat } from "./python-value.ts";
import * as scripts from "./redis-scripts.ts";

export interface FlaskSessionRedisOptions {
  readonly link: RedisLink;
  readonly prefix: string;
  readonly format: PythonFormat;
  readonly absoluteTimeoutMs: number;
  readonly nowMs: () => number;
}

/** What the names of all that is ours alone begin with. */
export const OWN_PREFIX = "keepsake:";

const CLOCKS_AGREE_MS = 1000;
const SCANNED_AT_ONCE = 200;
/** Sessions read a moment ago, whose values may go back as they came. */
const SOURCES_LIMIT = 1000;

/**
 * Flask-Session's own records in Redis: its bytes under PREFIX and the id, as it writes and reads them; versions
 * and turns of ours beside them. The text of a slot is our record; Python's types are put back when it is
 * replaced, from the version that it replaces.
 */
export class FlaskSessionRedisShelf implements Shelf {
  readonly name = "Flask-Session redis";
  readonly collectionIntervalMs = 3_600_000;
  readonly passesTurns = true;
  readonly #options: FlaskSessionRedisOptions;
  /** What the names of remembered devices begin with, where no id leads Python to. */
  readonly #devices: string;
  readonly #nonces = nonces();
  readonly #sources = new Map<string, { readonly version: number; readonly source: DictSource }>();

  constructor(options: FlaskSessionRedisOptions) {
    this.#options = options;
    this.#devices = `${OWN_PREFIX}devices:${options.prefix}`;
  }

  open(): Promise<void> {
    return this.#options.link.open();
  }

  close(): Promise<void> {
    return this.#options.link.close();
  }

  async read(key: string): Promise<Slot | undefined> {
    return this.#slot(key, await this.#run(scripts.LOOK, key, []));
  }

  async insert(key: string, content: SlotContent): Promise<boolean> {
    await this.#index(key, content);
    const { text, keepMs } = this.#value(content, undefined);
    return (await this.#run(scripts.INSERT, key, [this.#nonces(), text, keepMs])) === 1;
  }

  async replace(
    key: string,
    version: number,
    content: SlotContent,
    options: ReplaceOptions = {},
  ): Promise<boolean> {
    const source = await this.#source(key, version);
    if (source === undefined) return false;
    if (options.sameOwner !== true) await this.#index(key, content);
    const nonce = this.#nonces();
    const { text, keepMs } = this.#value(content, source);
    const args = [String(version), nonce, text, keepMs, ...turnArguments(options)];
    this.#sources.delete(key);
    const keys = this.#keys(key);
    return happened(() => this.#options.link.run(scripts.REPLACE, keys, args));
  }

  async bury(key: string, tombstone: Tombstone, keepMs: number, options: BuryOptions = {}): Promise<boolean> {
    const [version = "", turn = ""] = [options.version, options.turn].map((n) => n?.toString());
    const why = `${tombstone.because} ${tombstone.successor ?? ""}`;
    const args = [why, this.#nonces(), milliseconds(keepMs), version, turn];
    return (await this.#run(scripts.BURY, key, args)) === 1;
  }

  async remove(key: string): Promise<void> {
    await again(() => this.#options.link.send("DEL", ...this.#keys(key)));
  }

  async takeTurn(key: string, holder: string, leaseMs: number, breaking?: number): Promise<TurnAttempt> {
    const args = [
      this.#nonces(),
      holder,
      milliseconds(leaseMs),
      breaking === undefined ? "" : String(breaking),
    ];
    const [token, ...there] = (await this.#run(scripts.TAKE_TURN, key, args)) as unknown[];
    const slot = this.#slot(key, there);
    if (token === "0" || slot?.kind !== "record") return { taken: false, slot };
    return { taken: true, token: Number(token), text: slot.text, version: slot.version };
  }

  async renewTurn(key: string, token: number, leaseMs: number): Promise<boolean> {
    return (await this.#run(scripts.RENEW_TURN, key, [String(token), milliseconds(leaseMs)])) === 1;
  }

  async releaseTurn(key: string, token: number): Promise<void> {
    await this.#run(scripts.RELEASE_TURN, key, [String(token)]);
  }

  keysOfOwner(owner: string): Promise<readonly string[]> {
    return ownerKeys(this.#options.link, this.#ownerIndex(owner), (key) => this.#keys(key)[0]);
  }

  /** Redis forgets what is over. Only a clock that was moved makes records be over before. */
  async collect(nowMs: number): Promise<number> {
    if (Math.abs(nowMs - realNowMs()) < CLOCKS_AGREE_MS) return 0;
    let collected = 0;
    await this.#options.link.eachServer(async (send) => {
      for (const before of [this.#options.prefix, this.#devices]) {
        for await (const keys of this.#scan(send, before)) {
          const over = await Promise.all(keys.map((key) => this.#collectOne(key, nowMs)));
          collected += over.filter((isOver) => isOver).length;
        }
      }
    });
    return collected;
  }

  async #collectOne(key: string, nowMs: number): Promise<boolean> {
    const slot = await this.read(key);
    const record = slot?.kind === "record" ? parseRecord(slot.text) : undefined;
    if (slot?.kind !== "record" || record === undefined || !isExpired(record, nowMs)) return false;
    return (await this.#run(scripts.COLLECT, key, [String(slot.version)])) === 1;
  }

  /** The keys whose names in Redis begin with that. */
  async *#scan(send: SendTo, before: string): AsyncGenerator<readonly string[]> {
    const pattern = `${before.replaceAll(/[\\*?[\]^]/g, "\\$&")}*`;
    let cursor = "0";
    do {
      const reply = await send("SCAN", cursor, "MATCH", pattern, "COUNT", String(SCANNED_AT_ONCE));
      const [next, found] = reply as [string | number, string[]];
      yield found.map((name) => name.slice(before.length));
      cursor = String(next);
    } while (cursor !== "0");
  }

  /** Of that version; undefined: another one is there. */
  async #source(key: string, version: number): Promise<DictSource | undefined> {
    const known = this.#sources.get(key);
    if (known?.version === version) return known.source;
    await this.read(key);
    const read = this.#sources.get(key);
    return read?.version === version ? read.source : undefined;
  }

  #slot(key: string, reply: unknown): Slot | undefined {
    const [kind, ...parts] = reply as readonly unknown[];
    const [first = "", version, isOurs, left, since, token = "", leaseLeft, holder = ""] = parts.map(String);
    if (kind === "t") return { kind: "tombstone", tombstone: tombstoneOf(first) };
    if (kind !== "r") return undefined;
    const { format, nowMs, absoluteTimeoutMs } = this.#options;
    const read = readRecord(Buffer.from(first, "latin1"), format, {
      sinceMs: Number(since),
      pythonDeadlineMs: isOurs === "1" ? undefined : nowMs() + Math.max(0, Number(left)),
      absoluteTimeoutMs,
    });
    const counted = Number(version);
    this.#sources.delete(key);
    if (read !== undefined) {
      if (this.#sources.size >= SOURCES_LIMIT) {
        for (const oldest of this.#sources.keys()) {
          this.#sources.delete(oldest);
          break;
        }
      }
      this.#sources.set(key, { version: counted, source: read.source });
    }
    return {
      kind: "record",
      // What cannot be read is a text that is no record, which the store reports and leaves alone.
      text: read === undefined ? "" : serializeRecord(read.record),
      version: counted,
      ...(token === "" ? {} : { turn: { token: Number(token), leftMs: Number(leaseLeft), holder } }),
    };
  }

  #value({ text, expiresAtMs, keepMs }: SlotContent, source: DictSource | undefined) {
    const record = parseRecord(text);
    if (record === undefined)
      throw new Error("Flask-Session records cannot be sealed: give the store no codec.");
    const bytes = writeRecord(record, this.#options.format, source);
    // Python looks at nothing but this time, so it is the session's own. A moved clock may be past it already.
    const leftMs = expiresAtMs - this.#options.nowMs();
    return {
      text: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString("latin1"),
      keepMs: milliseconds(leftMs > 0 ? leftMs : keepMs),
    };
  }

  async #index(key: string, { owner, keepOwnerMs }: SlotContent): Promise<void> {
    if (owner === undefined) return;
    const args = [key, milliseconds(keepOwnerMs)];
    await again(() => this.#options.link.run(INDEX_OWNER, [this.#ownerIndex(owner)], args));
  }

  /** A script that may be sent twice. */
  #run(script: RedisScript, key: string, args: readonly string[]): Promise<unknown> {
    return again(() => this.#options.link.run(script, this.#keys(key), args));
  }

  /** Python's key, and ours in the same hash slot of a Cluster. A remembered device has only keys of ours. */
  #keys(key: string): [string, string] {
    const name = `${isDeviceKey(key) ? this.#devices : this.#options.prefix}${key}`;
    return [name, `keepsake:{${name}}`];
  }

  #ownerIndex(owner: string): string {
    return `keepsake:owner:{${this.#options.prefix}${owner}}`;
  }
}

function tombstoneOf(text: string): Tombstone {
  const [because, successor = ""] = text.split(" ");
  if (because === "renewed" && successor !== "") return { because, successor };
  return { because: because === "rotated" ? "rotated" : "destroyed" };
}

/** For a step that replaces: its turn, what becomes of it, and to whom it passes. */
function turnArguments({ turn, release, passTo }: ReplaceOptions): string[] {
  if (turn === undefined) return ["", ""];
  if (passTo !== undefined) return [String(turn), "pass", passTo.holder, milliseconds(passTo.leaseMs)];
  return [String(turn), release === true ? "release" : ""];
}

/** Whether a step with a nonce happened. It is sent once more when its answer was lost. */
async function happened(step: () => Promise<unknown>): Promise<boolean> {
  try {
    return (await step()) === 1;
  } catch (lost) {
    if (!(lost instanceof RedisFailure) || !lost.wasLost) throw lost;
    if ((await step()) === 1) return true;
    // It happened and somebody wrote after it, or it did not happen: nobody can tell.
    throw lost;
  }
}
