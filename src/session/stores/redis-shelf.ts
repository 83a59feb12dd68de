import { Remembered } from "../remembered.ts";
import type { Tombstone } from "../store.ts";
import { realNowMs } from "../store.ts";
import { again, type RedisLink, type SendTo } from "./redis-link.ts";
import { ownerKeys } from "./redis-owner-keys.ts";
import {
  BURY,
  COLLECT,
  INDEX_OWNER,
  LOOK,
  RELEASE_TURN,
  RENEW_TURN,
  REPLACE,
  type RedisScript,
  TAKE_TURN,
} from "./redis-scripts.ts";
import { RedisSteps, turnKey } from "./redis-steps.ts";
import type { BuryOptions, ReplaceOptions, Shelf, Slot, SlotContent, TurnAttempt } from "./shelf.ts";

/** Records whose clock runs with ours are left to Redis, which forgets them by itself. */
const CLOCKS_AGREE_MS = 1000;
const SCANNED_AT_ONCE = 500;
/** The first line of a slot is shorter than this. */
const FIRST_LINE_BYTES = 200;
/** Of texts that Redis need not send again. The store remembers most of them anyway. */
const KNOWN_CHARACTERS = 256 * 1024;

/** A record as it was read or written last. */
interface Known {
  /** No other text has it. */
  readonly nonce: string;
  readonly text: string;
  readonly version: number;
}

/**
 * Sessions in Redis (5 or later) or Valkey: one text each under `<prefix>{<key>}`, and beside it, while there
 * is one, its turn. Both are in one hash slot of a Cluster. Time-outs are the link's.
 */
export class RedisShelf implements Shelf {
  readonly name: string;
  readonly collectionIntervalMs = 3_600_000;
  readonly passesTurns = true;
  readonly #link: RedisLink;
  readonly #steps: RedisSteps;
  readonly #prefix: string;
  readonly #nonces = nonces();
  readonly #known = new Remembered<Known>(KNOWN_CHARACTERS);

  constructor(name: string, link: RedisLink, prefix: string) {
    this.name = name;
    this.#link = link;
    this.#steps = new RedisSteps(link);
    this.#prefix = prefix;
  }

  open(): Promise<void> {
    return this.#link.open();
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  read(key: string, options?: { readonly turn?: boolean }): Promise<Slot | undefined> {
    if (options?.turn === true) return this.#run(LOOK, key, []).then(slotLooked);
    return this.#steps.read(this.#slot(key), slotRead);
  }

  async insert(key: string, content: SlotContent): Promise<boolean> {
    await this.#index(key, content);
    const slot = this.#slot(key);
    const value = recordValue(1, this.#nonces(), content);
    return again(async () => {
      if ((await this.#link.send("SET", slot, value, "NX", "PX", String(content.keepMs))) !== null)
        return true;
      // Sent twice, the first time it may have been put there.
      return (await this.#link.get(slot)) === value;
    });
  }

  replace(
    key: string,
    version: number,
    content: SlotContent,
    options: ReplaceOptions = {},
  ): Promise<boolean> {
    if (options.sameOwner !== true) {
      return this.#index(key, content).then(() => this.#replace(key, version, content, options));
    }
    return this.#replace(key, version, content, options);
  }

  #replace(key: string, version: number, content: SlotContent, options: ReplaceOptions): Promise<boolean> {
    const nonce = this.#nonces();
    const value = recordValue(version + 1, nonce, content);
    const args = [value, `${milliseconds(content.keepMs)} ${turnOptions(options)}`];
    return this.#steps.run(REPLACE, this.#slot(key), args, (answer) => {
      if (answer !== "1") return false;
      this.#know(key, { nonce, text: content.text, version: version + 1 });
      return true;
    });
  }

  async bury(key: string, tombstone: Tombstone, keepMs: number, options: BuryOptions = {}): Promise<boolean> {
    const nonce = this.#nonces();
    const value = `t${nonce} ${tombstone.because} ${tombstone.successor ?? "-"}\n`;
    const [version = "", turn = ""] = [options.version, options.turn].map((n) => n?.toString());
    return (await this.#run(BURY, key, [value, nonce, milliseconds(keepMs), version, turn])) === 1;
  }

  async remove(key: string): Promise<void> {
    const keys = this.#keys(key);
    await again(() => this.#link.send("DEL", ...keys));
  }

  takeTurn(key: string, holder: string, leaseMs: number, breaking?: number): Promise<TurnAttempt> {
    const known = this.#known.recall(key);
    const args = [
      `${this.#nonces()} ${milliseconds(leaseMs)} ${breaking ?? "-"} ${known?.nonce ?? "-"} ${holder}`,
    ];
    return this.#steps.run(TAKE_TURN, this.#slot(key), args, (answer) => this.#attemptIn(answer, key, known));
  }

  /** As the script TAKE_TURN says it, which was told what is known. */
  #attemptIn(answer: unknown, key: string, known: Known | undefined): TurnAttempt {
    if (typeof answer !== "string") return { taken: false, slot: slotLooked(answer) };
    const end = answer.indexOf(" ");
    if (end === -1 && known !== undefined) {
      return { taken: true, token: Number(answer), text: known.text, version: known.version };
    }
    const { text, version } = recordIn(answer, end + 1);
    const nonceAt = answer.indexOf(" ", end + 1) + 1;
    this.#know(key, { nonce: answer.slice(nonceAt, answer.indexOf(" ", nonceAt)), text, version });
    return { taken: true, token: Number(answer.slice(0, end)), text, version };
  }

  #know(key: string, known: Known): void {
    this.#known.note(key, known, known.text.length);
  }

  async renewTurn(key: string, token: number, leaseMs: number): Promise<boolean> {
    return (await this.#run(RENEW_TURN, key, [String(token), milliseconds(leaseMs)])) === 1;
  }

  async releaseTurn(key: string, token: number): Promise<void> {
    await this.#run(RELEASE_TURN, key, [String(token)]);
  }

  keysOfOwner(owner: string): Promise<readonly string[]> {
    return ownerKeys(this.#link, this.#ownerIndex(owner), (key) => this.#slot(key));
  }

  /** Redis forgets what is over. Only a clock that was moved makes records be over before. */
  async collect(nowMs: number): Promise<number> {
    if (Math.abs(nowMs - realNowMs()) < CLOCKS_AGREE_MS) return 0;
    let collected = 0;
    await this.#link.eachServer(async (send) => {
      for await (const slots of this.#scan(send)) {
        const over = await Promise.all(slots.map((slot) => this.#collectOne(slot, nowMs)));
        collected += over.filter((isOver) => isOver).length;
      }
    });
    return collected;
  }

  async #collectOne(slot: string, nowMs: number): Promise<boolean> {
    const line = String(await this.#link.send("GETRANGE", slot, "0", String(FIRST_LINE_BYTES)));
    const expiresAtMs = /^r\d+ \S+ (\d+)/.exec(line)?.[1];
    if (expiresAtMs === undefined || Number(expiresAtMs) > nowMs) return false;
    return (await this.#link.run(COLLECT, [slot, turnKey(slot)], [String(nowMs)])) === 1;
  }

  async *#scan(send: SendTo): AsyncGenerator<readonly string[]> {
    const pattern = `${this.#prefix.replaceAll(/[\\*?[\]^]/g, "\\$&")}{*}`;
    let cursor = "0";
    do {
      const reply = await send("SCAN", cursor, "MATCH", pattern, "COUNT", String(SCANNED_AT_ONCE));
      const [next, slots] = reply as [string | number, string[]];
      yield slots;
      cursor = String(next);
    } while (cursor !== "0");
  }

  /** In the index before the record, so that no record of an owner is ever missing there. */
  async #index(key: string, { owner, keepOwnerMs }: SlotContent): Promise<void> {
    if (owner === undefined) return;
    await again(() =>
      this.#link.run(INDEX_OWNER, [this.#ownerIndex(owner)], [key, milliseconds(keepOwnerMs)]),
    );
  }

  /** A script that may be sent twice. */
  #run(script: RedisScript, key: string, args: readonly string[]): Promise<unknown> {
    const keys = this.#keys(key);
    return again(() => this.#link.run(script, keys, args));
  }

  #slot(key: string): string {
    return `${this.#prefix}{${key}}`;
  }

  #keys(key: string): [string, string] {
    const slot = this.#slot(key);
    return [slot, turnKey(slot)];
  }

  #ownerIndex(owner: string): string {
    return `${this.#prefix}owner:{${owner}}`;
  }
}

function recordValue(version: number, nonce: string, { text, expiresAtMs }: SlotContent): string {
  return `r${version} ${nonce} ${Math.ceil(expiresAtMs)}\n${text}`;
}

function slotRead(value: string | null): Slot | undefined {
  if (value === null) return undefined;
  if (!value.startsWith("t")) return recordIn(value, 0);
  const [, because, successor] = value.slice(0, value.indexOf("\n")).split(" ");
  return { kind: "tombstone", tombstone: tombstoneOf(because, successor) };
}

/** As the script LOOK says it. */
function slotLooked(looked: unknown): Slot | undefined {
  const [value, turn, leftMs] = looked as readonly [string | null, string, number];
  const slot = slotRead(value);
  const [, token, holder] = /^(\d+) \d+ \S+ (.*)$/s.exec(turn) ?? [];
  if (slot?.kind !== "record" || token === undefined || holder === undefined) return slot;
  return { ...slot, turn: { token: Number(token), leftMs: Number(leftMs), holder } };
}

/** From there on. */
function recordIn(value: string, start: number): Extract<Slot, { kind: "record" }> {
  return {
    kind: "record",
    text: value.slice(value.indexOf("\n", start) + 1),
    version: Number(value.slice(start + 1, value.indexOf(" ", start))),
  };
}

function tombstoneOf(because: string | undefined, successor: string | undefined): Tombstone {
  if (because === "renewed" && successor !== undefined) return { because, successor };
  return { because: because === "rotated" ? "rotated" : "destroyed" };
}

/** What {@link REPLACE} is told of the turn. */
function turnOptions({ turn, release, passTo }: ReplaceOptions): string {
  if (turn === undefined) return "- keep 0 ";
  if (passTo !== undefined) return `${turn} pass ${milliseconds(passTo.leaseMs)} ${passTo.holder}`;
  return `${turn} ${release === true ? "release" : "keep"} 0 `;
}

export function milliseconds(ms: number): string {
  return String(Math.max(1, Math.ceil(ms)));
}

/** Texts that no other call, in this process or another, gives. */
export function nonces(): () => string {
  const own = crypto.randomUUID().replaceAll("-", "").slice(0, 16);
  let last = 0;
  return () => {
    last += 1;
    return `${own}${last.toString(36)}`;
  };
}
