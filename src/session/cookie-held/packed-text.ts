import { Buffer } from "node:buffer";
import zlib from "node:zlib";
import { fromBase64, toBase64 } from "./base64-text.ts";

/** What a packed text may unpack to. */
const UNPACKED_LIMIT_BYTES = 256 * 1024;
/** Below, packing would save little and cost more than all the rest. */
const PACK_FROM_CHARACTERS = 1024;

/** Base64url as itsdangerous and Django write it: with a dot before it when it is packed with zlib. */
export function packed(text: string): string {
  if (text.length >= PACK_FROM_CHARACTERS) {
    const bytes = zlib.deflateSync(text);
    if (bytes.length < text.length - 1) return `.${bytes.toString("base64url")}`;
  }
  return toBase64(text, "base64url");
}

/** Undefined: cannot be unpacked, or only to more than 256 KiB. */
export function unpacked(payload: string): string | undefined {
  if (!payload.startsWith(".")) return fromBase64(payload, "base64url");
  try {
    const bytes = Buffer.from(payload.slice(1), "base64url");
    return zlib.inflateSync(bytes, { maxOutputLength: UNPACKED_LIMIT_BYTES }).toString("utf8");
  } catch {
    return undefined;
  }
}
