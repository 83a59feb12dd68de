import type { SessionKey } from "./session-data.ts";
import type { SessionValues } from "./session-values.ts";
import type { SignedInSession } from "./sign-in/user-sessions.ts";

/**
 * `req.session`: the session of one request. All methods answer at once but `save` and those that ask the store
 * about a user's other sessions, which are promises. What is changed is written before the first byte of the
 * response leaves; after that every change throws {@link SessionError} "too-late". Values are copies both ways: changing what `get` returned changes nothing until `set`.
 */
export interface Session extends SessionValues {
  /** Whether there is a value under the key. A waiting flash value does not count. */
  has(key: SessionKey): boolean;

  /** Absent is fine. */
  delete(key: SessionKey): void;

  /**
   * Removes all data, and with it nobody is signed in any more. The id, the deadlines and waiting flash values
   * stay: to sign out, use `logout`.
   */
  clear(): void;

  /** A fresh copy of all data, without flash. */
  all(): Record<string, unknown>;

  /**
   * Adds to a number (absent counts as 0) and returns the sum. Exact whatever requests run beside this one;
   * the sum returned is the one that this request sees. Throws a TypeError when something else is there.
   */
  increment(key: SessionKey, by?: number): number;

  /** With a value: leaves it for one read in a later request. Without: takes it, or undefined. */
  flash(key: string, value: unknown): void;
  flash<T = unknown>(key: string): T | undefined;

  /** Takes a flash value: read once, then gone. */
  getFlash<T = unknown>(key: string): T | undefined;

  /** More to do with flash values. */
  readonly flashes: Flashes;

  /**
   * Keeps the session although nothing is in it, with its id and its cookie: something outside depends on the
   * id, as form tokens do. A session that is there already: nothing happens.
   */
  begin(): void;

  /**
   * A new id, shown at once, with the same data; the old id is dead from commit on, without a grace window.
   * Call it whenever the user may do more than before (OWASP: a change of privilege): an administrator's mode,
   * a second factor given. `login` does it by itself.
   */
  regenerate(): void;

  /**
   * Empties the session now; at commit the record is deleted and the cookie expired. A later `set` or `flash`
   * in the same request begins a new, anonymous session. A remembered device stays remembered: see `logout`.
   */
  destroy(): void;

  /**
   * Signs the user in: a new id, `user_id` set, the absolute timeout begun anew, `authenticatedAtMs` now. Data
   * of an anonymous session stays; what was another user's goes. All of it happens at commit: when the handler
   * throws, the id is new and nobody is signed in. Check the password before; this checks nothing. Throws a
   * TypeError for an id that is none, "needs-a-store" for `remember` without a store that can list and revoke.
   */
  login(userId: string | number, options?: LoginOptions): void;

  /** `destroy`, and at commit the device is no longer remembered either (see `login`). */
  logout(): void;

  /** Who `login` signed in; undefined: nobody, also when something else has changed `user_id` since. */
  readonly userId: string | number | undefined;

  /** When the user last proved who they are, in milliseconds since 1970; undefined: nobody is signed in. */
  readonly authenticatedAtMs: number | undefined;

  /** True: signed in by the remember-me cookie. Ask for the password again before anything that matters. */
  readonly remembered: boolean;

  /**
   * Whether the user signed in with `login` at most so many seconds ago. Never for a remembered login (ASVS
   * 7.5.1).
   */
  isFresh(ageSeconds: number): boolean;

  /**
   * Where this session's user is signed in, newest first; nothing while nobody is signed in. This and the next
   * two reject with "store-failed", or "needs-a-store" where sessions cannot be listed.
   */
  listSessions(): Promise<readonly SignedInSession[]>;

  /** Signs this session's user out there. The current session: like `logout`. False: there is no such one. */
  revokeSession(handle: string): Promise<boolean>;

  /** Signs this session's user out everywhere else; in how many places that was. */
  revokeOtherSessions(): Promise<number>;

  /**
   * Commits early. The turn is kept. Rejects with {@link SessionError} when the store fails. Wait for it: a change
   * while it is at work throws "too-late". The response waits for it in any case.
   */
  save(): Promise<void>;

  /** The current id. A session that has none yet gets one, which counts only once something is set. */
  getSessionId(): string;

  /** The Set-Cookie value for the current id. */
  cookieHeader(): string;

  /** Whether no record was found for this request. */
  readonly isNew: boolean;

  /** True: the cookie outlives the browser's window (Max-Age). Kept with the session. */
  permanent: boolean;
}

export interface Flashes {
  /**
   * A flash value for this request alone: the page that is rendered now finds it, and nothing is written. It
   * comes before one that waits under the same key, and is read once as well.
   */
  now(key: string, value: unknown): void;

  /**
   * What waits under the key, or all of it, stays for a later request: this one may read it, before this call
   * or after, as often as it likes. What `save` has written as taken is gone. Nothing there: nothing happens.
   */
  keep(key?: string): void;

  /** Reads without taking. */
  peek<T = unknown>(key: string): T | undefined;
}

export interface LoginOptions {
  /** Leaves a remember-me cookie, which the middleware `rememberMe()` turns into a login later. Default false. */
  readonly remember?: boolean;
}
