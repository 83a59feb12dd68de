import type { Buffer as NodeBuffer } from "node:buffer";
import { Buffer } from "../buffer.ts";
import { knownEncoding } from "../encodings.ts";
import { invalidArgType, invalidArgValue } from "../node-error.ts";

/** Options that may also be just the name of an encoding. */
export type TextOptions =
  | string
  | { readonly encoding?: string | null; readonly flag?: unknown }
  | null
  | undefined;

export function textOptions(options: unknown): {
  encoding: BufferEncoding | undefined;
  flag: unknown;
  rest: Record<string, unknown>;
} {
  if (options === null || options === undefined || typeof options === "function") {
    return { encoding: undefined, flag: undefined, rest: {} };
  }
  if (typeof options !== "string" && typeof options !== "object") {
    throw invalidArgType("options", ["string", "Object"], options);
  }
  const rest = (typeof options === "string" ? { encoding: options } : options) as Record<string, unknown>;
  const encoding = rest["encoding"] ?? undefined;
  if (encoding !== undefined && encoding !== "buffer" && knownEncoding(encoding) === undefined) {
    throw invalidArgValue("encoding", encoding, "is invalid encoding");
  }
  return {
    encoding: encoding === "buffer" ? undefined : (encoding as BufferEncoding | undefined),
    flag: rest["flag"] ?? rest["flags"],
    rest,
  };
}

/** What may be written: text or bytes. Fresh bytes, nobody else's. */
export function dataBytes(data: unknown, encoding: BufferEncoding | undefined, name = "data"): Uint8Array {
  if (typeof data === "string") return Uint8Array.from(Buffer.from(data, encoding));
  if (ArrayBuffer.isView(data)) return new Uint8Array(data.buffer, data.byteOffset, data.byteLength).slice();
  throw invalidArgType(name, ["string", "Buffer", "TypedArray", "DataView"], data);
}

export function asData(bytes: Uint8Array, encoding: BufferEncoding | undefined): string | NodeBuffer {
  const copy = Buffer.from(bytes);
  return encoding === undefined ? copy : copy.toString(encoding);
}
