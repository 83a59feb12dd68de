/**
 * Published on `node:diagnostics_channel` when somebody signs in or out, and when a remember-me cookie was
 * refused. Never holds a user, an id, a cookie value or a key of the store.
 */
export const SIGN_IN_CHANNEL = "keepsake:sign-in";

/** Published when somebody was signed in or out. Never holds an id or a user. */
export interface SignInEvent {
  /** The IncomingMessage this belongs to. */
  readonly request: object;
  /**
   * - "signed-in": `login`, committed.
   * - "signed-out": `logout`, committed.
   * - "restored": a remember-me cookie signed somebody in.
   * - "evicted": a login signed out the user's oldest sessions, because there were too many; see `count`.
   * - "revoked": sessions were signed out by list; see `count`.
   * - "remember-refused": a remember-me cookie signed nobody in; see `reason`.
   */
  readonly kind: "signed-in" | "signed-out" | "restored" | "evicted" | "revoked" | "remember-refused";
  readonly reason?: RememberRefusal;
  readonly count?: number;
}

/**
 * - "malformed": not the shape of such a cookie; no store was asked.
 * - "unknown": revoked, collected, or made up.
 * - "expired": its time is over.
 * - "reused": an old value came again, so somebody has a copy: the family and its sessions were revoked.
 * - "user-refused": the application does not know this user any more.
 */
export type RememberRefusal = "malformed" | "unknown" | "expired" | "reused" | "user-refused";
