import { Buffer } from "node:buffer";
import { SessionError } from "./session-error.ts";

/** 256 bits when each byte is two hexadecimal digits; never fewer letters than a good passphrase has. */
export const SECRET_MIN_BYTES = 32;
export const SECRET_MAX_BYTES = 1024;
/** More would mean that old ones are never taken away. */
export const SECRETS_MAX_COUNT = 10;
/** Fewer different letters are a keyboard's corner, not a random text. */
const MIN_DIFFERENT_LETTERS = 10;

/** The newest signs; all verify (OWASP ASVS 5 §11.1, rotation). Never empty. */
export type Secrets = readonly [newest: string, ...older: string[]];

/**
 * The secrets of a setting: a list, or one text with commas between them, the newest first. To rotate, put a
 * new one before the old, and take the old one away when what it signed is over. Undefined or empty: none.
 * Throws {@link SessionError} "bad-setting" for one that is weak (check 33); no secret is in the message.
 */
export function readSecrets(
  setting: string,
  value: string | readonly string[] | undefined,
): Secrets | undefined {
  const list = (typeof value === "string" ? value.split(",") : (value ?? []))
    .map((secret) => secret.trim())
    .filter((secret) => secret !== "");
  const [newest, ...older] = list;
  if (newest === undefined) return undefined;
  if (list.length > SECRETS_MAX_COUNT) {
    throw refused(setting, `has ${list.length} secrets`, `Keep ${SECRETS_MAX_COUNT} at most.`);
  }
  list.forEach((secret, at) => {
    checkStrength(setting, secret, at + 1);
    if (list.indexOf(secret) !== at) throw refused(setting, "has one secret twice", "Take one away.");
  });
  return [newest, ...older];
}

function checkStrength(setting: string, secret: string, position: number): void {
  const bytes = Buffer.byteLength(secret);
  const which = `secret ${position} of ${setting}`;
  if (bytes < SECRET_MIN_BYTES) {
    throw refused(which, `has ${bytes} bytes, and at least ${SECRET_MIN_BYTES} are needed`, MAKE_ONE);
  }
  if (bytes > SECRET_MAX_BYTES) {
    throw refused(which, `has ${bytes} bytes, and at most ${SECRET_MAX_BYTES} are allowed`, MAKE_ONE);
  }
  const different = new Set(secret).size;
  if (different < MIN_DIFFERENT_LETTERS) {
    throw refused(which, `is made of ${different} different letters, which can be guessed`, MAKE_ONE);
  }
}

const MAKE_ONE =
  "Make one with: node -e \"console.log(require('node:crypto').randomBytes(32).toString('base64url'))\"";

function refused(what: string, why: string, remedy: string): SessionError {
  return new SessionError("bad-setting", `${what} ${why}. ${remedy}`);
}
