import { createHash, createHmac, pbkdf2Sync, randomBytes, timingSafeEqual } from "node:crypto";
import { MongodbDoubleError } from "./mongodb-double-error.ts";

export interface DoubleUser {
  readonly name: string;
  readonly password: string;
}

/** The server's side of one SCRAM-SHA-256 hand-shake (RFC 5802, RFC 7677). The password is plain ASCII. */
export class ScramConversation {
  readonly #user: DoubleUser;
  readonly #salt = randomBytes(28);
  #clientFirst = "";
  #serverFirst = "";

  constructor(user: DoubleUser) {
    this.#user = user;
  }

  /** From `n,,n=NAME,r=NONCE` to `r=…,s=…,i=…`. */
  start(payload: Buffer): Buffer {
    const text = payload.toString();
    if (!text.startsWith("n,,")) throw refused();
    this.#clientFirst = text.slice(3);
    const nonce = fields(this.#clientFirst).get("r") ?? "";
    this.#serverFirst = `r=${nonce}${randomBytes(24).toString("base64")},s=${this.#salt.toString("base64")},i=${ITERATIONS}`;
    return Buffer.from(this.#serverFirst);
  }

  /** From `c=biws,r=…,p=PROOF` to `v=SIGNATURE`. Throws when the name or the password is not right. */
  finish(payload: Buffer): Buffer {
    const text = payload.toString();
    const withoutProof = text.slice(0, text.lastIndexOf(",p="));
    const proof = Buffer.from(fields(text).get("p") ?? "", "base64");
    const salted = pbkdf2Sync(this.#user.password, this.#salt, ITERATIONS, 32, "sha256");
    const clientKey = hmac(salted, "Client Key");
    const message = `${this.#clientFirst},${this.#serverFirst},${withoutProof}`;
    const signature = hmac(sha256(clientKey), message);
    const expected = Buffer.from(clientKey.map((byte, at) => byte ^ (signature[at] ?? 0)));
    const isSameNonce = fields(withoutProof).get("r") === fields(this.#serverFirst).get("r");
    const isUser = fields(this.#clientFirst).get("n") === this.#user.name;
    if (!isUser || !isSameNonce || proof.length !== 32 || !timingSafeEqual(proof, expected)) throw refused();
    return Buffer.from(`v=${hmac(hmac(salted, "Server Key"), message).toString("base64")}`);
  }
}

const ITERATIONS = 15_000;

function refused(): MongodbDoubleError {
  return new MongodbDoubleError(18, "Authentication failed.");
}

function fields(text: string): Map<string, string> {
  return new Map(text.split(",").map((part) => [part.slice(0, 1), part.slice(2)]));
}

function hmac(key: Buffer, text: string): Buffer {
  return createHmac("sha256", key).update(text).digest();
}

function sha256(bytes: Buffer): Buffer {
  return createHash("sha256").update(bytes).digest();
}
