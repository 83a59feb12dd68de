import { EMPTY_PATCH, type Patch } from "../patch.ts";
import { isExpired, type SessionRecord, type SignIn, signInOf } from "../record.ts";
import { newSessionId, ownerKey } from "../session-id.ts";
import { derivedFrom, validatorHash } from "./remember-cookie.ts";

/**
 * A remembered device: the line of validators that began with one login. It is a session record like others,
 * so that every store keeps, lists, expires and collects it. It ends so long after the login whatever comes,
 * and each use replaces its validator.
 */
export interface RememberFamily {
  readonly userId: string | number;
  /** Of the login that began it, with the family's own owner. */
  readonly signIn: SignIn;
  /** Hash of the validator that is to be used next. */
  readonly current: string;
  readonly lastUse?: RememberUse;
  /** Of the use that is to come: one that failed halfway finds what it has left. Absent in older families. */
  readonly nextNonce?: string;
}

export interface RememberUse {
  /** Hash of the validator that was used. */
  readonly validator: string;
  readonly nonce: string;
  readonly usedAtMs: number;
}

/** A page loads many things at once with one cookie: after the first use the value is good for so long. */
export const REUSE_GRACE_MS = 30_000;

/** The record that begins a family. */
export function familyRecord(
  userId: string | number,
  signIn: SignIn,
  validator: string,
  nowMs: number,
  rememberMs: number,
): SessionRecord {
  const { family: _family, remembered: _remembered, ...login } = signIn;
  return {
    data: new Map([
      ["user_id", JSON.stringify(userId)],
      ["validator", JSON.stringify(validatorHash(validator))],
      ["next_nonce", JSON.stringify(newSessionId())],
    ]),
    flash: new Map(),
    createdAtMs: nowMs,
    renewedAtMs: nowMs,
    idleDeadlineMs: nowMs + rememberMs,
    absoluteDeadlineMs: nowMs + rememberMs,
    permanent: true,
    ...login,
    owner: ownerKey("remember", userId),
  };
}

/** Undefined: the record is no family of ours. */
export function parseFamily(record: SessionRecord): RememberFamily | undefined {
  const signIn = signInOf(record);
  const userId = dataOf(record, "user_id");
  const current = dataOf(record, "validator");
  if (signIn === undefined || typeof current !== "string") return undefined;
  if (typeof userId !== "string" && typeof userId !== "number") return undefined;
  if (signIn.owner !== ownerKey("remember", userId)) return undefined;
  const lastUse = parseUse(dataOf(record, "last_use"));
  const nextNonce = dataOf(record, "next_nonce");
  return {
    userId,
    signIn,
    current,
    ...(lastUse === undefined ? {} : { lastUse }),
    ...(typeof nextNonce === "string" ? { nextNonce } : {}),
  };
}

function parseUse(value: unknown): RememberUse | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { validator, nonce, usedAtMs } = value as Readonly<Record<string, unknown>>;
  if (typeof validator !== "string" || typeof nonce !== "string" || typeof usedAtMs !== "number") {
    return undefined;
  }
  return { validator, nonce, usedAtMs };
}

function dataOf(record: SessionRecord, key: string): unknown {
  const json = record.data.get(key);
  return json === undefined ? undefined : JSON.parse(json);
}

/**
 * - "current": the value to be used next.
 * - "just-used": the one before, within {@link REUSE_GRACE_MS} of its use.
 * - "reused": an older one. Who has it has a copy, or the user has a cookie that a thief has used.
 */
export type Standing =
  | { readonly standing: "current" }
  | { readonly standing: "reused" | "expired" }
  | { readonly standing: "just-used"; readonly lastUse: RememberUse };

/** Hashes are compared, so how long it takes says nothing of the validator. */
export function standingOf(
  record: SessionRecord,
  family: RememberFamily,
  validator: string,
  nowMs: number,
): Standing {
  if (isExpired(record, nowMs)) return { standing: "expired" };
  const hash = validatorHash(validator);
  if (hash === family.current) return { standing: "current" };
  const { lastUse } = family;
  if (lastUse?.validator !== hash || nowMs - lastUse.usedAtMs >= REUSE_GRACE_MS)
    return { standing: "reused" };
  return { standing: "just-used", lastUse };
}

/** Replaces the validator by the one that follows from it. */
export function usePatch(validator: string, nonce: string, nowMs: number): Patch {
  const lastUse: RememberUse = { validator: validatorHash(validator), nonce, usedAtMs: nowMs };
  const next = validatorHash(derivedFrom(validator, nonce, "validator"));
  return {
    ...EMPTY_PATCH,
    changes: new Map([
      ["validator", { kind: "set", json: JSON.stringify(next) }],
      ["last_use", { kind: "set", json: JSON.stringify(lastUse) }],
      ["next_nonce", { kind: "set", json: JSON.stringify(newSessionId()) }],
    ]),
    renewedAtMs: nowMs,
  };
}
