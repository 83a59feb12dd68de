import type { LiveSession } from "./session.ts";
import type { UserSessions } from "./sign-in/user-sessions.ts";

/** What a live session needs from its surroundings. */
export interface SessionHost {
  newId(): string;
  /** The route, for messages: `POST /cart/add`. */
  route(): string;
  cookieHeader(session: LiveSession): string;
  save(session: LiveSession): Promise<void>;
  /** Once, before the first change since the last commit. */
  changing(session: LiveSession): void;
  nowMs(): number;
  /** The start of the User-Agent, or undefined. */
  device(): string | undefined;
  /** Throws "needs-a-store" where a login cannot be remembered. */
  mayRemember(): void;
  /** All sessions of any user, with this one as the current one. */
  userSessions(session: LiveSession): UserSessions;
  readonly permanentByDefault: boolean;
  /** Whether to remember the copies handed out, to find changed ones that were never set. */
  readonly watchCopies: boolean;
}

/**
 * - "open": changes are recorded.
 * - "detached": recorded and dropped, because the id died under this request (rule 12).
 * - "read-only": refused, in the grace window after a timed renewal.
 */
export type SessionMode = "open" | "detached" | "read-only";
