import { createHash, createHmac, timingSafeEqual } from "node:crypto";

/** A key for each cookie, made of the secret and the cookie's name, as itsdangerous does it with its salt. */
class CookieSigner {
  readonly #keys: readonly Buffer[];

  constructor(name: string, secrets: readonly string[]) {
    this.#keys = secrets.map((secret) => createHmac("sha256", secret).update(`cookie ${name}`).digest());
  }

  sign(value: string): string {
    const [newest] = this.#keys;
    if (newest === undefined) throw new Error("There is no key.");
    const content = Buffer.from(JSON.stringify({ value })).toString("base64url");
    return `${content}~${createHmac("sha256", newest).update(content).digest("base64url")}`;
  }

  open(text: string): string | undefined {
    const [content, signature, ...rest] = text.split("~");
    if (content === undefined || signature === undefined || rest.length > 0) return undefined;
    for (const key of this.#keys) {
      const right = createHmac("sha256", key).update(content).digest("base64url");
      // Of one length, whatever came.
      if (timingSafeEqual(digest(right), digest(signature))) {
        return JSON.parse(Buffer.from(content, "base64url").toString()).value;
      }
    }
    return undefined;
  }
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

export function signed(name: string, value: string, keys: readonly string[]): string {
  return new CookieSigner(name, keys).sign(value);
}

export function readSigned(name: string, text: string, keys: readonly string[]): string | undefined {
  return new CookieSigner(name, keys).open(text);
}
