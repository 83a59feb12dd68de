import { needsAStore } from "../cookie-held/no-store.ts";
import { isExpired } from "../record.ts";
import { ownerKey, sha256Hex } from "../session-id.ts";
import type { ListedSession, Store } from "../store.ts";

/**
 * Where users are signed in, and how to sign them out there: for a page of one's devices, for an administrator,
 * after a password was changed. Only sign-ins made with `session.login` are known. Each verb rejects with what
 * the store rejects with, and with {@link SessionError} "needs-a-store" where sessions cannot be listed.
 */
export interface UserSessions {
  /** Newest first; expired ones never. A user nobody knows has none. */
  sessionsOf(userId: string | number): Promise<readonly SignedInSession[]>;

  /**
   * Signs the user out there, at once and also for requests on their way, and forgets that device. False: the
   * user has no such session (any more); another user's handle is no such session.
   */
  revoke(userId: string | number, handle: string): Promise<boolean>;

  /** Signs the user out everywhere, and forgets the remembered devices; in how many places that was. */
  revokeAll(userId: string | number, options?: RevokeAllOptions): Promise<number>;
}

export interface RevokeAllOptions {
  /** Leaves the session that asks, when it is this user's. Default false. */
  readonly exceptCurrent?: boolean;
}

/** One place where a user is signed in. */
export interface SignedInSession {
  /** Names it towards its user: random, the same whatever ids the session gets, and no way to the session. */
  readonly handle: string;
  /** The start of the User-Agent at login, at most 200 characters: what the client says of itself. */
  readonly device: string | undefined;
  /** False: no session lives there now, but the device is remembered and may come back. */
  readonly isActive: boolean;
  /** Whether it is the session that asks. */
  readonly isCurrent: boolean;
  /** Signed in by the remember-me cookie. */
  readonly isRemembered: boolean;
  readonly createdAtMs: number;
  /** Of an active one; exact to a tenth of the idle timeout. */
  readonly lastSeenAtMs: number;
  readonly authenticatedAtMs: number;
}

export interface UserSessionsOptions {
  /** As the sessions' setting; from it follows when a session was last seen. Default 3600. */
  readonly idleTimeoutSeconds?: number;
  /** Milliseconds since 1970. Default: Date.now. */
  readonly nowMs?: () => number;
}

/** The users' sessions in this store: `userSessions(store).revokeAll(userId)`. */
export function userSessions(store: Store, options: UserSessionsOptions = {}): UserSessions {
  const { idleTimeoutSeconds = 3600, nowMs = Date.now } = options;
  return new StoredUserSessions(store, { idleTimeoutMs: idleTimeoutSeconds * 1000, nowMs }, undefined);
}

/** Somebody who rotates a session between a look and a blow is met again at the next look. */
const ROUNDS = 20;

interface Terms {
  readonly idleTimeoutMs: number;
  readonly nowMs: () => number;
}

export class StoredUserSessions implements UserSessions {
  readonly #store: Store;
  readonly #terms: Terms;
  readonly #current: string | undefined;

  /** `current`: the handle of the session that asks. */
  constructor(store: Store, terms: Terms, current: string | undefined) {
    this.#store = store;
    this.#terms = terms;
    this.#current = current;
  }

  async sessionsOf(userId: string | number): Promise<readonly SignedInSession[]> {
    const nowMs = this.#terms.nowMs();
    const places = new Map<string, SignedInSession>();
    const { families, sessions } = await this.#listed(userId);
    for (const listed of families) this.#note(places, listed, nowMs, false);
    for (const listed of sessions) this.#note(places, listed, nowMs, true);
    return [...places.values()].sort((a, b) => b.lastSeenAtMs - a.lastSeenAtMs);
  }

  async revoke(userId: string | number, handle: string): Promise<boolean> {
    return (await this.revokeWhere(userId, (other) => other === handle)) > 0;
  }

  async revokeAll(userId: string | number, options: RevokeAllOptions = {}): Promise<number> {
    const kept = options.exceptCurrent === true ? this.#current : undefined;
    return this.revokeWhere(userId, (handle) => handle !== kept);
  }

  /**
   * The newest ids stay, `limit` of them; how many went. An id is made at login, at a remembered login, at
   * `regenerate` and at a timed renewal, and not by use. Of those of the same moment all processes choose the same.
   */
  async cap(userId: string | number, limit: number): Promise<number> {
    if (limit === Number.POSITIVE_INFINITY) return 0;
    const nowMs = this.#terms.nowMs();
    const newest = new Map<string, number>();
    for (const { key, record } of await this.#store.listByOwner(ownerKey("user", userId))) {
      if (isExpired(record, nowMs)) continue;
      const handle = handleOf({ key, record });
      newest.set(handle, Math.max(record.renewedAtMs, newest.get(handle) ?? 0));
    }
    if (newest.size <= limit) return 0;
    const ordered = [...newest].sort(([a, aMs], [b, bMs]) => bMs - aMs || (a < b ? -1 : 1));
    const evicted = new Set(ordered.slice(limit).map(([handle]) => handle));
    return this.revokeWhere(userId, (handle) => evicted.has(handle));
  }

  /**
   * Families first, so that none of them brings back a session that is already gone; then again until a look
   * finds nothing, since a session may have moved to a new id between the look and the blow.
   */
  async revokeWhere(userId: string | number, isDoomed: (handle: string) => boolean): Promise<number> {
    const gone = new Set<string>();
    const nowMs = this.#terms.nowMs();
    for (let round = 0; round < ROUNDS; round += 1) {
      const { families, sessions } = await this.#listed(userId);
      const doomed = [...families, ...sessions].filter((listed) => isDoomed(handleOf(listed)));
      if (doomed.length === 0) return gone.size;
      for (const listed of doomed) {
        await this.#store.destroy(listed.key);
        if (!isExpired(listed.record, nowMs)) gone.add(handleOf(listed));
      }
    }
    throw new Error(
      `A session in the ${this.#store.name} store was renewed each time it was revoked. Revoke it again.`,
    );
  }

  async #listed(userId: string | number) {
    if (!this.#store.capabilities.list) throw needsAStore("Listing a user's sessions", this.#store.name);
    const families = await this.#store.listByOwner(ownerKey("remember", userId));
    return { families, sessions: await this.#store.listByOwner(ownerKey("user", userId)) };
  }

  #note(places: Map<string, SignedInSession>, listed: ListedSession, nowMs: number, isActive: boolean): void {
    const { record } = listed;
    if (isExpired(record, nowMs)) return;
    const handle = handleOf(listed);
    const earlier = places.get(handle);
    const lastSeenAtMs = isActive ? record.idleDeadlineMs - this.#terms.idleTimeoutMs : record.renewedAtMs;
    places.set(handle, {
      handle,
      device: record.device,
      isActive,
      isCurrent: handle === this.#current,
      isRemembered: record.remembered === true || !isActive,
      createdAtMs: Math.min(record.createdAtMs, earlier?.createdAtMs ?? record.createdAtMs),
      lastSeenAtMs: Math.max(lastSeenAtMs, earlier?.lastSeenAtMs ?? lastSeenAtMs),
      authenticatedAtMs: record.authenticatedAtMs ?? record.createdAtMs,
    });
  }
}

/** Of records that say who they are but not which sign-in: a hash of the key leads nowhere either. */
function handleOf({ key, record }: ListedSession): string {
  return record.signInId ?? sha256Hex(`handle:${key}`).slice(0, 32);
}
