import { fromBase64url } from "./base64url.ts";
import { canonicalBytes } from "./canonical-json.ts";
import { digest } from "./fingerprint.ts";
import { FormatError } from "./format-error.ts";
import { HAND_IN_VERSION, type HandIn, handInSchema } from "./hand-in.ts";
import { importPrivateKey, importPublicKey, type PrivateKey, suite } from "./key-pair.ts";
import { joined, pack, sameBytes, unpack } from "./packing.ts";
import { firstFault } from "./schemas.ts";

/** A sealed file may be this large… */
export const SEALED_LIMIT_BYTES = 4 * 1_024 * 1_024;
/** …and what is in it, unpacked, this large: hundreds of times more than any exercise needs. */
export const UNPACKED_LIMIT_BYTES = 16 * 1_024 * 1_024;

/** Readable in any editor, so that whoever finds such a file knows what it is. */
const MAGIC = "keepsake hand-in ";
const HEAD = `${MAGIC}${HAND_IN_VERSION}\n`;
const KEY_NAME_BYTES = 8;
const LENGTH_BYTES = 4;
const CHECKSUM_BYTES = 32;
/** An uncompressed P-256 point. */
const ENCAPSULATED_BYTES = 65;
const INFO = new TextEncoder().encode("keepsake hand-in 1").buffer;

export type HandInFault =
  | "not-a-hand-in"
  | "newer-version"
  | "cut"
  | "changed"
  | "wrong-key"
  | "too-large"
  | "not-valid";

/** Why a file could not be opened; each has its own message. */
export class HandInError extends FormatError<HandInFault> {}

/**
 * Packs a hand-in and seals it, so that only the private half of `publicKey` opens it:
 * head (readable: format and version) · name of the key · length · encapsulated key · ciphertext · checksum.
 * Head, key name and length are authenticated with the ciphertext. Throws {@link HandInError} when the hand-in
 * is not valid or too large, in words for whoever hands in, and KeyError when `publicKey` is no key.
 */
export async function sealHandIn(handIn: HandIn, publicKey: string): Promise<Uint8Array<ArrayBuffer>> {
  const parsed = handInSchema.safeParse(handIn);
  if (!parsed.success) throw cannotSeal(firstFault(parsed.error));
  const content = canonicalBytes(parsed.data);
  if (content.byteLength > UNPACKED_LIMIT_BYTES) throw tooLargeToSeal();
  const packed = pack(content);
  const sender = await suite.createSenderContext({
    recipientPublicKey: await importPublicKey(publicKey),
    info: INFO,
  });
  const enc = new Uint8Array(sender.enc);
  const length = new Uint8Array(LENGTH_BYTES);
  const sealedBytes = enc.byteLength + packed.byteLength + suite.aead.tagSize;
  new DataView(length.buffer).setUint32(0, sealedBytes);
  const head = joined([new TextEncoder().encode(HEAD), keyName(publicKey), length]);
  const ciphertext = new Uint8Array(await sender.seal(packed, head));
  const body = joined([head, enc, ciphertext]);
  const whole = joined([body, digest(body)]);
  if (whole.byteLength > SEALED_LIMIT_BYTES) throw tooLargeToSeal();
  return whole;
}

/** Undoes {@link sealHandIn}. Throws {@link HandInError}; what comes back is valid, its paths included. */
export async function openHandIn(sealed: Uint8Array, key: PrivateKey): Promise<HandIn> {
  // A copy: what lies in a larger buffer, as Node's are, cannot be handed on by its buffer.
  const { head, enc, ciphertext, name } = readParts(new Uint8Array(sealed));
  if (!sameBytes(name, keyName(key.publicKey))) {
    throw new HandInError(
      "wrong-key",
      "This hand-in was sealed to another key than this one. It may be meant for another class, or the assignment's link was made with another key file: open it with that.",
    );
  }
  const recipientKey = await importPrivateKey(key);
  const packed = await suite
    .open({ recipientKey, enc: enc.slice().buffer, info: INFO }, ciphertext.slice(), head.slice())
    .catch((cause: unknown) => {
      throw changed(cause);
    });
  const unpacked = unpack(new Uint8Array(packed), UNPACKED_LIMIT_BYTES);
  if (unpacked.kind === "too-large") throw tooLarge();
  if (unpacked.kind === "broken") throw notValid("what is in it cannot be unpacked");
  return validHandIn(parsedJson(unpacked.bytes));
}

/** Does the file look like a hand-in, of whatever version? For sorting files; only opening it proves anything. */
export function looksLikeHandIn(bytes: Uint8Array): boolean {
  return new TextDecoder("latin1").decode(bytes.subarray(0, MAGIC.length)) === MAGIC;
}

function readParts(sealed: Uint8Array) {
  const text = new TextDecoder("latin1").decode(sealed.subarray(0, MAGIC.length + 8));
  const [, version] = /^keepsake hand-in (\d{1,6})\n/.exec(text) ?? [];
  if (version === undefined || Number(version) < 1) {
    if (text.length < HEAD.length && HEAD.startsWith(text) && text !== "") throw cut();
    throw new HandInError(
      "not-a-hand-in",
      "This file is not a hand-in of Keepsake. Hand-ins begin with the words “keepsake hand-in” and their names end in .keepsake.",
    );
  }
  if (Number(version) > HAND_IN_VERSION) {
    throw new HandInError(
      "newer-version",
      `This hand-in was made with a newer Keepsake (format ${version}; this one reads up to ${HAND_IN_VERSION}). Update yours and open it again.`,
      { detail: version },
    );
  }
  if (sealed.byteLength > SEALED_LIMIT_BYTES) throw tooLarge();
  const headBytes = HEAD.length + KEY_NAME_BYTES + LENGTH_BYTES;
  if (sealed.byteLength < headBytes) throw cut();
  const view = new DataView(sealed.buffer, sealed.byteOffset, sealed.byteLength);
  const sealedBytes = view.getUint32(headBytes - LENGTH_BYTES);
  const bodyBytes = headBytes + sealedBytes;
  if (sealed.byteLength < bodyBytes + CHECKSUM_BYTES) throw cut();
  const body = sealed.subarray(0, bodyBytes);
  const longer = sealed.byteLength > bodyBytes + CHECKSUM_BYTES;
  if (longer || sealedBytes < ENCAPSULATED_BYTES || !sameBytes(sealed.subarray(bodyBytes), digest(body))) {
    throw changed();
  }
  return {
    head: sealed.subarray(0, headBytes),
    name: sealed.subarray(HEAD.length, HEAD.length + KEY_NAME_BYTES),
    enc: sealed.subarray(headBytes, headBytes + ENCAPSULATED_BYTES),
    ciphertext: sealed.subarray(headBytes + ENCAPSULATED_BYTES, bodyBytes),
  };
}

/** Tells whose key it is without saying the key. */
function keyName(publicKey: string): Uint8Array {
  return digest(fromBase64url(publicKey) ?? new Uint8Array()).subarray(0, KEY_NAME_BYTES);
}

function validHandIn(value: unknown): HandIn {
  const parsed = handInSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fault = firstFault(parsed.error);
  throw notValid(fault, fault);
}

function parsedJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    throw notValid("what is in it is not JSON");
  }
}

function cut(): HandInError {
  return new HandInError(
    "cut",
    "The end of this hand-in is missing: the upload or download broke off. Ask for the file again.",
  );
}

function changed(cause?: unknown): HandInError {
  return new HandInError(
    "changed",
    "This hand-in is not as it was saved: some of its bytes are others. Ask the learner for the file again, or for a new one.",
    { cause },
  );
}

const LIMITS = `${SEALED_LIMIT_BYTES / 1_024 / 1_024} MB sealed, ${UNPACKED_LIMIT_BYTES / 1_024 / 1_024} MB unpacked`;

function tooLarge(): HandInError {
  return new HandInError(
    "too-large",
    `This hand-in is larger than any can be (${LIMITS}). Nothing in it was looked at.`,
  );
}

function tooLargeToSeal(): HandInError {
  return new HandInError(
    "too-large",
    `Your hand-in is larger than any can be (${LIMITS}), so it was not saved. Take large files out of your exercises, save them elsewhere, and hand in again.`,
  );
}

function cannotSeal(detail: string): HandInError {
  return new HandInError(
    "not-valid",
    `Your hand-in is not as it must be (${detail}), so it was not saved. Mend what that names and hand in again; if you cannot, send your instructor this sentence.`,
    { detail },
  );
}

/** `detail`: a place in it, the same in all languages. */
function notValid(why: string, detail = ""): HandInError {
  return new HandInError(
    "not-valid",
    `This hand-in was sealed to the right key, but not by Keepsake: ${why}. Ask the learner to hand in from the page or the command line.`,
    { detail },
  );
}
