import { Aes256Gcm, CipherSuite, DhkemP256HkdfSha256, HkdfSha256 } from "@hpke/core";
import { instantMs } from "./assignment.ts";
import { fromBase64url, toBase64url } from "./base64url.ts";
import { FormatError } from "./format-error.ts";
import { firstFault, z } from "./schemas.ts";

/** RFC 9180 with suites that every browser's WebCrypto has. Why these: decisions/hand-ins-are-sealed-with-hpke.md. */
export const suite = new CipherSuite({
  kem: new DhkemP256HkdfSha256(),
  kdf: new HkdfSha256(),
  aead: new Aes256Gcm(),
});

export const KEY_FILE_FORMAT = "keepsake-private-key";
export const KEY_FILE_VERSION = 1;
/** Longer files are no key. */
export const KEY_FILE_LIMIT_BYTES = 16 * 1_024;

/** Opens what was sealed to its public half. Whoever has it can read every hand-in: it stays with the instructor. */
export interface PrivateKey {
  /** base64url of the uncompressed P-256 point, 65 bytes. */
  readonly publicKey: string;
  /** base64url of the scalar, 32 bytes. */
  readonly privateKey: string;
  /** What the instructor called it, to tell key files apart. */
  readonly label: string;
  readonly madeAtMs: number;
}

export type KeyFault = "not-a-key" | "newer-version" | "not-valid" | "no-public-key" | "no-pair";
export class KeyError extends FormatError<KeyFault> {}

const keyFileSchema = z.object({
  publicKey: z.string().check(z.regex(/^[\w-]{87}$/)),
  privateKey: z.string().check(z.regex(/^[\w-]{43}$/)),
  label: z.string().check(z.maxLength(200)),
  madeAtMs: instantMs,
});

/** Is there WebCrypto? A page on plain http (other than localhost) has none, and can neither make keys nor seal. */
export function canSeal(): boolean {
  return globalThis.crypto?.subtle !== undefined;
}

/** Makes a new key pair. Needs WebCrypto ({@link canSeal}). */
export async function makePrivateKey(label: string, madeAtMs: number): Promise<PrivateKey> {
  const pair = await suite.kem.generateKeyPair();
  const [publicKey, privateKey] = await Promise.all([
    suite.kem.serializePublicKey(pair.publicKey),
    suite.kem.serializePrivateKey(pair.privateKey),
  ]);
  return {
    publicKey: toBase64url(new Uint8Array(publicKey)),
    privateKey: toBase64url(new Uint8Array(privateKey)),
    label,
    madeAtMs,
  };
}

/** The text of the file in which an instructor keeps the private key. */
export function keyFileText(key: PrivateKey): string {
  const file = {
    format: KEY_FILE_FORMAT,
    version: KEY_FILE_VERSION,
    about:
      "The private key of a Keepsake class. It opens your learners' hand-ins: keep it, back it up, and give it to nobody. If it is lost, what was sealed to it can never be opened.",
    ...key,
  };
  return `${JSON.stringify(file, null, 2)}\n`;
}

/** Undoes {@link keyFileText}. Throws {@link KeyError}, also when the two halves are not a pair. */
export async function parseKeyFile(text: string): Promise<PrivateKey> {
  const file = jsonObject(text);
  if (text.length > KEY_FILE_LIMIT_BYTES || file?.["format"] !== KEY_FILE_FORMAT) {
    throw new KeyError(
      "not-a-key",
      "This file is not a private key of Keepsake. Take the file that was saved when you made the assignment; its name ends in .key.",
    );
  }
  if (typeof file["version"] === "number" && file["version"] > KEY_FILE_VERSION) {
    throw new KeyError(
      "newer-version",
      `This key was made with a newer Keepsake (format ${file["version"]}; this one reads up to ${KEY_FILE_VERSION}). Use the newest version.`,
      { detail: String(file["version"]) },
    );
  }
  const parsed = keyFileSchema.safeParse(file);
  if (!parsed.success) {
    throw damagedKeyFile(firstFault(parsed.error));
  }
  await requirePair(parsed.data);
  return parsed.data;
}

/** For sealing. Throws {@link KeyError} when it is no public key. */
export async function importPublicKey(publicKey: string): Promise<CryptoKey> {
  const bytes = fromBase64url(publicKey);
  if (bytes !== undefined) {
    const key = await suite.kem.deserializePublicKey(bytes).catch(() => undefined);
    if (key !== undefined) return key;
  }
  throw new KeyError("no-public-key", "The assignment's public key is damaged. Ask for a new link.");
}

/** For opening. Throws {@link KeyError} when it is no private key. */
export async function importPrivateKey({ privateKey }: PrivateKey): Promise<CryptoKey> {
  const bytes = fromBase64url(privateKey);
  if (bytes !== undefined) {
    const key = await suite.kem.deserializePrivateKey(bytes).catch(() => undefined);
    if (key !== undefined) return key;
  }
  throw new KeyError(
    "not-valid",
    "The private key is damaged. Use a copy of the key file that you have kept elsewhere.",
    { detail: "privateKey" },
  );
}

/** A key file whose halves do not belong together would take hand-ins that nobody can open. */
async function requirePair(key: PrivateKey): Promise<void> {
  const [recipientPublicKey, recipientKey] = await Promise.all([
    importPublicKey(key.publicKey).catch((cause: unknown) => {
      throw damagedKeyFile("publicKey", cause);
    }),
    importPrivateKey(key),
  ]);
  const probe = new TextEncoder().encode("a pair?");
  const { ct, enc } = await suite.seal({ recipientPublicKey }, probe);
  await suite.open({ recipientKey, enc }, ct).catch((cause: unknown) => {
    throw new KeyError(
      "no-pair",
      "The two halves in this key file do not belong together. Use a copy that you have kept elsewhere.",
      { cause },
    );
  });
}

function damagedKeyFile(detail: string, cause?: unknown): KeyError {
  return new KeyError(
    "not-valid",
    `This key file is damaged (${detail}). Use a copy that you have kept elsewhere.`,
    { detail, cause },
  );
}

function jsonObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
