import { Buffer } from "node:buffer";
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  type KeyObject,
  randomFillSync,
} from "node:crypto";
import { plainRecords, type RecordCodec } from "./record-codec.ts";
import { SessionError } from "./session-error.ts";

/** Before the key's id, the nonce, the text and the tag. */
const MARK = "sealed1";
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** More would mean that old ones are never taken away. */
const MOST_KEYS = 10;
const PLAIN = "plain";

interface SealingKey {
  /** Names the key in what it sealed; nothing of the key follows from it. */
  readonly id: string;
  readonly root: KeyObject;
  readonly ownerTags: KeyObject;
  /** Of records used lately, the first derived goes first: a request opens and seals the same one. */
  readonly recordKeys: Map<string, KeyObject>;
}

const RECORD_KEYS_KEPT = 1000;

/**
 * Records sealed with AES-256-GCM before a store sees them (check 36): whoever reads the store learns no key,
 * value, flash or user. Each record has its own key, derived from the newest of `keys` and from what the
 * record is kept under, so that no count of writes wears a key out, and a text that is moved to another
 * session does not open (see `decisions/encryption-at-rest.md`).
 *
 * `keys`: 32 random bytes each, in base64, base64url or hex; a list, or one text with commas between them. The
 * first seals, all open: to rotate, put a new one first, and take the old one away when the absolute timeout
 * has passed. "plain" in the list stands for unsealed records: `KEY,plain` begins to seal an existing store,
 * `plain,KEY` ends it. Throws {@link SessionError} "bad-setting" for a key that is malformed or weak.
 */
export function sealedRecords(
  keys: string | readonly string[],
  setting = "The encryption keys",
): RecordCodec {
  if (typeof keys !== "string" && !isListOfTexts(keys))
    throw refused(setting, "must be text, or a list of it");
  const names = (typeof keys === "string" ? keys.split(",") : keys).map((key) => key.trim());
  const ways = names.map((name, at) => (name === PLAIN ? PLAIN : readKey(name, at, setting)));
  const [newest] = ways;
  if (newest === undefined || ways.every((way) => way === PLAIN)) throw refused(setting, "hold no key");
  if (ways.length > MOST_KEYS) throw refused(setting, `are ${ways.length}; keep ${MOST_KEYS} at most`);
  if (new Set(names).size < names.length) throw refused(setting, "hold one key twice");
  const byId = new Map(ways.flatMap((way) => (way === PLAIN ? [] : [[way.id, way] as const])));
  const opensPlain = ways.includes(PLAIN);
  return {
    sealing: opensPlain ? "some" : "all",
    encode: (key, record) => {
      const text = plainRecords.encode(key, record);
      return newest === PLAIN ? text : seal(newest, key, text);
    },
    decode: (key, text) => {
      if (!text.startsWith(`${MARK}.`)) return opensPlain ? plainRecords.decode(key, text) : undefined;
      const opened = open(byId, key, text);
      return opened === undefined ? undefined : plainRecords.decode(key, opened);
    },
    ownerTags: (owner) => {
      const [first = owner, ...others] = ways.map((way) => (way === PLAIN ? owner : ownerTag(way, owner)));
      return [first, ...others];
    },
  };
}

function seal(sealing: SealingKey, key: string, text: string): string {
  const nonce = freshNonce();
  const cipher = createCipheriv("aes-256-gcm", recordKey(sealing, key), nonce);
  const sealed = Buffer.concat([nonce, cipher.update(text, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `${MARK}.${sealing.id}.${sealed.toString("base64url")}`;
}

/** Undefined: damaged, sealed with a key that is gone, or for another record. */
function open(byId: ReadonlyMap<string, SealingKey>, key: string, text: string): string | undefined {
  const [, id, body, ...more] = text.split(".");
  const sealing = byId.get(id ?? "");
  if (sealing === undefined || body === undefined || more.length > 0) return undefined;
  const sealed = Buffer.from(body, "base64url");
  if (sealed.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", recordKey(sealing, key), sealed.subarray(0, NONCE_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
  try {
    const opened = decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES));
    return Buffer.concat([opened, decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}

/** Asking the system for random bytes is slow; asking for many at once is not. */
const pool = Buffer.alloc(NONCE_BYTES * 256);
let poolAt = pool.length;

/** Valid until the next call. */
function freshNonce(): Buffer {
  if (poolAt === pool.length) {
    randomFillSync(pool);
    poolAt = 0;
  }
  poolAt += NONCE_BYTES;
  return pool.subarray(poolAt - NONCE_BYTES, poolAt);
}

/** HKDF's second half (RFC 5869 §2.3, one block), with the record's key as the context. */
function recordKey({ root, recordKeys }: SealingKey, key: string): KeyObject {
  const known = recordKeys.get(key);
  if (known !== undefined) return known;
  const derived = createSecretKey(createHmac("sha256", root).update(`keepsake record ${key}\x01`).digest());
  if (recordKeys.size >= RECORD_KEYS_KEPT) {
    const [oldest] = recordKeys.keys();
    if (oldest !== undefined) recordKeys.delete(oldest);
  }
  recordKeys.set(key, derived);
  return derived;
}

/** Who has the store but not the key cannot try user names: the tag is an HMAC of what names the owner. */
function ownerTag({ ownerTags }: SealingKey, owner: string): string {
  return createHmac("sha256", ownerTags).update(owner).digest("hex");
}

function isListOfTexts(value: unknown): boolean {
  return Array.isArray(value) && value.every((each) => typeof each === "string");
}

function readKey(text: string, at: number, setting: string): SealingKey {
  const isHex = /^[0-9a-f]{64}$/i.test(text);
  const isBase64 = /^[A-Za-z0-9+/_-]{43}=?$/.test(text);
  const which = `(number ${at + 1})`;
  if (!isHex && !isBase64) throw refused(setting, `${which} must be 32 random bytes in base64 or hex`);
  const bytes = Buffer.from(text, isHex ? "hex" : "base64");
  if (new Set(bytes).size < KEY_BYTES / 2)
    throw refused(setting, `${which} can be guessed: its bytes repeat`);
  const isText = bytes.every((byte) => byte >= 0x20 && byte < 0x7f);
  if (isText) throw refused(setting, `${which} can be guessed: it is a text, not random bytes`);
  const key = createSecretKey(bytes);
  const derived = (what: string) => createHmac("sha256", key).update(`keepsake ${what}\x01`).digest();
  return {
    id: createHash("sha256").update(derived("key id")).digest("base64url").slice(0, 8),
    root: key,
    ownerTags: createSecretKey(derived("owner tags")),
    recordKeys: new Map(),
  };
}

function refused(setting: string, why: string): SessionError {
  return new SessionError(
    "bad-setting",
    `${setting} ${why}. Make one with: node -e "console.log(require('node:crypto').randomBytes(32).toString('base64url'))"`,
  );
}
