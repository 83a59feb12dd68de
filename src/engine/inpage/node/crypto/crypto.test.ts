import real from "node:crypto";
import type { Duplex } from "node:stream";
import { promisify } from "node:util";
import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { type NodeModules, outcome, testMachine } from "../test-builtins.ts";

const hashes = ["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha512-256", "ripemd160"] as const;
const anyHash = fc.constantFrom(...hashes);
const anyBytes = fc.uint8Array({ maxLength: 300 });

describe("crypto against Node's own", () => {
  let own: NodeModules["crypto"];
  beforeAll(async () => {
    own = (await testMachine()).load("crypto");
  });
  const both = (run: (crypto: typeof real) => unknown) =>
    expect(outcome(() => run(own))).toBe(outcome(() => run(real)));

  it("hashes in pieces and at once", () => {
    fc.assert(
      fc.property(anyHash, anyBytes, fc.string({ unit: "binary" }), (name, bytes, text) => {
        both((c) => c.createHash(name).update(bytes).update(text).digest("hex"));
        both((c) => c.createHash(name).update(text, "latin1").digest("base64url"));
        both((c) => c.hash(name, text));
      }),
    );
  });

  it("says which hashes a page has, for one that Node has besides", () => {
    for (const name of ["sha3-256", "SHA3-512", "blake2b512", "shake128", "sm3"]) {
      expect(() => real.createHash(name)).not.toThrow();
      expect(() => own.createHash(name)).toThrow(
        /^The page's engine has no hash .*: use md5, .*sha512-256\.$/,
      );
      expect(() => own.hash(name, "x")).toThrow("The page's engine has no hash");
    }
    both((c) => c.createHash("nope"));
  });

  it("makes HMACs with keys of every length", () => {
    fc.assert(
      fc.property(anyHash, anyBytes, anyBytes, (name, key, bytes) => {
        both((c) => c.createHmac(name, key).update(bytes).digest("hex"));
        both((c) => c.createHmac(name, c.createSecretKey(key)).update(bytes).digest("base64"));
      }),
    );
  });

  it("seals and opens with AES, and Node opens what it sealed", () => {
    const anyKey = fc
      .constantFrom(16, 24, 32)
      .chain((size) => fc.uint8Array({ minLength: size, maxLength: size }));
    fc.assert(
      fc.property(
        anyKey,
        fc.uint8Array({ minLength: 12, maxLength: 12 }),
        anyBytes,
        anyBytes,
        (key, iv, aad, bytes) => {
          const name = `aes-${key.length * 8}-gcm` as "aes-256-gcm";
          const seal = (c: typeof real) => {
            const cipher = c.createCipheriv(name, key, iv);
            cipher.setAAD(aad);
            const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
            return { sealed, tag: cipher.getAuthTag() };
          };
          both((c) => {
            const { sealed, tag } = seal(c);
            return [sealed.toString("hex"), tag.toString("hex")];
          });
          const { sealed, tag } = seal(own);
          for (const c of [own, real]) {
            const decipher = c.createDecipheriv(name, key, iv);
            decipher.setAAD(aad);
            decipher.setAuthTag(tag);
            expect([...Buffer.concat([decipher.update(sealed), decipher.final()])]).toEqual([...bytes]);
          }
          const block = Buffer.alloc(16, 3);
          for (const mode of ["cbc", "ctr"]) {
            both((c) => {
              const cipher = c.createCipheriv(`aes-${key.length * 8}-${mode}`, key, block);
              return cipher.update(Buffer.from(bytes), undefined, "hex") + cipher.final("hex");
            });
          }
        },
      ),
    );
  });

  it("gives out piece by piece what Node gives out piece by piece", () => {
    const bytesOf = (minLength: number, maxLength = minLength) => fc.uint8Array({ minLength, maxLength });
    const anyCipher = fc.oneof(
      fc.record({ mode: fc.constant("gcm"), iv: fc.oneof(bytesOf(12), bytesOf(8, 40)) }),
      fc.record({
        mode: fc.constantFrom("ctr", "cbc"),
        iv: fc.oneof(bytesOf(16), fc.constant(Buffer.alloc(16, 255))),
      }),
    );
    const anyPieces = fc.array(bytesOf(0, 50), { maxLength: 6 });
    fc.assert(
      fc.property(anyCipher, bytesOf(32), anyPieces, fc.boolean(), ({ mode, iv }, key, pieces, pads) => {
        const name = `aes-256-${mode}` as "aes-256-gcm";
        const sealed: Buffer[] = [];
        let tag: Buffer | undefined;
        both((c) => {
          const cipher = c.createCipheriv(name, key, iv);
          cipher.setAutoPadding(pads);
          sealed.length = 0;
          for (const piece of pieces) sealed.push(cipher.update(piece));
          sealed.push(cipher.final());
          tag = mode === "gcm" ? cipher.getAuthTag() : undefined;
          return [...sealed, ...(tag === undefined ? [] : [tag])].map((one) => one.toString("hex"));
        });
        both((c) => {
          const decipher = c.createDecipheriv(name, key, iv);
          decipher.setAutoPadding(pads);
          if (tag !== undefined) decipher.setAuthTag(tag);
          const opened = sealed.map((piece) => decipher.update(piece).toString("hex"));
          return [...opened, decipher.final("hex")];
        });
      }),
    );
  });

  it.each([
    ["aes-128-cbc", 16],
    ["aes-192-ctr", 24],
    ["aes-256-gcm", 32],
  ] as const)("seals and opens a stream: %s", async (name, keyBytes) => {
    const [key, iv] = [Buffer.alloc(keyBytes, 1), Buffer.alloc(name.endsWith("gcm") ? 12 : 16, 2)];
    const pieces = ["a word", "", "and more than one block of sixteen bytes", "!"].map((text) =>
      Buffer.from(text),
    );
    const through = async (transform: Duplex, parts: readonly Buffer[]) => {
      for (const part of parts) transform.write(part);
      transform.end();
      return Buffer.concat(await transform.toArray());
    };
    const journey = async (c: typeof real) => {
      // What the streams need is the same for all three modes.
      const cipher = c.createCipheriv(name as "aes-256-gcm", key, iv);
      const sealed = await through(cipher, pieces);
      const decipher = c.createDecipheriv(name as "aes-256-gcm", key, iv);
      if (name.endsWith("gcm")) decipher.setAuthTag(cipher.getAuthTag());
      const opened = await through(decipher, [sealed.subarray(0, 7), sealed.subarray(7)]);
      const short = c.createDecipheriv(name as "aes-256-gcm", key, iv);
      const ending = await through(short, [sealed.subarray(0, 5)]).catch(({ message }: Error) => message);
      return [sealed.toString("hex"), opened.toString(), String(ending)];
    };
    expect(await journey(own)).toEqual(await journey(real));
  });

  it("never opens what was changed", () => {
    const [key, iv] = [Buffer.alloc(32, 1), Buffer.alloc(12, 2)];
    const cipher = own.createCipheriv("aes-256-gcm", key, iv);
    const sealed = Buffer.concat([cipher.update("the cart of Alice"), cipher.final()]);
    const tag = cipher.getAuthTag();
    for (let bit = 0; bit < (sealed.length + tag.length) * 8; bit += 5) {
      const changed = Buffer.concat([sealed, tag]);
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const decipher = own.createDecipheriv("aes-256-gcm", key, iv);
      decipher.setAuthTag(changed.subarray(sealed.length));
      decipher.update(changed.subarray(0, sealed.length));
      expect(() => decipher.final()).toThrow("Unsupported state or unable to authenticate data");
    }
  });

  it("derives keys", async () => {
    for (const options of [{}, { N: 2, r: 1, p: 1 }, { N: 1024, r: 4, p: 3 }]) {
      both((c) => c.scryptSync("pässword", "salt", 40, options));
    }
    both((c) => c.scryptSync("", "", 64, { N: 16 }));
    both((c) => c.pbkdf2Sync("password", "salt", 3, 70, "sha256"));
    both((c) => Buffer.from(c.hkdfSync("sha384", "key", "salt", "info", 33)));
    const later = await promisify<string, string, number, Buffer>(own.scrypt)("password", "salt", 32);
    expect(later.toString("hex")).toBe(real.scryptSync("password", "salt", 32).toString("hex"));
  });

  it("gives random values of the asked shape", () => {
    const seen = new Set(Array.from({ length: 50 }, () => own.randomBytes(16).toString("hex")));
    expect(seen.size).toBe(50);
    expect(own.randomBytes(100_000).length).toBe(100_000);
    expect(own.randomUUID()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    const numbers = Array.from({ length: 300 }, () => own.randomInt(3, 6));
    expect(new Set(numbers)).toEqual(new Set([3, 4, 5]));
  });

  it("compares in constant time, and only equal lengths", () => {
    both((c) => c.timingSafeEqual(Buffer.from("abc"), Buffer.from("abc")));
    both((c) => c.timingSafeEqual(Buffer.from("abc"), Buffer.from("abd")));
    both((c) => c.timingSafeEqual(Buffer.from("abc"), Buffer.from("ab")));
    both((c) => c.timingSafeEqual("abc" as unknown as Buffer, Buffer.from("abc")));
  });

  it("refuses in Node's words", () => {
    both((c) => c.createHash("nope"));
    both((c) => c.createHash(undefined as unknown as string));
    both((c) => c.createHash(5 as unknown as string));
    both((c) => c.hash("nope", "x"));
    both((c) => c.createHmac("nope", "key"));
    both((c) => c.createHmac("sha256", 5 as unknown as string));
    both((c) => c.createHash("sha256").update({} as unknown as string));
    both((c) => c.createCipheriv("aes-256-gcm", Buffer.alloc(5), Buffer.alloc(12)));
    both((c) => c.createCipheriv("aes-256-cbc", Buffer.alloc(32), Buffer.alloc(3)));
    both((c) => c.createCipheriv("nope", Buffer.alloc(32), Buffer.alloc(3)));
    both((c) => c.randomBytes(-5));
    both((c) => c.randomInt(3, 1));
    both((c) => c.randomBytes(3, 5 as unknown as () => void));
    both((c) => c.pbkdf2Sync("a", "b", 1.5, 5, "sha1"));
    both((c) => c.pbkdf2Sync("a", "b", 1, -5, "sha1"));
    both((c) => c.scryptSync("a", "b", 5, { N: 16, cost: 16 } as object));
    both((c) => c.pbkdf2Sync("a", "b", 0, 5, "sha1"));
    both((c) => c.scryptSync("a", "b", 5, { N: 2 ** 20 }));
    both((c) => c.scryptSync("a", "b", 5, { N: 2 ** 15, r: 8, p: 1 }));
    both((c) => c.scryptSync("a", "b", 5, { N: 2 ** 15, r: 8, p: 1, maxmem: 128 * 8 * (2 ** 15 + 3) }));
    both((c) => {
      const hash = c.createHash("sha1");
      hash.digest();
      return hash.digest();
    });
    expect(() => own.generateKeyPairSync("rsa", { modulusLength: 2048 })).toThrow(
      /does not exist in the page's engine/,
    );
  });
});
