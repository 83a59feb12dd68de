import { type Loaded, realNowMs, type TurnOutcome, type TurnRequest } from "../store.ts";
import type { Desk, Desks, Standing, TurnWaiter } from "./desks.ts";
import { type ProcessIdentity, processIdentityOf } from "./process-identity.ts";
import type { Shelf, Slot, SlotTurn, TurnAttempt } from "./shelf.ts";
import { isKnownDead, thisProcess } from "./this-process.ts";
import { sleepInLine } from "./turn-line.ts";

/** How often a turn that another process holds is looked at. */
const FIRST_LOOK_MS = 2;
const LONGEST_LOOK_MS = 25;
/**
 * A process whose requests follow one another at a session for so long pauses for longer than any other
 * process takes to look, so that nobody is shut out.
 */
const LONGEST_RUN_MS = 150;
const REST_MS = LONGEST_LOOK_MS + 5;
const LONGEST_ROUTE = 200;
const UNNAMED_ROUTE = "another request";

/** Who is next in this process, to be handed the turn in the step that ends the one before. */
export interface Successor {
  readonly holder: string;
  readonly leaseMs: number;
  readonly waiter: TurnWaiter;
}

/** This process, and as others read of it behind a route. */
interface OwnProcess {
  readonly identity: ProcessIdentity;
  readonly text: string;
}

export interface ShelfTurnsOptions {
  readonly shelf: Shelf;
  readonly desks: Desks;
  /** What a slot holds, as the store hands it out. */
  readonly loaded: (key: string, slot: Slot | undefined) => Loaded;
  /** Other processes are told which route holds a turn. Not where records are sealed: a path may hold secrets. */
  readonly namesRoutes: boolean;
}

/**
 * Turns on a shelf: within the process a line, first come first served, in which one hands over to the next;
 * between processes the shelf decides, which only the first in the line asks.
 */
export class ShelfTurns {
  readonly #shelf: Shelf;
  readonly #desks: Desks;
  readonly #loaded: ShelfTurnsOptions["loaded"];
  readonly #namesRoutes: boolean;
  #own: OwnProcess | undefined;
  #attempts = 0;
  /**
   * Attempts that the shelf did not answer, by what stands there if they happened all the same, to the end of their
   * lease: nobody has these turns, so nobody waits for them.
   */
  readonly #unanswered = new Map<string, number>();

  constructor({ shelf, desks, loaded, namesRoutes }: ShelfTurnsOptions) {
    this.#shelf = shelf;
    this.#desks = desks;
    this.#loaded = loaded;
    this.#namesRoutes = namesRoutes;
  }

  take(key: string, request: TurnRequest): Promise<TurnOutcome> {
    const own = this.#own;
    if (own === undefined) return this.#knowOwn().then(() => this.take(key, request));
    const waiter: TurnWaiter = { wake: undefined, request, granted: undefined };
    const desk = this.#desks.at(key);
    desk.line.join(waiter);
    const leave = () => {
      desk.line.leave(waiter);
      desk.tidy();
    };
    const isFree = desk.line.first === waiter && aloneForMs(desk, realNowMs()) <= 0;
    if (!isFree) return this.#wait(key, desk, waiter, own, undefined).finally(leave);
    // Most attempts are of this kind: one promise for all that becomes of them.
    const holder = this.#holder(request.route, own);
    return this.#shelf.takeTurn(key, holder, request.leaseMs).then(
      (attempt) => {
        try {
          const got = this.#attempted(key, desk, request, attempt);
          if (got instanceof Promise) return got.finally(leave);
          if (!("outcome" in got)) return this.#wait(key, desk, waiter, own, got).finally(leave);
          leave();
          return got;
        } catch (error) {
          leave();
          throw error;
        }
      },
      (error: unknown) => {
        this.unanswered(holder, request.leaseMs);
        leave();
        throw error;
      },
    );
  }

  async #knowOwn(): Promise<void> {
    const identity = await thisProcess();
    this.#own = { identity, text: JSON.stringify(identity).slice(1) };
  }

  async renew(key: string, token: number, leaseMs: number): Promise<boolean> {
    if (!(await this.#shelf.renewTurn(key, token, leaseMs))) return false;
    const held = this.#desks.find(key)?.held;
    if (held?.token === token) held.untilMs = realNowMs() + leaseMs;
    return true;
  }

  async release(key: string, token: number): Promise<void> {
    await this.#shelf.releaseTurn(key, token);
    this.ended(key, token);
  }

  /** The turn ended, or with no token whatever turn there was. The next may try. */
  ended(key: string, token?: number): void {
    const desk = this.#desks.find(key);
    if (desk !== undefined) this.endedAt(desk, token);
  }

  /** As {@link ended}. */
  endedAt(desk: Desk, token?: number): void {
    if (token !== undefined && desk.held !== undefined && desk.held.token !== token) return;
    desk.held = undefined;
    if (!mayRunOn(desk)) desk.runSinceMs = realNowMs() + REST_MS;
    desk.tidy();
    desk.line.wakeFirst();
  }

  /** Undefined: nobody waits here, other processes should have their chance, or the shelf cannot. */
  successor(desk: Desk, token: number): Successor | undefined {
    const waiter = desk.line.first;
    if (this.#shelf.passesTurns !== true || waiter === undefined || this.#own === undefined) return undefined;
    if (desk.held?.token !== token || !mayRunOn(desk)) return undefined;
    const { route, leaseMs } = waiter.request;
    return { waiter, leaseMs, holder: this.#holder(route, this.#own) };
  }

  /** The shelf has passed the turn on. Who was to have it may have gone meanwhile. */
  async passed(key: string, desk: Desk, token: number, to: Successor, standing: Standing): Promise<void> {
    const outcome = hold(desk, token, to.waiter.request, standing);
    if (desk.line.first === to.waiter) {
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

  /** Whether the shelf took the turn for this holder is not known: it did not answer. */
  unanswered(holder: string, leaseMs: number): void {
    const nowMs = realNowMs();
    for (const [earlier, untilMs] of this.#unanswered) if (untilMs <= nowMs) this.#unanswered.delete(earlier);
    // Its lease began, if it did, when the shelf came to it.
    this.#unanswered.set(holder, nowMs + 2 * leaseMs);
  }

  /** What other processes are told of who holds a turn, another text for each attempt. */
  #holder(route: string, own: OwnProcess): string {
    this.#attempts += 1;
    const named = JSON.stringify(this.#namesRoutes ? route.slice(0, LONGEST_ROUTE) : UNNAMED_ROUTE);
    return `{"route":${named},"attempt":${this.#attempts},${own.text}`;
  }

  /** `seen`: what stood in the way at the first attempt, if there was one. */
  async #wait(
    key: string,
    desk: Desk,
    waiter: TurnWaiter,
    own: OwnProcess,
    seen: SlotTurn | undefined,
  ): Promise<TurnOutcome> {
    let last = seen;
    const giveUpMs = realNowMs() + waiter.request.waitMs;
    let lookMs = FIRST_LOOK_MS;
    let heldBy = UNNAMED_ROUTE;
    let waitedFor = (desk.held?.untilMs ?? 0) > realNowMs() ? desk.held?.route : undefined;
    let breaking: number | undefined;
    while (waiter.granted === undefined) {
      const nowMs = realNowMs();
      let pauseMs = giveUpMs - nowMs;
      if (desk.line.first === waiter) {
        const aloneMs = aloneForMs(desk, nowMs);
        if (aloneMs > 0) pauseMs = aloneMs;
        else {
          const attempt: TurnOutcome | SlotTurn =
            last ?? (await this.#attempt(key, desk, waiter, breaking, own));
          last = undefined;
          if ("outcome" in attempt) return afterWaiting(attempt, waitedFor);
          const { route, owner } = holderOf(attempt.holder);
          heldBy = route;
          waitedFor ??= route;
          const isNobodys =
            this.#unanswered.has(attempt.holder) || (owner !== undefined && isKnownDead(owner, own.identity));
          if (isNobodys && breaking !== attempt.token) {
            breaking = attempt.token;
            continue;
          }
          pauseMs = Math.min(lookMs * (0.5 + Math.random() / 2), Math.max(1, attempt.leftMs));
          lookMs = Math.min(LONGEST_LOOK_MS, lookMs * 2);
        }
      }
      if (waiter.granted !== undefined) break;
      const leftMs = giveUpMs - realNowMs();
      if (leftMs <= 0) return { outcome: "timed-out", heldBy: desk.held?.route ?? heldBy };
      await sleepInLine(waiter, Math.max(1, Math.min(leftMs, pauseMs)));
    }
    return afterWaiting(waiter.granted, waitedFor ?? heldBy);
  }

  #attempt(
    key: string,
    desk: Desk,
    { request }: TurnWaiter,
    breaking: number | undefined,
    own: OwnProcess,
  ): Promise<TurnOutcome | SlotTurn> {
    const holder = this.#holder(request.route, own);
    return this.#shelf.takeTurn(key, holder, request.leaseMs, breaking).then(
      (attempt) => this.#attempted(key, desk, request, attempt),
      (error: unknown) => {
        this.unanswered(holder, request.leaseMs);
        throw error;
      },
    );
  }

  /** What an attempt comes to; a turn in the way is one that another process has. */
  #attempted(
    key: string,
    desk: Desk,
    request: TurnRequest,
    attempt: TurnAttempt,
  ): TurnOutcome | SlotTurn | Promise<TurnOutcome> {
    if (!attempt.taken) {
      const { slot } = attempt;
      if (slot?.kind === "record") return slot.turn ?? { token: 0, leftMs: 0, holder: "" };
      return { outcome: "absent", loaded: this.#loaded(key, slot) };
    }
    const { text, version, token } = attempt;
    const loaded = this.#loaded(key, { kind: "record", text, version });
    if (loaded.found) return hold(desk, token, request, { record: loaded.record, version });
    return this.#shelf.releaseTurn(key, token).then(() => ({ outcome: "absent", loaded }) as const);
  }
}

/** Held here, or the other processes' chance: for so long the shelf need not be asked. */
function aloneForMs({ held, runSinceMs }: Desk, nowMs: number): number {
  return Math.max(held?.untilMs ?? 0, runSinceMs ?? 0) - nowMs;
}

function hold(desk: Desk, token: number, { route, leaseMs }: TurnRequest, standing: Standing): TurnOutcome {
  const nowMs = realNowMs();
  desk.held = { token, route, untilMs: nowMs + leaseMs };
  desk.standing = standing;
  desk.runSinceMs ??= nowMs;
  return { outcome: "taken", token, leaseMs, record: standing.record };
}

/** `waitedFor`: who had the turn when the wait began; undefined when there was none. */
function afterWaiting(outcome: TurnOutcome, waitedFor: string | undefined): TurnOutcome {
  return outcome.outcome === "taken" && waitedFor !== undefined ? { ...outcome, waitedFor } : outcome;
}

function mayRunOn({ runSinceMs }: Desk): boolean {
  return runSinceMs === undefined || realNowMs() - runSinceMs < LONGEST_RUN_MS;
}

function holderOf(text: string): { readonly route: string; readonly owner?: ProcessIdentity } {
  const unknown = { route: UNNAMED_ROUTE };
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
