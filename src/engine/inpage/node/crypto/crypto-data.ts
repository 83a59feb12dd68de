import type { Buffer as NodeBuffer } from "node:buffer";
import { asBuffer, Buffer } from "../buffer.ts";
import { invalidArgType } from "../node-error.ts";
import { KeyObject } from "./key-object.ts";

const BINARY = ["string", "ArrayBuffer", "Buffer", "TypedArray", "DataView"] as const;

/** Of an HMAC's key. */
export const KEY_TYPES = [...BINARY, "KeyObject", "CryptoKey"] as const;

/** Text (UTF-8, or as `encoding` says), bytes in any shape, or a secret key. */
export function cryptoBytes(
  value: unknown,
  name: string,
  encoding?: string,
  expected: readonly string[] = BINARY,
): Uint8Array {
  if (typeof value === "string")
    return Buffer.from(value, encoding === "buffer" ? "utf8" : (encoding as BufferEncoding));
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  if (value instanceof KeyObject) return value.secretBytes();
  throw invalidArgType(name, expected, value);
}

/** A result as a Buffer, or as text when an encoding is given. */
export function cryptoResult(bytes: Uint8Array, encoding?: string): string | NodeBuffer {
  const buffer = asBuffer(bytes);
  return encoding === undefined || encoding === "buffer"
    ? buffer
    : buffer.toString(encoding as BufferEncoding);
}
