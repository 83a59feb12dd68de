import { Buffer } from "node:buffer";
import { newSessionId, sha256Hex } from "../session-id.ts";

/**
 * The value of a remember-me cookie: `SELECTOR.VALIDATOR`, each 192 bits from the system's random source. The
 * selector finds the family, the validator proves the right to it and is replaced at each use; the store has
 * a hash of either and neither itself.
 */
export interface RememberToken {
  readonly selector: string;
  readonly validator: string;
}

const SHAPE = /^([A-Za-z0-9_-]{32})\.([A-Za-z0-9_-]{32})$/;

export function newRememberToken(): RememberToken {
  return { selector: newSessionId(), validator: newSessionId() };
}

/** Undefined: it cannot be one, and no store is asked. */
export function parseRememberToken(cookieValue: string): RememberToken | undefined {
  const [, selector, validator] = SHAPE.exec(cookieValue) ?? [];
  return selector === undefined || validator === undefined ? undefined : { selector, validator };
}

export function printRememberToken({ selector, validator }: RememberToken): string {
  return `${selector}.${validator}`;
}

/** What the store may know of a validator. It is random and long, so a plain hash hides it. */
export function validatorHash(validator: string): string {
  return sha256Hex(`validator:${validator}`);
}

/**
 * What follows from a validator once it is used: the next one, or the id of the session that it restores. With
 * the nonce of that use, which only the store has, so that a copy of an old cookie leads nowhere; and the same
 * for all requests that came with the same cookie, so that a page of six requests gets one session.
 */
export function derivedFrom(validator: string, nonce: string, purpose: "validator" | "session"): string {
  const hex = sha256Hex(`${purpose}:${validator}:${nonce}`);
  return Buffer.from(hex.slice(0, 48), "hex").toString("base64url");
}
