import { crc32 } from "node:zlib";
import { decodeCp437 } from "./cp437.ts";
import { extraField } from "./extra-field.ts";

const CONTROL = /\p{Cc}/u;
/** Of one part of a path: no file system takes more. A name is compared with patterns, whose work grows much faster. */
const PART_LIMIT_CHARACTERS = 255;
/** Of a whole path, as most systems have it. */
const PATH_LIMIT_CHARACTERS = 4_096;

/** Why a path in a zip file is not to be trusted, as the end of a sentence; absent when it is plain. */
export function nameFault(name: string): string | undefined {
  if (name === "") return "has no name";
  if (CONTROL.test(name)) return "has a control character in its name";
  if (name.includes("\\")) return "has a backslash in its name, which means a folder on some systems only";
  if (name.startsWith("/") || /^[A-Za-z]:/.test(name)) return "has an absolute path";
  const parts = name.split("/");
  if (parts.includes("..")) return "has a path that leads out of the zip file";
  if (name.length > PATH_LIMIT_CHARACTERS || parts.some((part) => part.length > PART_LIMIT_CHARACTERS))
    return "has a longer name than any file system takes";
  return undefined;
}

const UNICODE_PATH_FIELD = 0x7075;
const UNICODE_PATH_VERSION = 1;
const UNICODE_PATH_HEAD_BYTES = 5;

/**
 * The name that stands in a header with this extra field: the one in Unicode beside it, where that is of this very name;
 * else UTF-8 when it is that, as all who write zip files today do, whatever flag they set; else the code page of old. One
 * form for each letter.
 */
export function decodeName(bytes: Uint8Array, extra: Uint8Array): string {
  return (unicodePath(bytes, extra) ?? utf8(bytes) ?? decodeCp437(bytes)).normalize("NFC");
}

/** Undefined also when the name was changed afterwards, by somebody who knew nothing of this field. */
function unicodePath(bytes: Uint8Array, extra: Uint8Array): string | undefined {
  const field = extraField(extra, UNICODE_PATH_FIELD);
  if (field === undefined || field.byteLength < UNICODE_PATH_HEAD_BYTES) return undefined;
  if (field.getUint8(0) !== UNICODE_PATH_VERSION || field.getUint32(1, true) !== crc32(bytes))
    return undefined;
  const offset = field.byteOffset + UNICODE_PATH_HEAD_BYTES;
  return utf8(new Uint8Array(field.buffer, offset, field.byteLength - UNICODE_PATH_HEAD_BYTES));
}

function utf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
