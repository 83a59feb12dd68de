import { applyPatch, EMPTY_PATCH, type Patch } from "../patch.ts";
import { blankRecord, isExpired, type SessionRecord, type SignIn } from "../record.ts";
import { idsOf, newSessionId, ownerKey } from "../session-id.ts";
import { sessionGone, turnLost, turnTimedOut } from "../session-refusals.ts";
import type { Patched } from "../store.ts";
import { heldTurn } from "../turn-renewal.ts";
import type { Visit } from "../visit.ts";
import { capSessions } from "./commit-sign-in.ts";
import { publishSignIn } from "./publish-sign-in.ts";
import {
  derivedFrom,
  parseRememberToken,
  printRememberToken,
  type RememberToken,
  validatorHash,
} from "./remember-cookie.ts";
import {
  parseFamily,
  type RememberFamily,
  type RememberUse,
  standingOf,
  usePatch,
} from "./remember-family.ts";
import type { RememberRefusal } from "./sign-in-event.ts";
import { StoredUserSessions } from "./user-sessions.ts";

/** Whether the application still knows this user. */
export type KnowsUser = (userId: string | number) => Promise<boolean>;

/**
 * Signs in who comes with a remember-me cookie: replaces the validator, gives the session a new id, and lets the
 * session go on as that user's. A cookie that is not accepted is deleted, and the session stays as it was.
 *
 * All requests that come with one cookie at once get one session, since its id follows from the cookie and from
 * a nonce that only the store has. Rejects with "turn-timed-out", "turn-lost", "session-gone" or what the store
 * and `knowsUser` reject with.
 */
export async function restoreLogin(visit: Visit, cookieValue: string, knowsUser: KnowsUser): Promise<void> {
  const token = parseRememberToken(cookieValue);
  if (token === undefined) return refuse(visit, "malformed");
  const restoring = new Restoring(visit, token, knowsUser);
  return restoring.run();
}

function refuse(visit: Visit, reason: RememberRefusal): void {
  visit.rememberCookie = visit.expiredRememberHeader();
  publishSignIn({ request: visit.request.request, kind: "remember-refused", reason });
}

/** A family as it was read, with what the presented validator is worth. */
interface Seen {
  readonly record: SessionRecord;
  readonly family: RememberFamily;
}

interface MadeSession {
  readonly id: string;
  readonly nonce: string;
  readonly record: SessionRecord;
}

class Restoring {
  readonly #visit: Visit;
  readonly #token: RememberToken;
  readonly #knowsUser: KnowsUser;
  /** What the store keeps the family under. */
  readonly #key: string;
  readonly #nowMs: number;

  constructor(visit: Visit, token: RememberToken, knowsUser: KnowsUser) {
    this.#visit = visit;
    this.#token = token;
    this.#knowsUser = knowsUser;
    this.#key = idsOf(visit.context.store).deviceKey(token.selector);
    this.#nowMs = visit.context.settings.nowMs();
  }

  async run(): Promise<void> {
    const seen = await this.#look();
    if (seen === undefined) return refuse(this.#visit, "unknown");
    const state = this.#standing(seen);
    if (state.standing !== "current" && state.standing !== "just-used")
      return this.#revoke(seen, state.standing);
    // Asked before the turn is taken: the application may take its time.
    if (!(await this.#knowsUser(seen.family.userId))) return this.#revoke(seen, "user-refused");
    if (
      this.#visit.session.mode === "detached" &&
      !(state.standing === "current" && (await this.#left(seen)))
    )
      return this.#actAs(seen);
    return state.standing === "current" ? this.#use() : this.#join(seen, state.lastUse);
  }

  async #look(): Promise<Seen | undefined> {
    const loaded = await this.#visit.context.store.load(this.#key);
    return loaded.found ? seenIn(loaded.record) : undefined;
  }

  #standing({ record, family }: Seen) {
    return standingOf(record, family, this.#token.validator, this.#nowMs);
  }

  /** Takes the family's turn and replaces the validator, if nobody has done so meanwhile. */
  async #use(): Promise<void> {
    const { store, settings } = this.#visit.context;
    const { turnLeaseMs: leaseMs, turnWaitMs: waitMs } = settings;
    const route = this.#visit.route();
    const taken = await store.takeTurn(this.#key, { route, leaseMs, waitMs });
    if (taken.outcome === "timed-out") throw turnTimedOut(route, waitMs, taken.heldBy);
    if (taken.outcome === "absent") return refuse(this.#visit, "unknown");
    const seen = seenIn(taken.record);
    const state = seen === undefined ? undefined : this.#standing(seen);
    if (seen !== undefined && state?.standing === "current") return this.#useNow(seen, taken.token);
    await store.releaseTurn(this.#key, taken.token);
    if (seen === undefined || state === undefined) return refuse(this.#visit, "unknown");
    if (state.standing === "just-used") return this.#join(seen, state.lastUse);
    return this.#revoke(seen, state.standing === "expired" ? "expired" : "reused");
  }

  /**
   * The session comes first and the family second: when somebody has revoked the family meanwhile, the patch
   * finds it gone and the session goes again; when nobody has, whoever revokes later finds the session.
   */
  async #useNow(seen: Seen, turn: number): Promise<void> {
    const { store } = this.#visit.context;
    let made: MadeSession | undefined;
    let used: Patched | undefined;
    try {
      made = await this.#makeOnce(seen);
      if (made === undefined) return this.#actAs(seen);
      const patch = usePatch(this.#token.validator, made.nonce, this.#nowMs);
      used = await store.patch(this.#key, patch, { base: seen.record, turn, release: true });
    } finally {
      // Nobody waits for it: a store that fails has taken its time already.
      if (used === undefined) Promise.resolve(store.releaseTurn(this.#key, turn)).catch(() => {});
    }
    const { id, nonce } = made;
    if (used.outcome !== "patched") {
      await store.destroy(idsOf(store).key(id));
      if (used.outcome === "turn-lost") throw turnLost();
      return this.#refuseAndDetach();
    }
    await this.#enter(id, made.record);
    this.#handOver(seen, nonce);
    publishSignIn({ request: this.#visit.request.request, kind: "restored" });
    await capSessions(this.#visit, seen.family.userId);
  }

  /**
   * The session of this use. Where a use before it failed halfway, the one that it left goes on. Undefined: the
   * anonymous session has died or moved meanwhile.
   */
  async #makeOnce(seen: Seen): Promise<MadeSession | undefined> {
    const left = await this.#left(seen);
    if (left !== undefined && this.#visit.session.record === null) return left;
    const { store } = this.#visit.context;
    // It failed before the anonymous session was moved: what counts is still there.
    if (left !== undefined) await store.destroy(idsOf(store).key(left.id));
    const { nextNonce } = seen.family;
    const nonce = left !== undefined || nextNonce === undefined ? newSessionId() : nextNonce;
    return this.#make(seen, this.#sessionId(nonce), nonce);
  }

  /** What a use of the same cookie left that made the session, or moved the anonymous one, and then failed. */
  async #left({ family }: Seen): Promise<MadeSession | undefined> {
    const { store } = this.#visit.context;
    if (family.nextNonce === undefined) return undefined;
    const id = this.#sessionId(family.nextNonce);
    const loaded = await store.load(idsOf(store).key(id));
    if (!loaded.found || isExpired(loaded.record, this.#nowMs)) return undefined;
    return { id, nonce: family.nextNonce, record: loaded.record };
  }

  async #make(seen: Seen, id: string, nonce: string): Promise<MadeSession | undefined> {
    const record = await this.#makeSession(seen, id);
    return record === undefined ? undefined : { id, nonce, record };
  }

  /** Another request has used the cookie a moment ago: its session is this one's too. */
  async #join(seen: Seen, { nonce }: RememberUse): Promise<void> {
    const { store } = this.#visit.context;
    const id = this.#sessionId(nonce);
    const key = idsOf(store).key(id);
    const loaded = await store.load(key);
    let record = loaded.found ? loaded.record : undefined;
    // Where it has moved on or ended, this request is late and must not overwrite what came of it.
    if (!loaded.found && loaded.tombstone === undefined) {
      // Whoever used the cookie died before it could say so.
      record = await this.#makeSession(seen, id);
      if (record !== undefined && (await this.#look()) === undefined) {
        await store.destroy(key);
        return this.#refuseAndDetach();
      }
    }
    const isOurs = record?.signInId === seen.family.signIn.signInId;
    if (record === undefined || !isOurs || isExpired(record, this.#nowMs)) return this.#actAs(seen);
    const { turn } = this.#visit;
    // The anonymous session that this request came with stays behind; others may be waiting for it.
    if (turn !== undefined) await store.releaseTurn(turn.key, turn.token);
    await this.#enter(id, record);
    // Again for each of the requests: the user agent may have given up on the first answer.
    this.#handOver(seen, nonce);
  }

  #sessionId(nonce: string): string {
    return derivedFrom(this.#token.validator, nonce, "session");
  }

  /** Makes the session, or moves the anonymous one. Undefined: that one has died or moved meanwhile. */
  async #makeSession({ family }: Seen, id: string): Promise<SessionRecord | undefined> {
    const { session, context, turn } = this.#visit;
    const { store, settings } = context;
    const ids = idsOf(store);
    const patch: Patch = {
      ...EMPTY_PATCH,
      ...withoutAnothers(session.record, family.userId),
      changes: new Map([["user_id", { kind: "set", json: JSON.stringify(family.userId) }]]),
      signIn: this.#signIn(family),
      renewedAtMs: this.#nowMs,
      idleDeadlineMs: this.#nowMs + settings.idleTimeoutMs,
    };
    if (session.record === null || session.storedId === undefined) {
      const record = applyPatch(blankRecord(this.#nowMs, settings), patch);
      await store.create(ids.key(id), record);
      return record;
    }
    const rotated = await store.rotate(ids.key(session.storedId), ids.key(id), patch, {
      because: "rotated",
      base: session.record,
      ...(turn === undefined ? {} : { turn: turn.token }),
    });
    if (rotated.outcome === "turn-lost") throw turnLost();
    return rotated.outcome === "patched" ? rotated.record : undefined;
  }

  #signIn({ signIn, userId }: RememberFamily): SignIn {
    return { ...signIn, owner: ownerKey("user", userId), family: this.#key, remembered: true };
  }

  /** The request goes on in that session; one that may change things, with its turn. */
  async #enter(id: string, record: SessionRecord): Promise<void> {
    const visit = this.#visit;
    visit.dropTurn();
    visit.session.adopt(visit.request.isUnsafe ? await this.#takeTurnOn(id) : record, id);
    visit.setCookie = visit.cookieHeader(visit.session);
  }

  async #takeTurnOn(id: string): Promise<SessionRecord> {
    const { context, request } = this.#visit;
    const { turnLeaseMs: leaseMs, turnWaitMs: waitMs } = context.settings;
    const key = idsOf(context.store).key(id);
    const route = request.route();
    const taken = await context.store.takeTurn(key, { route, leaseMs, waitMs });
    if (taken.outcome === "timed-out") throw turnTimedOut(route, waitMs, taken.heldBy);
    if (taken.outcome === "absent") throw sessionGone();
    this.#visit.holdTurn(heldTurn(key, taken, request));
    return taken.record;
  }

  /** Gives the user agent the next validator, unless there is a later one. */
  #handOver({ record, family }: Seen, nonce: string): void {
    const { selector, validator } = this.#token;
    const next = derivedFrom(validator, nonce, "validator");
    const isLatest = family.current === validatorHash(validator) || family.current === validatorHash(next);
    if (!isLatest) return;
    const value = printRememberToken({ selector, validator: next });
    this.#visit.rememberCookie = this.#visit.rememberCookieHeader(
      value,
      record.absoluteDeadlineMs - this.#nowMs,
    );
  }

  /**
   * Its old session has died or moved under this request. A safe one answers as the user and leaves no trace; an
   * unsafe one must know.
   */
  #actAs({ family }: Seen): void {
    if (this.#visit.request.isUnsafe) throw sessionGone();
    this.#visit.session.detach();
    this.#visit.session.actAs(family.userId, this.#signIn(family));
  }

  #refuseAndDetach(): void {
    if (this.#visit.request.isUnsafe) throw sessionGone();
    this.#visit.session.detach();
    refuse(this.#visit, "unknown");
  }

  /** The device is forgotten; after a theft, the sessions that it was signed in to end as well. */
  async #revoke({ family }: Seen, reason: "expired" | "reused" | "user-refused"): Promise<void> {
    const { store, settings } = this.#visit.context;
    await store.destroy(this.#key);
    if (reason !== "expired") {
      const users = new StoredUserSessions(store, settings, undefined);
      await users.revokeWhere(family.userId, (handle) => handle === family.signIn.signInId);
    }
    refuse(this.#visit, reason);
  }
}

/** Where a program or another system has put another user, what is there stays theirs. */
function withoutAnothers(record: SessionRecord | null, userId: string | number): Partial<Patch> {
  const json = record?.data.get("user_id");
  if (record === null || json === undefined || String(JSON.parse(json)) === String(userId)) return {};
  return { clear: true, flashTaken: new Map([...record.flash].map(([key, { id }]) => [key, id])) };
}

function seenIn(record: SessionRecord): Seen | undefined {
  const family = parseFamily(record);
  return family === undefined ? undefined : { record, family };
}
