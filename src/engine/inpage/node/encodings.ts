import { invalidArgType, nodeError } from "./node-error.ts";

export type Encoding = "utf8" | "utf16le" | "latin1" | "ascii" | "base64" | "base64url" | "hex";

const NAMES: Readonly<Record<string, Encoding>> = {
  utf8: "utf8",
  "utf-8": "utf8",
  ucs2: "utf16le",
  "ucs-2": "utf16le",
  utf16le: "utf16le",
  "utf-16le": "utf16le",
  latin1: "latin1",
  binary: "latin1",
  ascii: "ascii",
  base64: "base64",
  base64url: "base64url",
  hex: "hex",
};

/** The encoding's own name, or `undefined` for one that Node does not know. */
export function knownEncoding(name: unknown): Encoding | undefined {
  if (name === "utf8") return "utf8";
  return typeof name === "string" ? NAMES[name.toLowerCase()] : undefined;
}

/** As {@link knownEncoding}; nothing means UTF-8, an unknown one throws ERR_UNKNOWN_ENCODING. */
export function encodingOf(name: unknown): Encoding {
  if (name === undefined || name === null || name === "") return "utf8";
  const known = knownEncoding(name);
  if (known === undefined)
    throw nodeError(TypeError, "ERR_UNKNOWN_ENCODING", `Unknown encoding: ${String(name)}`);
  return known;
}

const utf8Encoder = new TextEncoder();
const utf8Decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** Fresh bytes. Bad base64 and hex digits are skipped or end the text, as Node does. */
export function encodeText(text: string, encoding: Encoding): Uint8Array<ArrayBuffer> {
  switch (encoding) {
    case "utf8":
      return utf8Encoder.encode(text);
    case "latin1":
    case "ascii":
      return charCodes(text);
    case "utf16le":
      return utf16Bytes(text);
    case "base64":
    case "base64url":
      return fromBase64(text);
    case "hex":
      return fromHex(text);
  }
}

export function decodeText(bytes: Uint8Array, encoding: Encoding): string {
  switch (encoding) {
    case "utf8":
      return utf8Decoder.decode(bytes);
    case "latin1":
      return fromCharCodes(bytes);
    case "ascii":
      return fromCharCodes(bytes.map((byte) => byte & 0x7f));
    case "utf16le":
      return utf16Text(bytes);
    case "base64":
      return toBase64(bytes, STANDARD, true);
    case "base64url":
      return toBase64(bytes, URL_SAFE, false);
    case "hex":
      return toHex(bytes);
  }
}

/** Bytes that `text` takes, as `Buffer.byteLength` says (an upper bound for malformed base64). */
export function textByteLength(text: string, encoding: Encoding): number {
  switch (encoding) {
    case "utf8":
      return utf8Length(text);
    case "latin1":
    case "ascii":
      return text.length;
    case "utf16le":
      return text.length * 2;
    case "base64":
    case "base64url": {
      let end = text.length;
      if (text[end - 1] === "=") end--;
      if (end > 1 && text[end - 1] === "=") end--;
      return Math.floor((end * 3) / 4);
    }
    case "hex":
      return text.length >>> 1;
  }
}

/** What `Buffer.from(x, encoding)` and friends say of a wrong `x`. */
export function requireText(value: unknown, name: string): asserts value is string {
  if (typeof value !== "string") throw invalidArgType(name, "string", value);
}

function utf8Length(text: string): number {
  let length = text.length;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if (unit < 0x80) continue;
    if (unit < 0x800) length++;
    else if (unit >= 0xd800 && unit < 0xdc00 && isLowSurrogate(text.charCodeAt(i + 1))) {
      length += 2;
      i++;
    } else length += 2;
  }
  return length;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit < 0xe000;
}

function charCodes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return bytes;
}

const PIECE = 8192;

function fromCharCodes(units: Uint8Array | Uint16Array): string {
  if (units.length <= PIECE) return String.fromCharCode(...units);
  let text = "";
  for (let i = 0; i < units.length; i += PIECE) text += String.fromCharCode(...units.subarray(i, i + PIECE));
  return text;
}

function utf16Bytes(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length * 2);
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    bytes[i * 2] = unit;
    bytes[i * 2 + 1] = unit >>> 8;
  }
  return bytes;
}

function utf16Text(bytes: Uint8Array): string {
  const units = new Uint16Array(bytes.length >>> 1);
  for (let i = 0; i < units.length; i++) units[i] = (bytes[i * 2] ?? 0) | ((bytes[i * 2 + 1] ?? 0) << 8);
  return fromCharCodes(units);
}

const STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const URL_SAFE = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const NOT_A_DIGIT = 255;

const base64Values = new Uint8Array(128).fill(NOT_A_DIGIT);
for (const alphabet of [STANDARD, URL_SAFE]) {
  for (let i = 0; i < 64; i++) base64Values[alphabet.charCodeAt(i)] = i;
}

function toBase64(bytes: Uint8Array, alphabet: string, padded: boolean): string {
  const pieces: string[] = [];
  let text = "";
  for (let i = 0; i < bytes.length; i += 3) {
    const [a, b, c] = [bytes[i] ?? 0, bytes[i + 1], bytes[i + 2]];
    text += alphabet[a >> 2];
    text += alphabet[((a & 3) << 4) | ((b ?? 0) >> 4)];
    if (b !== undefined) text += alphabet[((b & 15) << 2) | ((c ?? 0) >> 6)];
    else if (padded) text += "=";
    if (c !== undefined) text += alphabet[c & 63];
    else if (padded) text += "=";
    if (text.length >= PIECE) {
      pieces.push(text);
      text = "";
    }
  }
  return pieces.length === 0 ? text : pieces.join("") + text;
}

function fromBase64(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(Math.ceil((text.length * 3) / 4));
  let length = 0;
  let bits = 0;
  let held = 0;
  for (let i = 0; i < text.length; i++) {
    // Node looks at the low byte of a character only.
    const unit = text.charCodeAt(i) & 0xff;
    if (unit === 0x3d) break;
    const value = unit < 128 ? (base64Values[unit] ?? NOT_A_DIGIT) : NOT_A_DIGIT;
    if (value === NOT_A_DIGIT) continue;
    bits = (bits << 6) | value;
    held += 6;
    if (held >= 8) {
      held -= 8;
      bytes[length++] = bits >> held;
      bits &= (1 << held) - 1;
    }
  }
  return bytes.slice(0, length);
}

const hexPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += hexPairs[byte];
  return text;
}

function fromHex(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length >>> 1);
  for (let i = 0; i < bytes.length; i++) {
    const value = hexDigit(text.charCodeAt(i * 2)) * 16 + hexDigit(text.charCodeAt(i * 2 + 1));
    if (Number.isNaN(value)) return bytes.slice(0, i);
    bytes[i] = value;
  }
  return bytes;
}

/** Of the low byte only, as for base64. */
function hexDigit(unit: number): number {
  const code = unit & 0xff;
  if (code >= 0x30 && code <= 0x39) return code - 0x30;
  const letter = code | 0x20;
  return letter >= 0x61 && letter <= 0x66 ? letter - 0x57 : Number.NaN;
}
