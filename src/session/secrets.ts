import { Buffer } from "node:buffer";
import { SessionError } from "./session-error.ts";

/** 256 bits when each byte is two hexadecimal digits; never fewer letters than a good passphrase has. */
export const SECRET_MIN_BYTES = 32;
export const SECRET_MAX_BYTES = 1024;
/** More would mean that old ones are never taken away. */
export const SECRETS_MAX_COUNT = 10;
/** 16 random bytes in hexadecimal have fewer once in thirty million times. */
const MIN_DIFFERENT_LETTERS = 8;

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
  if (value !== undefined && typeof value !== "string" && !isListOfTexts(value)) {
    throw refused(setting, "is neither text nor a list of it", MAKE_ONE);
  }
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

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
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
  if (isOfExamples(secret)) {
    throw refused(
      which,
      "is made of words of examples, or counts up the alphabet, which can be guessed",
      MAKE_ONE,
    );
  }
  const different = new Set(secret).size;
  if (different < MIN_DIFFERENT_LETTERS) {
    throw refused(which, `is made of ${different} different letters, which can be guessed`, MAKE_ONE);
  }
}

/** Words that stand where a secret should: in tutorials, in default settings, on keyboards. */
const EXAMPLE_WORDS =
  /keyboard|correct|horse|battery|staple|complex|password|passwort|secret|session|cookie|default|insecure|change|replace|please|example|sample|random|string|secure|private|token|super|value|least|character|letters|bytes|long|your|this|that|very|must|some|here|with|only|test|demo|local|admin|login|dev|prod|auth|sign|key|cat|foo|bar|jwt|me|my|is|it|at|or|an|at|and|not|the|for|use|put|of|to|in|be/g;
/** So many letters must be left when those words are taken out. */
const MIN_OTHER_LETTERS = 16;

/** "complex_password_at_least_32_characters_long", "keyboard cat keyboard cat …", "abcdefgh…", "0123456789…". */
function isOfExamples(secret: string): boolean {
  const letters = secret.toLowerCase().replace(/[^a-z0-9]/g, "");
  if (letters.length < SECRET_MIN_BYTES / 2) return false;
  let steps = 0;
  for (let at = 1; at < letters.length; at += 1) {
    if (Math.abs(letters.charCodeAt(at) - letters.charCodeAt(at - 1)) === 1) steps += 1;
  }
  const period = (letters + letters).indexOf(letters, 1);
  return (
    steps > letters.length / 2 ||
    period < Math.min(letters.length, MIN_OTHER_LETTERS) ||
    letters.replace(EXAMPLE_WORDS, "").length < MIN_OTHER_LETTERS
  );
}

/** For a secret and for a key alike. */
export const MAKE_ONE =
  "Make one with: node -e \"console.log(require('node:crypto').randomBytes(32).toString('base64url'))\"";

function refused(what: string, why: string, remedy: string): SessionError {
  return new SessionError("bad-setting", `${what} ${why}. ${remedy}`);
}
