import { Remembered } from "../remembered.ts";
import type { CookieTerms, HeldSession } from "./cookie-codec.ts";

/** Of cookie values whose sessions are remembered; half a megabyte with what was read of them. */
const REMEMBERED_CHARACTERS = 128 * 1024;
/** What they are looked up by: their ends, where signature or seal is, differ. */
const END_CHARACTERS = 24;

export interface OpenedCookie {
  readonly session: HeldSession;
  /** The time that is signed into it. */
  readonly atSeconds: number;
}

interface Entry extends OpenedCookie {
  readonly value: string;
  readonly terms: CookieTerms;
}

/**
 * What the cookies were found to hold that came or were sent lately. A value is known only as a whole, after its
 * signature or seal was found good, or when we have just made it; whether its time is over is to be asked each time.
 */
export class RememberedSessions {
  readonly #entries = new Remembered<Entry>(REMEMBERED_CHARACTERS);

  /** Undefined: not known, or known on other terms. */
  recall(value: string, terms: CookieTerms): OpenedCookie | undefined {
    const entry = this.#entries.recall(value.slice(-END_CHARACTERS));
    return entry?.value === value && haveSameReading(entry.terms, terms) ? entry : undefined;
  }

  note(value: string, opened: OpenedCookie, terms: CookieTerms): void {
    // One without our mark gets an id of its own at every reading.
    if (opened.session.isUnmarked) return;
    const { session, atSeconds } = opened;
    this.#entries.note(value.slice(-END_CHARACTERS), { session, atSeconds, value, terms }, value.length);
  }
}

/** All that a session is read by but the clock. */
function haveSameReading(a: CookieTerms, b: CookieTerms): boolean {
  return (
    a.name === b.name &&
    a.idleTimeoutMs === b.idleTimeoutMs &&
    a.absoluteTimeoutMs === b.absoluteTimeoutMs &&
    a.permanent === b.permanent
  );
}
