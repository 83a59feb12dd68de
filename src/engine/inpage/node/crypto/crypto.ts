import { type BuiltinModule, moduleFace } from "../builtin.ts";
import { nodeError } from "../node-error.ts";
import { CIPHER_NAMES, Cipheriv, Decipheriv } from "./cipher.ts";
import { cryptoBytes } from "./crypto-data.ts";
import { HASH_NAMES, Hash, Hmac, hashOnce } from "./hash.ts";
import { hkdfLater, hkdfSync, pbkdf2Later, pbkdf2Sync, scrypt, scryptSync } from "./key-derivation.ts";
import { KeyObject } from "./key-object.ts";
import {
  later,
  randomBytes,
  randomFill,
  randomFillSync,
  randomInt,
  randomUUID,
  timingSafeEqual,
} from "./random.ts";

type Cipher = ConstructorParameters<typeof Cipheriv>;

/** What needs RSA, elliptic curves or certificates. */
const REFUSED = [
  "createSign",
  "createVerify",
  "sign",
  "verify",
  "createPrivateKey",
  "createPublicKey",
  "generateKeyPair",
  "generateKeyPairSync",
  "createDiffieHellman",
  "createECDH",
  "diffieHellman",
  "publicEncrypt",
  "privateDecrypt",
  "privateEncrypt",
  "publicDecrypt",
  "X509Certificate",
  "generatePrime",
  "generatePrimeSync",
  "argon2",
  "argon2Sync",
];

function refused(name: string) {
  return function refusedCrypto(): never {
    throw nodeError(
      Error,
      "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
      `crypto.${name} does not exist in the page's engine. There are hashes, HMAC, scrypt, PBKDF2, HKDF, AES and random bytes; ` +
        "for signatures with a secret use crypto.createHmac.",
    );
  };
}

export function cryptoModule(): BuiltinModule {
  const webcrypto = globalThis.crypto;
  // A page that is no secure context has no randomUUID.
  if (!("randomUUID" in webcrypto)) Object.defineProperty(webcrypto, "randomUUID", { value: randomUUID });
  return moduleFace({
    ...Object.fromEntries(REFUSED.map((name) => [name, refused(name)])),
    Cipheriv,
    Decipheriv,
    Hash,
    Hmac,
    KeyObject,
    constants: {},
    createCipheriv: (...args: Cipher) => new Cipheriv(...args),
    createDecipheriv: (...args: Cipher) => new Decipheriv(...args),
    createHash: (algorithm: string) => new Hash(algorithm),
    createHmac: (algorithm: string, key: unknown) => new Hmac(algorithm, key),
    createSecretKey: (key: unknown, encoding?: string) => new KeyObject(cryptoBytes(key, "key", encoding)),
    generateKeySync: (_type: string, options: { length: number }) => randomKey(options.length),
    generateKey: (
      _type: string,
      options: { length: number },
      callback: (error: null, key: KeyObject) => void,
    ) => later(() => callback(null, randomKey(options.length))),
    getCiphers: () => [...CIPHER_NAMES],
    getCurves: () => [],
    getFips: () => 0,
    getHashes: () => [...HASH_NAMES],
    getRandomValues: (view: Uint8Array<ArrayBuffer>) => webcrypto.getRandomValues(view),
    hash: hashOnce,
    hkdf: hkdfLater,
    hkdfSync,
    pbkdf2: pbkdf2Later,
    pbkdf2Sync,
    pseudoRandomBytes: randomBytes,
    randomBytes,
    randomFill,
    randomFillSync,
    randomInt,
    randomUUID,
    scrypt,
    scryptSync,
    secureHeapUsed: () => ({ total: 0, used: 0, utilization: 0, min: 0 }),
    subtle: webcrypto.subtle,
    timingSafeEqual,
    webcrypto,
  });
}

function randomKey(bits: number): KeyObject {
  return new KeyObject(randomBytes(bits >>> 3) ?? new Uint8Array(0));
}
