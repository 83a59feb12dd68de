import { Buffer } from "node:buffer";
import { UnreadablePython } from "./python-value.ts";

const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** UTF-8 as Python's pickle writes it: a lone surrogate, which UTF-8 has not, is three bytes ("surrogatepass"). */
export function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return decodeWithSurrogates(bytes);
  }
}

function decodeWithSurrogates(bytes: Uint8Array): string {
  let text = "";
  let start = 0;
  for (let at = 0; at + 2 < bytes.length; at += 1) {
    const second = bytes[at + 1] ?? 0;
    const third = bytes[at + 2] ?? 0;
    if (bytes[at] !== 0xed || second < 0xa0 || (second & 0xc0) !== 0x80 || (third & 0xc0) !== 0x80) continue;
    text += decodeUtf8(bytes.subarray(start, at));
    text += String.fromCharCode(0xd000 | ((second & 0x3f) << 6) | (third & 0x3f));
    at += 2;
    start = at + 1;
  }
  return text + decodeUtf8(bytes.subarray(start));
}

/** UTF-8 as it is defined, which msgspec holds to. */
export function decodeUtf8(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    throw new UnreadablePython("a text is not UTF-8");
  }
}

export function encodeText(text: string): Uint8Array {
  if (text.isWellFormed()) return Buffer.from(text, "utf8");
  const parts: Uint8Array[] = [];
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    const isLone = code >= 0xd800 && code <= 0xdfff;
    parts.push(
      isLone
        ? Uint8Array.of(0xe0 | (code >> 12), 0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f))
        : Buffer.from(letter, "utf8"),
    );
  }
  return Buffer.concat(parts);
}
