/**
 * Why a session call was refused. The message says what, where and what to do next, and never holds an id.
 * `statusCode` is what Express answers with when nobody catches it.
 */
export class SessionError extends Error {
  readonly code: SessionErrorCode;
  readonly statusCode: number;

  constructor(code: SessionErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "SessionError";
    this.code = code;
    this.statusCode = STATUS[code];
  }
}

/** What a {@link SessionError} is about. */
export type SessionErrorCode =
  /** A setting that is unknown, malformed or contradicts another one. */
  | "bad-setting"
  /** A key that is not a usable string. */
  | "bad-key"
  /** A value that would not come back the same from JSON. */
  | "unstorable-value"
  /** A change after the commit: the response had already begun. */
  | "too-late"
  /** A change in the grace window after a timed renewal. */
  | "read-only"
  /** The store failed. */
  | "store-failed"
  /** The turn's lease ran out and somebody else took the turn. */
  | "turn-lost"
  /** Another request held the session's turn for too long. */
  | "turn-timed-out"
  /** The session was destroyed or given a new id by another request meanwhile. */
  | "session-gone"
  /** A cookie that the rules of RFC 6265bis refuse. */
  | "bad-cookie"
  /** A session held in the cookie that has grown too large for it. */
  | "cookie-too-large"
  /** Something that a session held in the cookie cannot do: list, revoke, remember. */
  | "needs-a-store"
  /** A token that cannot be made: its payload, its lifetime or its size. */
  | "bad-token"
  /** A password that is empty or too long. */
  | "bad-password"
  /** A stored password hash that cannot be read. */
  | "bad-password-hash"
  /** More work of one kind than the process takes on at a time. */
  | "too-busy"
  /** A request that another site may have made the browser send (CSRF). */
  | "cross-site";

const STATUS: Readonly<Record<SessionErrorCode, number>> = {
  "bad-setting": 500,
  "bad-key": 500,
  "unstorable-value": 500,
  "too-late": 500,
  "read-only": 409,
  "store-failed": 503,
  "turn-lost": 503,
  "turn-timed-out": 503,
  "session-gone": 409,
  "bad-cookie": 500,
  "cookie-too-large": 500,
  "needs-a-store": 500,
  "bad-token": 500,
  "bad-password": 400,
  "bad-password-hash": 500,
  "too-busy": 503,
  "cross-site": 403,
};
