import type { SessionRecord } from "../record.ts";

/**
 * Keeps a whole session in the user agent's cookie, signed or sealed, instead of in a store:
 * `session({ cookieHeld: sealedCookie({ secrets }) })`. The cookie *is* the session, so whoever has a copy has
 * the session as it was then. What follows from that cannot be coded away, and `req.session` says so where it
 * is asked for more:
 *
 * - *No revocation.* `destroy` deletes the user agent's cookie; a copy of it works until its time is over.
 *   Listing a user's sessions, revoking them and capping their number are refused with "needs-a-store".
 * - *Not lossless.* Of two requests at once the later response wins, with all its keys; there are no turns, and
 *   `increment` and `update` are exact within one request only. A flash may be read twice.
 * - *Small.* What does not fit is refused with "cookie-too-large", and the session stays as it was.
 *
 * Idle and absolute deadlines do hold: the server checks them against the time that is signed into the cookie.
 */
export interface CookieCodec {
  /** "flask", "starlette", "sealed": for messages and settings. */
  readonly name: string;
  /** What the cookie is called when no setting says otherwise. */
  readonly cookieName: string;
  /** The cookie's Path; "/" when absent. */
  readonly path?: string;
  /** The cookie's Domain; absent: this host only. */
  readonly domain?: string;
  /** How many cookies one session may take: NAME, NAME.1, NAME.2, … */
  readonly cookieLimit: number;

  /**
   * The session in these cookies. Never throws: whatever is not wholly in order is "rejected", and takes
   * bounded time and memory.
   */
  decode(cookies: HeldCookies, terms: CookieTerms): Decoded;

  /**
   * The values of NAME, NAME.1, … for the record, as they travel. `from` is what this request's cookie held:
   * what is untouched since goes back as it came. Throws {@link SessionError} "cookie-too-large".
   */
  encode(content: HeldContent, terms: CookieTerms, from: HeldSession | undefined): readonly string[];
}

/** The cookies of one session as they came. */
export interface HeldCookies {
  /** The value of NAME (0) or NAME.n; undefined: it did not come. */
  read(index: number): string | undefined;
}

/** What a codec holds time stamps against. */
export interface CookieTerms {
  /** NAME; a codec that seals binds the value to it. */
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly nowMs: number;
  readonly idleTimeoutMs: number;
  readonly absoluteTimeoutMs: number;
  /** How far ahead of this machine's clock a time stamp may be. */
  readonly clockSkewMs: number;
  /** For sessions of other systems that do not say: whether the cookie outlives the browser's window. */
  readonly permanent: boolean;
}

/** What a codec found in a request's cookies. */
export type Decoded =
  | { readonly outcome: "opened"; readonly session: HeldSession }
  | { readonly outcome: "rejected"; readonly reason: DecodeRejection };

/**
 * - "malformed": not a value of this codec at all.
 * - "tampered": its signature or seal does not hold, or chunks are missing, mixed or of another cookie.
 * - "expired": past one of its deadlines.
 * - "from-the-future": its time stamp is ahead of the clock.
 */
export type DecodeRejection = "malformed" | "tampered" | "expired" | "from-the-future";

/** What goes into a cookie. */
export interface HeldContent {
  /** Names this session for what is bound to it (CSRF tokens); no store knows it. */
  readonly id: string;
  readonly record: SessionRecord;
}

/** What came out of one. */
export interface HeldSession extends HeldContent {
  /** It has no mark of ours yet (see `mark.ts`), so it is sent again with the next response. */
  readonly isUnmarked: boolean;
  /** The codec's own: what it needs to put untouched values back as they came. */
  readonly original?: unknown;
}
