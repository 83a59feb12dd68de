import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import type { Assignment } from "./assignment.ts";
import { canonicalBytes } from "./canonical-json.ts";

/** SHA-256. Not WebCrypto's, which a page on plain http does not have, and which can only be awaited. */
export function digest(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  return new Uint8Array(sha256(bytes));
}

/** Names an assignment by all that it says: 64 hexadecimal digits. One changed letter gives another. */
export function fingerprintOf(assignment: Assignment): string {
  return bytesToHex(digest(canonicalBytes(assignment)));
}

/** Names an exercise's starter files by all that they say: 16 hexadecimal digits. */
export function exerciseVersionOf(starter: Readonly<Record<string, string>>): string {
  return bytesToHex(digest(canonicalBytes(starter))).slice(0, 16);
}
