import type { SessionRecord } from "../record.ts";
import { newSessionId } from "../session-id.ts";
import type { CookieTerms, HeldContent } from "./cookie-codec.ts";

/**
 * What we keep of a session beyond its data, as one member among it. Python code carries a key that it does
 * not know along unharmed, as long as it keeps the session; `session.clear()` there ends ours too, as it
 * should. Times are whole seconds since 1970. See decisions/a-mark-in-other-systems-cookies.md.
 */
export const MARK_KEY = "_keepsake";

export interface Mark {
  readonly id: string;
  readonly since: number;
  readonly until: number;
  readonly owner?: string;
  readonly signedIn?: number;
  readonly remembered?: true;
  /** Only where the other system has no place for it. */
  readonly permanent?: boolean;
}

/** `withPermanent`: the other system has no place for that. */
export function markOf({ id, record }: HeldContent, withPermanent: boolean): Mark {
  return {
    id,
    since: Math.floor(record.createdAtMs / 1000),
    until: Math.floor(record.absoluteDeadlineMs / 1000),
    ...(record.owner === undefined || record.authenticatedAtMs === undefined
      ? undefined
      : {
          owner: record.owner,
          signedIn: Math.floor(record.authenticatedAtMs / 1000),
          ...(record.remembered === true ? { remembered: true } : {}),
        }),
    ...(withPermanent ? { permanent: record.permanent } : undefined),
  };
}

/** All of a record but data and flash, and the id. */
export type Marked = Omit<SessionRecord, "data" | "flash"> & { readonly id: string };

/** Undefined: it is not a mark of ours. */
export function parseMark(
  mark: unknown,
  signedAtSeconds: number,
  permanent: boolean,
  terms: CookieTerms,
): Marked | undefined {
  if (typeof mark !== "object" || mark === null) return undefined;
  const given: Partial<Record<keyof Mark, unknown>> = mark;
  const { id, since, until, owner, signedIn } = given;
  if (typeof id !== "string" || !/^[\w-]{16,64}$/.test(id) || !isTime(since) || !isTime(until))
    return undefined;
  return {
    id,
    createdAtMs: since * 1000,
    renewedAtMs: since * 1000,
    idleDeadlineMs: signedAtSeconds * 1000 + terms.idleTimeoutMs,
    absoluteDeadlineMs: until * 1000,
    permanent: typeof given.permanent === "boolean" ? given.permanent : permanent,
    ...(typeof owner === "string" && /^[\da-f]{64}$/.test(owner) && isTime(signedIn)
      ? {
          owner,
          authenticatedAtMs: signedIn * 1000,
          ...(given.remembered === true ? { remembered: true } : {}),
        }
      : undefined),
  };
}

/** For a session that has none: it began when it was signed, as far as we know. */
export function freshMark(signedAtSeconds: number, permanent: boolean, terms: CookieTerms): Marked {
  const signedAtMs = signedAtSeconds * 1000;
  return {
    id: newSessionId(),
    createdAtMs: signedAtMs,
    renewedAtMs: signedAtMs,
    idleDeadlineMs: signedAtMs + terms.idleTimeoutMs,
    absoluteDeadlineMs: signedAtMs + terms.absoluteTimeoutMs,
    permanent,
  };
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value < 2 ** 40;
}
