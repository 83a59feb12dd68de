import type { SessionRecord } from "../record.ts";
import { type Loaded, realNowMs, type TurnOutcome, type TurnRequest } from "../store.ts";
import { type ProcessIdentity, processIdentityOf } from "./process-identity.ts";
import type { Shelf, Slot, SlotTurn } from "./shelf.ts";
import { isKnownDead, thisProcess } from "./this-process.ts";
import { TurnLines, type Waiter } from "./turn-line.ts";

/** How often a turn that another process holds is looked at. */
const FIRST_LOOK_MS = 2;
const LONGEST_LOOK_MS = 25;
/**
 * A process whose requests follow one another at a session for so long pauses for longer than any other
 * process takes to look, so that nobody is shut out.
 */
const LONGEST_RUN_MS = 150;
const REST_MS = LONGEST_LOOK_MS + 5;
/** Turns that were never given back are forgotten when so many stand there. */
const SWEEP_AT = 1000;
const LONGEST_ROUTE = 200;

/** A record as it stood on the shelf. */
export interface Standing {
  readonly record: SessionRecord;
  readonly version: number;
}

/** Who is next in this process, to be handed the turn in the step that ends the one before. */
export interface Successor {
  readonly holder: string;
  readonly leaseMs: number;
  readonly waiter: TurnWaiter;
}

interface TurnWaiter extends Waiter {
  readonly request: TurnRequest;
  granted: TurnOutcome | undefined;
}

interface HeldTurn {
  readonly token: number;
  readonly route: string;
  untilMs: number;
  standing: Standing;
}

export interface ShelfTurnsOptions {
  readonly shelf: Shelf;
  /** What a slot holds, as the store hands it out. */
  readonly loaded: (key: string, slot: Slot | undefined) => Loaded;
}

/**
 * Turns on a shelf: within the process a line, first come first served, in which one hands over to the next;
 * between processes the shelf decides, which only the first in the line asks.
 */
export class ShelfTurns {
  readonly #shelf: Shelf;
  readonly #options: ShelfTurnsOptions;
  readonly #lines = new TurnLines<TurnWaiter>();
  /** Turns held in this process: nobody needs to ask the shelf for them before their lease is over. */
  readonly #held = new Map<string, HeldTurn>();
  /** Since when requests of this process follow one another. In the future: until then others may. */
  readonly #runs = new Map<string, number>();
  #own: ProcessIdentity | undefined;

  constructor(options: ShelfTurnsOptions) {
    this.#shelf = options.shelf;
    this.#options = options;
  }

  async take(key: string, request: TurnRequest): Promise<TurnOutcome> {
    this.#own ??= await thisProcess();
    const waiter: TurnWaiter = { wake: undefined, request, granted: undefined };
    this.#lines.join(key, waiter);
    try {
      return await this.#wait(key, waiter, realNowMs() + request.waitMs, this.#own);
    } finally {
      this.#lines.leave(key, waiter);
      if (this.#lines.first(key) === undefined && !this.#held.has(key)) this.#runs.delete(key);
    }
  }

  /** The record as the holder of this turn last saw it or wrote it. */
  standing(key: string, token: number): Standing | undefined {
    const held = this.#held.get(key);
    return held?.token === token ? held.standing : undefined;
  }

  /** This process wrote the record, with the turn or beside it. */
  wrote(key: string, standing: Standing): void {
    const held = this.#held.get(key);
    if (held !== undefined) held.standing = standing;
  }

  async renew(key: string, token: number, leaseMs: number): Promise<boolean> {
    if (!(await this.#shelf.renewTurn(key, token, leaseMs))) return false;
    const held = this.#held.get(key);
    if (held?.token === token) held.untilMs = realNowMs() + leaseMs;
    return true;
  }

  async release(key: string, token: number): Promise<void> {
    await this.#shelf.releaseTurn(key, token);
    this.ended(key, token);
  }

  /** The turn ended, or with no token whatever turn there was. The next may try. */
  ended(key: string, token?: number): void {
    const held = this.#held.get(key);
    if (token !== undefined && held !== undefined && held.token !== token) return;
    this.#held.delete(key);
    if (this.#lines.first(key) === undefined) this.#runs.delete(key);
    else if (!this.#mayRunOn(key)) this.#runs.set(key, realNowMs() + REST_MS);
    this.#lines.wakeFirst(key);
  }

  /** Undefined: nobody waits here, other processes should have their chance, or the shelf cannot. */
  successor(key: string, token: number): Successor | undefined {
    const waiter = this.#lines.first(key);
    if (this.#shelf.passesTurns !== true || waiter === undefined || this.#own === undefined) return undefined;
    if (this.#held.get(key)?.token !== token || !this.#mayRunOn(key)) return undefined;
    const { route, leaseMs } = waiter.request;
    return { waiter, leaseMs, holder: holderText(route, this.#own) };
  }

  /** The shelf has passed the turn on. Who was to have it may have gone meanwhile. */
  async passed(key: string, token: number, to: Successor, standing: Standing): Promise<void> {
    const outcome = this.#hold(key, token, to.waiter.request, standing);
    if (this.#lines.first(key) === to.waiter) {
      to.waiter.granted = outcome;
      to.waiter.wake?.();
      return;
    }
    try {
      await this.release(key, token);
    } catch {
      this.ended(key, token);
    }
  }

  async #wait(key: string, waiter: TurnWaiter, giveUpMs: number, own: ProcessIdentity): Promise<TurnOutcome> {
    let lookMs = FIRST_LOOK_MS;
    let heldBy = "another request";
    let breaking: number | undefined;
    while (waiter.granted === undefined) {
      const nowMs = realNowMs();
      let pauseMs = giveUpMs - nowMs;
      if (this.#lines.first(key) === waiter) {
        const aloneForMs = this.#aloneForMs(key, nowMs);
        if (aloneForMs > 0) pauseMs = aloneForMs;
        else {
          const attempt = await this.#attempt(key, waiter, breaking, own);
          if ("outcome" in attempt) return attempt;
          const { route, owner } = holderOf(attempt.holder);
          heldBy = route;
          const isDead = owner !== undefined && isKnownDead(owner, own);
          if (isDead && breaking !== attempt.token) {
            breaking = attempt.token;
            continue;
          }
          pauseMs = Math.min(lookMs * (0.5 + Math.random() / 2), Math.max(1, attempt.leftMs));
          lookMs = Math.min(LONGEST_LOOK_MS, lookMs * 2);
        }
      }
      if (waiter.granted !== undefined) break;
      const leftMs = giveUpMs - realNowMs();
      if (leftMs <= 0) return { outcome: "timed-out", heldBy: this.#held.get(key)?.route ?? heldBy };
      await this.#lines.sleep(waiter, Math.max(1, Math.min(leftMs, pauseMs)));
    }
    return waiter.granted;
  }

  /** How long the shelf need not be asked: the turn is held here, or it is the other processes' chance. */
  #aloneForMs(key: string, nowMs: number): number {
    const heldUntilMs = this.#held.get(key)?.untilMs ?? 0;
    return Math.max(heldUntilMs, this.#runs.get(key) ?? 0) - nowMs;
  }

  async #attempt(
    key: string,
    { request }: TurnWaiter,
    breaking: number | undefined,
    own: ProcessIdentity,
  ): Promise<TurnOutcome | SlotTurn> {
    const holder = holderText(request.route, own);
    const attempt = await this.#shelf.takeTurn(key, holder, request.leaseMs, breaking);
    if (!attempt.taken) {
      const { slot } = attempt;
      if (slot?.kind === "record") return slot.turn ?? { token: 0, leftMs: 0, holder: "" };
      return { outcome: "absent", loaded: this.#options.loaded(key, slot) };
    }
    const { text, version, token } = attempt;
    const loaded = this.#options.loaded(key, { kind: "record", text, version });
    if (loaded.found) return this.#hold(key, token, request, { record: loaded.record, version });
    await this.#shelf.releaseTurn(key, token);
    return { outcome: "absent", loaded };
  }

  #hold(key: string, token: number, request: TurnRequest, standing: Standing): TurnOutcome {
    const { route, leaseMs } = request;
    const nowMs = realNowMs();
    if (this.#held.size >= SWEEP_AT) this.#sweep(nowMs);
    this.#held.set(key, { token, route, untilMs: nowMs + leaseMs, standing });
    if (!this.#runs.has(key)) this.#runs.set(key, nowMs);
    return { outcome: "taken", token, leaseMs, record: standing.record };
  }

  #mayRunOn(key: string): boolean {
    const sinceMs = this.#runs.get(key);
    return sinceMs === undefined || realNowMs() - sinceMs < LONGEST_RUN_MS;
  }

  /** Forgets the turns of clients that went away: their leases ran out and nobody gave them back. */
  #sweep(nowMs: number): void {
    for (const [key, { untilMs }] of this.#held) {
      if (untilMs > nowMs) continue;
      this.#held.delete(key);
      if (this.#lines.first(key) === undefined) this.#runs.delete(key);
    }
  }
}

/** What other processes are told of who holds a turn. */
function holderText(route: string, own: ProcessIdentity): string {
  return JSON.stringify({ route: route.slice(0, LONGEST_ROUTE), ...own });
}

function holderOf(text: string): { readonly route: string; readonly owner?: ProcessIdentity } {
  const unknown = { route: "another request" };
  let holder: unknown;
  try {
    holder = JSON.parse(text);
  } catch {
    return unknown;
  }
  if (typeof holder !== "object" || holder === null || !("route" in holder)) return unknown;
  const owner = processIdentityOf(holder);
  if (typeof holder.route !== "string") return unknown;
  return owner === undefined ? { route: holder.route } : { route: holder.route, owner };
}
