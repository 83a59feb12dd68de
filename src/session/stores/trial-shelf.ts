import type { Tombstone } from "../store.ts";
import type { Shelf, Slot, SlotContent, SlotTurn, TurnAttempt } from "./shelf.ts";

interface TrialSlot {
  content: SlotContent | undefined;
  tombstone: Tombstone | undefined;
  version: number;
  token: number;
  holder: string | undefined;
  untilMs: number;
}

/**
 * A shelf in memory for tests of what stands on shelves. Each step happens whole, some moments after it is asked
 * for; `before` is called as it happens, to change something just then, and may throw to let it fail.
 */
export class TrialShelf implements Shelf {
  readonly name = "trial";
  readonly collectionIntervalMs = 60_000;
  readonly passesTurns: boolean;
  readonly slots = new Map<string, TrialSlot>();
  readonly steps: string[] = [];
  before: (step: string, key: string) => void = () => {};

  constructor(options: { readonly passesTurns: boolean } = { passesTurns: true }) {
    this.passesTurns = options.passesTurns;
  }

  async open(): Promise<void> {
    await this.#step("open", "");
  }

  async close(): Promise<void> {}

  async read(key: string, options?: { readonly turn?: boolean }): Promise<Slot | undefined> {
    await this.#step("read", key);
    return this.#look(key, options?.turn === true);
  }

  async insert(key: string, content: SlotContent): Promise<boolean> {
    await this.#step("insert", key);
    if (this.slots.has(key)) return false;
    const none = { tombstone: undefined, holder: undefined };
    this.slots.set(key, { content, version: 1, token: 0, untilMs: 0, ...none });
    return true;
  }

  async replace(
    key: string,
    version: number,
    content: SlotContent,
    options: Parameters<Shelf["replace"]>[3] = {},
  ) {
    await this.#step("replace", key);
    const slot = this.slots.get(key);
    if (slot?.content === undefined || slot.version !== version) return false;
    if (options.turn !== undefined && !hasTurn(slot, options.turn)) return false;
    slot.content = content;
    slot.version += 1;
    if (options.turn !== undefined && options.release === true) slot.holder = undefined;
    if (options.turn !== undefined && options.passTo !== undefined) {
      slot.token += 1;
      slot.holder = options.passTo.holder;
      slot.untilMs = performance.now() + options.passTo.leaseMs;
    }
    return true;
  }

  async bury(key: string, tombstone: Tombstone, _keepMs: number, options: Parameters<Shelf["bury"]>[3] = {}) {
    await this.#step("bury", key);
    const slot = this.slots.get(key);
    if (slot?.content === undefined) return false;
    if (options.version !== undefined && slot.version !== options.version) return false;
    if (options.turn !== undefined && !hasTurn(slot, options.turn)) return false;
    Object.assign(slot, { content: undefined, holder: undefined, tombstone });
    return true;
  }

  async remove(key: string): Promise<void> {
    await this.#step("remove", key);
    this.slots.delete(key);
  }

  async takeTurn(key: string, holder: string, leaseMs: number, breaking?: number): Promise<TurnAttempt> {
    await this.#step("takeTurn", key);
    const slot = this.slots.get(key);
    const isFree = slot?.holder === undefined || slot.untilMs <= performance.now() || slot.token === breaking;
    if (slot?.content === undefined || !isFree) return { taken: false, slot: this.#look(key, true) };
    slot.token += 1;
    slot.holder = holder;
    slot.untilMs = performance.now() + leaseMs;
    return { taken: true, token: slot.token, text: slot.content.text, version: slot.version };
  }

  async renewTurn(key: string, token: number, leaseMs: number): Promise<boolean> {
    await this.#step("renewTurn", key);
    const slot = this.slots.get(key);
    if (slot === undefined || !hasTurn(slot, token)) return false;
    slot.untilMs = performance.now() + leaseMs;
    return true;
  }

  async releaseTurn(key: string, token: number): Promise<void> {
    await this.#step("releaseTurn", key);
    const slot = this.slots.get(key);
    if (slot !== undefined && hasTurn(slot, token)) slot.holder = undefined;
  }

  async keysOfOwner(owner: string): Promise<readonly string[]> {
    await this.#step("keysOfOwner", "");
    return [...this.slots].filter(([, { content }]) => content?.owner === owner).map(([key]) => key);
  }

  async collect(nowMs: number): Promise<number> {
    await this.#step("collect", "");
    const over = [...this.slots].filter(
      ([, { content, holder }]) =>
        content !== undefined && holder === undefined && content.expiresAtMs <= nowMs,
    );
    for (const [key] of over) this.slots.delete(key);
    return over.length;
  }

  async #step(step: string, key: string): Promise<void> {
    this.steps.push(step);
    await new Promise((resolve) => setImmediate(resolve));
    this.before(step, key);
  }

  #look(key: string, withTurn: boolean): Slot | undefined {
    const slot = this.slots.get(key);
    if (slot?.tombstone !== undefined) return { kind: "tombstone", tombstone: slot.tombstone };
    if (slot?.content === undefined) return undefined;
    const record = { kind: "record", text: slot.content.text, version: slot.version } as const;
    if (slot.holder === undefined || !withTurn) return record;
    const turn: SlotTurn = {
      token: slot.token,
      holder: slot.holder,
      leftMs: slot.untilMs - performance.now(),
    };
    return { ...record, turn };
  }
}

function hasTurn(slot: TrialSlot, token: number): boolean {
  return slot.holder !== undefined && slot.token === token;
}
