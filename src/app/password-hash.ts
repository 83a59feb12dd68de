import { Buffer } from "node:buffer";
import * as crypto from "node:crypto";
import { SessionError } from "../session/session-error.ts";

/**
 * Password hashes as PHC strings: `$argon2id$v=19$m=19456,t=2,p=1$SALT$HASH` where Node has argon2 (24.7 and
 * later), else `$scrypt$ln=15,r=8,p=3$SALT$HASH`. Costs are those of OWASP's Password Storage Cheat Sheet.
 */
export type PasswordHash =
  | {
      readonly kind: "argon2id";
      readonly memoryKib: number;
      readonly passes: number;
      readonly parallelism: number;
      readonly salt: Buffer;
      readonly tag: Buffer;
    }
  | {
      readonly kind: "scrypt";
      readonly costLog2: number;
      readonly blockSize: number;
      readonly parallelism: number;
      readonly salt: Buffer;
      readonly tag: Buffer;
    };

const ARGON2 = { kind: "argon2id", memoryKib: 19_456, passes: 2, parallelism: 1 } as const;
const SCRYPT = { kind: "scrypt", costLog2: 15, blockSize: 8, parallelism: 3 } as const;
const SALT_BYTES = 16;
const TAG_BYTES = 32;
/** A stored hash may ask for other costs than ours, within these. */
const MEMORY_LIMIT_KIB = 256 * 1024;
const WORK_LIMIT = 16;
/** Longer than any hash within the limits. */
const TEXT_LIMIT = 300;

/** Hashes a password with a fresh salt, at today's cost. */
export async function hashPassword(password: string): Promise<string> {
  const salt = crypto.randomBytes(SALT_BYTES);
  const wanted = { ...(hasArgon2() ? ARGON2 : SCRYPT), salt, tag: Buffer.alloc(TAG_BYTES) };
  return printHash({ ...wanted, tag: await derive(password, wanted) });
}

/** Does as much work as a password that is looked at with {@link matchesHash}, for users that do not exist. */
export async function wastePassword(password: string): Promise<void> {
  const salt = crypto.randomBytes(SALT_BYTES);
  await derive(password, { ...(hasArgon2() ? ARGON2 : SCRYPT), salt, tag: Buffer.alloc(TAG_BYTES) });
}

/** Throws "bad-password-hash" for a text that is no hash of ours, or one that this Node cannot compute. */
export async function matchesHash(password: string, text: string): Promise<boolean> {
  const stored = parseHash(text);
  if (stored.kind === "argon2id" && !hasArgon2()) {
    throw unreadable(
      "it was made with argon2id, which this Node does not have",
      "Run Node 24.7 or later, or let the user set a new password.",
    );
  }
  return crypto.timingSafeEqual(await derive(password, stored), stored.tag);
}

/** Whether a hash was made in another way than {@link hashPassword} makes them now. */
export function isOutdated(text: string): boolean {
  const stored = parseHash(text);
  const { salt, tag } = stored;
  const today = { ...(hasArgon2() ? ARGON2 : SCRYPT), salt, tag };
  const isShort = salt.length < SALT_BYTES || tag.length < TAG_BYTES;
  return isShort || printHash(stored) !== printHash(today);
}

let argon2Works: boolean | undefined;

/** Tried once, with the least work there is: some builds name the function and refuse to run it. */
export function hasArgon2(): boolean {
  if (argon2Works !== undefined) return argon2Works;
  try {
    const nonce = Buffer.alloc(SALT_BYTES);
    const least = { message: "", nonce, parallelism: 1, tagLength: 4, memory: 8, passes: 1 };
    argon2Works = crypto.argon2Sync("argon2id", least).length === 4;
  } catch {
    argon2Works = false;
  }
  return argon2Works;
}

function derive(password: string, hash: PasswordHash): Promise<Buffer> {
  const { salt, tag, parallelism } = hash;
  return new Promise((resolve, reject) => {
    const done = (error: Error | null, derived: Buffer) =>
      error === null ? resolve(derived) : reject(error);
    if (hash.kind === "argon2id") {
      const { memoryKib: memory, passes } = hash;
      const cost = { message: password, nonce: salt, parallelism, tagLength: tag.length, memory, passes };
      crypto.argon2("argon2id", cost, done);
    } else {
      const { costLog2, blockSize: r } = hash;
      const maxmem = 128 * r * (2 ** costLog2 + parallelism + 2);
      crypto.scrypt(password, salt, tag.length, { N: 2 ** costLog2, r, p: parallelism, maxmem }, done);
    }
  });
}

function printHash(hash: PasswordHash): string {
  const end = `${base64(hash.salt)}$${base64(hash.tag)}`;
  return hash.kind === "argon2id"
    ? `$argon2id$v=19$m=${hash.memoryKib},t=${hash.passes},p=${hash.parallelism}$${end}`
    : `$scrypt$ln=${hash.costLog2},r=${hash.blockSize},p=${hash.parallelism}$${end}`;
}

const FIELDS =
  /^\$(?:(argon2id)\$v=19\$m=(\d{1,7}),t=(\d{1,2}),p=(\d{1,2})|(scrypt)\$ln=(\d{1,2}),r=(\d{1,2}),p=(\d{1,2}))\$([A-Za-z0-9+/]{11,86})\$([A-Za-z0-9+/]{16,86})$/;

function parseHash(text: string): PasswordHash {
  const fields = text.length > TEXT_LIMIT ? null : FIELDS.exec(text);
  if (fields === null) {
    throw unreadable(
      "it is neither $argon2id$… nor $scrypt$…",
      "Store what Auth.hashPassword() returns, whole; a database column of 255 characters holds it.",
    );
  }
  const number = (at: number) => Number(fields[at]);
  const salt = Buffer.from(fields[9] ?? "", "base64");
  const tag = Buffer.from(fields[10] ?? "", "base64");
  const hash: PasswordHash =
    fields[1] === "argon2id"
      ? { kind: "argon2id", memoryKib: number(2), passes: number(3), parallelism: number(4), salt, tag }
      : { kind: "scrypt", costLog2: number(6), blockSize: number(7), parallelism: number(8), salt, tag };
  if (!isWithinLimits(hash))
    throw unreadable("it asks for no work, or for too much", "Hash the password anew.");
  return hash;
}

/** So that a forged row in the database cannot stop the server. */
function isWithinLimits(hash: PasswordHash): boolean {
  const { parallelism } = hash;
  if (parallelism < 1 || parallelism > WORK_LIMIT) return false;
  if (hash.kind === "argon2id") {
    const { memoryKib, passes } = hash;
    return (
      memoryKib >= 8 * parallelism && memoryKib <= MEMORY_LIMIT_KIB && passes >= 1 && passes <= WORK_LIMIT
    );
  }
  const { costLog2, blockSize } = hash;
  return (
    costLog2 >= 1 && blockSize >= 1 && blockSize <= 32 && (2 ** costLog2 * blockSize) / 8 <= MEMORY_LIMIT_KIB
  );
}

function base64(bytes: Buffer): string {
  return bytes.toString("base64").replace(/=+$/, "");
}

function unreadable(why: string, remedy: string): SessionError {
  return new SessionError("bad-password-hash", `The stored password hash cannot be used: ${why}. ${remedy}`);
}
