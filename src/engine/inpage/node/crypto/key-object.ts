import type { Buffer as NodeBuffer } from "node:buffer";
import { Buffer } from "../buffer.ts";
import { invalidArgValue } from "../node-error.ts";

/** A secret key: bytes that are not shown when the object is logged. Other kinds of keys are refused. */
export class KeyObject {
  readonly type = "secret";
  readonly #bytes: Uint8Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes.slice();
  }
  get symmetricKeySize(): number {
    return this.#bytes.length;
  }
  get [Symbol.toStringTag](): string {
    return "KeyObject";
  }
  /** For this module's own use: not a copy. */
  secretBytes(): Uint8Array {
    return this.#bytes;
  }
  export(options: { format?: string } = {}): NodeBuffer | { kty: string; k: string } {
    if (options.format === undefined || options.format === "buffer") return Buffer.from(this.#bytes);
    if (options.format === "jwk") return { kty: "oct", k: Buffer.from(this.#bytes).toString("base64url") };
    throw invalidArgValue("options.format", options.format, "must be one of: undefined, 'buffer', 'jwk'");
  }
  equals(other: unknown): boolean {
    return other instanceof KeyObject && Buffer.from(this.#bytes).equals(other.secretBytes());
  }
}
