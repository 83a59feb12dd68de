import crypto, { type KeyObject } from "node:crypto";
import { SessionError } from "./session-error.ts";

/**
 * Secrets, newest first: the newest signs and seals, all verify and open. To rotate, put the new one in front,
 * and take the old one away when everything that was made with it is over.
 */
export type Secrets = readonly Secret[];

/** Text counts as its UTF-8 bytes. */
export type Secret = string | Uint8Array;

/** What `openssl rand -base64 24` prints has 32. */
export const SECRET_CHARACTERS = 32;

/** How strong secrets must be. */
export interface SecretRules {
  /** Fewer characters (or half as many bytes) are refused. Default {@link SECRET_CHARACTERS}. */
  readonly characters?: number;
}

/**
 * Throws {@link SessionError} "bad-setting", which names the setting and never the value, for an empty list, a
 * secret twice in it, and a weak secret: too short, or of too few different characters.
 */
export function checkSecrets(setting: string, secrets: Secrets, rules: SecretRules = {}): void {
  const characters = rules.characters ?? SECRET_CHARACTERS;
  if (secrets.length === 0) throw bad(setting, "is empty", "Give at least one secret, the newest first.");
  const seen = new Set<string>();
  for (const [index, secret] of secrets.entries()) {
    const place = secrets.length === 1 ? setting : `${setting}[${index}]`;
    const bytes = bytesOf(secret);
    const enough = typeof secret === "string" ? characters : Math.ceil(characters / 2);
    const unit = typeof secret === "string" ? "characters" : "bytes";
    const length = typeof secret === "string" ? secret.length : bytes.length;
    if (length < enough) {
      throw bad(place, `has ${length} ${unit}, and fewer than ${enough} can be guessed`, MAKE_ONE);
    }
    if (new Set(bytes).size < enough / 4) {
      throw bad(place, "repeats so few different characters that it can be guessed", MAKE_ONE);
    }
    const text = bytes.toString("latin1");
    if (seen.has(text)) throw bad(place, "is there twice", "Take one away.");
    seen.add(text);
  }
}

const MAKE_ONE = "Make one with: openssl rand -base64 33";

/** A key for one purpose and no other (HKDF-SHA-256, RFC 5869), so that one secret may serve several. */
export function deriveKey(secret: Secret, purpose: string, bytes = 32): KeyObject {
  const derived = crypto.hkdfSync("sha256", bytesOf(secret), "", `keepsake ${purpose}`, bytes);
  return crypto.createSecretKey(Buffer.from(derived));
}

/** The secret as other systems use it, with no derivation of ours. */
export function bytesOf(secret: Secret): Buffer {
  return typeof secret === "string" ? Buffer.from(secret, "utf8") : Buffer.from(secret);
}

function bad(place: string, what: string, remedy: string): SessionError {
  return new SessionError("bad-setting", `${place} ${what}. ${remedy}`);
}
