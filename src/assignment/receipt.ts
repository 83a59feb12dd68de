import { digest } from "./fingerprint.ts";

/** Crockford's alphabet: none of its letters is taken for another. */
const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const GROUPS = 3;
const GROUP_CHARACTERS = 4;
const BITS_PER_CHARACTER = 5n;

/**
 * A short code of a sealed file, "K7QF-2M9X-4TBA", which learner and instructor can compare: the same code, the
 * same bytes. 60 bits of its SHA-256.
 */
export function receiptCode(sealed: Uint8Array): string {
  const characters = GROUPS * GROUP_CHARACTERS;
  let bits =
    new DataView(digest(sealed).buffer).getBigUint64(0) >> (64n - BITS_PER_CHARACTER * BigInt(characters));
  let code = "";
  for (let index = 0; index < characters; index += 1) {
    code = (ALPHABET[Number(bits & 31n)] ?? "") + code;
    bits >>= BITS_PER_CHARACTER;
  }
  return code.replace(/(.{4})(?=.)/g, "$1-");
}
