import type { LiveSession } from "./session.ts";

/** What a live session needs from its surroundings. */
export interface SessionHost {
  newId(): string;
  /** The route, for messages: `POST /cart/add`. */
  route(): string;
  cookieHeader(session: LiveSession): string;
  save(session: LiveSession): Promise<void>;
  /** Once, before the first change since the last commit. */
  changing(session: LiveSession): void;
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
