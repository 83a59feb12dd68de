import type { Buffer as NodeBuffer } from "node:buffer";
import * as npm from "buffer/index.js";
import { numberMethods } from "./buffer-numbers.ts";
import { searching } from "./buffer-search.ts";
import { moduleFace } from "./builtin.ts";
import { decodeText, encodeText, encodingOf, knownEncoding, textByteLength } from "./encodings.ts";
import { invalidArgType, nodeError, outOfRange, received } from "./node-error.ts";

type BufferClass = typeof NodeBuffer;

/**
 * Node's Buffer: the `buffer` package, with its text conversions replaced (they are slow, and know neither
 * base64url nor Node's errors).
 */
export const Buffer = npm.Buffer as unknown as BufferClass;

const plainAlloc = npm.Buffer.alloc as unknown as (
  size: number,
  fill?: unknown,
  encoding?: string,
) => NodeBuffer;
const plainFill = npm.Buffer.prototype.fill as unknown as (
  this: NodeBuffer,
  ...args: unknown[]
) => NodeBuffer;

/** The same bytes, as a Buffer. */
export function asBuffer(bytes: Uint8Array): NodeBuffer {
  return Object.setPrototypeOf(
    new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength),
    Buffer.prototype,
  ) as NodeBuffer;
}

function adopt(bytes: Uint8Array): NodeBuffer {
  return Object.setPrototypeOf(bytes, Buffer.prototype) as NodeBuffer;
}

function from(value: unknown, encodingOrOffset?: unknown, length?: unknown): NodeBuffer {
  if (typeof value === "string") return adopt(encodeText(value, encodingOf(encodingOrOffset)));
  if (typeof value === "object" && value !== null) {
    if (value instanceof ArrayBuffer || isShared(value))
      return fromArrayBuffer(value, encodingOrOffset, length);
    const primitive: unknown = value.valueOf();
    const isPrimitive = typeof primitive === "string" || typeof primitive === "object";
    if (primitive !== value && primitive !== null && primitive !== undefined && isPrimitive) {
      return from(primitive, encodingOrOffset, length);
    }
    const bytes = fromObject(value);
    if (bytes !== undefined) return bytes;
    const toPrimitive: unknown = Reflect.get(value, Symbol.toPrimitive);
    if (typeof toPrimitive === "function") {
      const text: unknown = toPrimitive.call(value, "string");
      if (typeof text === "string") return from(text, encodingOrOffset);
    }
  }
  throw nodeError(
    TypeError,
    "ERR_INVALID_ARG_TYPE",
    "The first argument must be of type string or an instance of Buffer, ArrayBuffer, or Array " +
      `or an Array-like Object.${received(value)}`,
  );
}

function isShared(value: unknown): value is ArrayBuffer {
  return typeof SharedArrayBuffer !== "undefined" && value instanceof SharedArrayBuffer;
}

/** A view, not a copy. */
function fromArrayBuffer(whole: ArrayBuffer, offset: unknown, length: unknown): NodeBuffer {
  const start = Number(offset) || 0;
  const room = whole.byteLength - start;
  if (start < 0 || room < 0) {
    throw nodeError(RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", '"offset" is outside of buffer bounds');
  }
  const wanted = length === undefined ? room : Math.max(Number(length) || 0, 0);
  if (wanted > room) {
    throw nodeError(RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", '"length" is outside of buffer bounds');
  }
  return adopt(new Uint8Array(whole, start, wanted));
}

function fromObject(value: object): NodeBuffer | undefined {
  const { length, buffer, type, data } = value as Record<string, unknown>;
  if (length !== undefined || buffer instanceof ArrayBuffer) {
    if (typeof length !== "number") return adopt(new Uint8Array(0));
    return adopt(value instanceof Uint8Array ? value.slice() : Uint8Array.from(value as ArrayLike<number>));
  }
  return type === "Buffer" && Array.isArray(data) ? adopt(Uint8Array.from(data as number[])) : undefined;
}

function byteLength(value: unknown, encoding?: unknown): number {
  if (typeof value === "string") return textByteLength(value, knownEncoding(encoding) ?? "utf8");
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return value.byteLength;
  if (typeof SharedArrayBuffer !== "undefined" && value instanceof SharedArrayBuffer) return value.byteLength;
  throw invalidArgType("string", ["string", "Buffer", "ArrayBuffer"], value);
}

function toText(this: NodeBuffer, encoding?: unknown, start?: number, end?: number): string {
  if (start === undefined && end === undefined) return decodeText(this, encodingOf(encoding));
  const first = clamp(start, 0, this.length, 0);
  const last = clamp(end, 0, this.length, this.length);
  if (first >= last) return "";
  return decodeText(Uint8Array.prototype.subarray.call(this, first, last), encodingOf(encoding));
}

function clamp(value: unknown, low: number, high: number, absent: number): number {
  if (value === undefined) return absent;
  const number = Math.trunc(Number(value));
  return Number.isNaN(number) ? low : Math.min(Math.max(number, low), high);
}

function write(this: NodeBuffer, text: string, ...rest: unknown[]): number {
  if (typeof text !== "string") throw invalidArgType("argument", "string", text);
  const encoding = rest.find((one) => typeof one === "string");
  const [offset = 0, length = this.length - offset] = rest.filter((one) => typeof one === "number");
  if (!Number.isInteger(offset) || offset < 0 || offset > this.length) {
    throw outOfRange("offset", `>= 0 && <= ${this.length}`, offset);
  }
  const room = Math.min(length, this.length - offset);
  const known = encodingOf(encoding);
  if (known === "utf8") {
    return new TextEncoder().encodeInto(text, new Uint8Array(this.buffer, this.byteOffset + offset, room))
      .written;
  }
  const bytes = encodeText(text, known);
  const whole = known === "utf16le" ? room & ~1 : room;
  const fitting = bytes.subarray(0, whole);
  this.set(fitting, offset);
  return fitting.length;
}

function alloc(size: number, fill?: unknown, encoding?: string): NodeBuffer {
  if (typeof size !== "number") throw invalidArgType("size", "number", size);
  if (!(size >= 0 && size <= Number.MAX_SAFE_INTEGER))
    throw outOfRange("size", ">= 0 && <= 9007199254740991", size);
  const buffer = plainAlloc(size);
  return fill === undefined || fill === 0 || size === 0
    ? buffer
    : buffer.fill(fill as string, encoding as BufferEncoding);
}

function fill(this: NodeBuffer, value: unknown, ...rest: unknown[]): NodeBuffer {
  if (typeof value !== "string") return plainFill.call(this, value, ...rest);
  const encoding = encodingOf(rest.find((one) => typeof one === "string"));
  const range = rest.filter((one) => typeof one !== "string");
  const bytes = encodeText(value, encoding);
  if (bytes.length === 0 && value.length > 0) throw invalidFill(value);
  return bytes.length === 0
    ? plainFill.call(this, 0, ...range)
    : plainFill.call(this, adopt(bytes), ...range);
}

function invalidFill(value: string): Error {
  return nodeError(
    TypeError,
    "ERR_INVALID_ARG_VALUE",
    `The argument 'value' is invalid. Received '${value}'`,
  );
}

function concat(list: readonly Uint8Array[], total?: number): NodeBuffer {
  if (!Array.isArray(list)) throw invalidArgType("list", "Array", list);
  // What is no bytes is refused below, by its place.
  const size = total ?? list.reduce((sum: number, one: Uint8Array | null) => sum + (one?.length ?? 0), 0);
  const whole = Buffer.alloc(size);
  let at = 0;
  for (const [index, one] of list.entries()) {
    if (!(one instanceof Uint8Array)) throw invalidArgType(`list[${index}]`, ["Buffer", "Uint8Array"], one);
    if (at >= size) break;
    whole.set(at + one.length > size ? one.subarray(0, size - at) : one, at);
    at += one.length;
  }
  return whole;
}

function copyBytesFrom(view: ArrayBufferView, offset = 0, length?: number): NodeBuffer {
  const size = (view as Uint8Array).BYTES_PER_ELEMENT ?? 1;
  const end = length === undefined ? view.byteLength : (offset + length) * size;
  return adopt(new Uint8Array(view.buffer, view.byteOffset, view.byteLength).slice(offset * size, end));
}

function compare(a: Uint8Array, b: Uint8Array): number {
  if (!(a instanceof Uint8Array)) throw invalidArgType("buf1", ["Buffer", "Uint8Array"], a);
  if (!(b instanceof Uint8Array)) throw invalidArgType("buf2", ["Buffer", "Uint8Array"], b);
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = (a[i] ?? 0) - (b[i] ?? 0);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return Math.sign(a.length - b.length);
}

function compareTo(this: NodeBuffer, other: Uint8Array, ...[start, end, ownStart, ownEnd]: number[]): number {
  if (!(other instanceof Uint8Array)) throw invalidArgType("target", ["Buffer", "Uint8Array"], other);
  return compare(this.subarray(ownStart ?? 0, ownEnd), other.subarray(start ?? 0, end));
}

function equals(this: NodeBuffer, other: Uint8Array): boolean {
  if (!(other instanceof Uint8Array)) throw invalidArgType("otherBuffer", ["Buffer", "Uint8Array"], other);
  return this.length === other.length && compare(this, other) === 0;
}

/** `latin1Slice`, `utf8Write` and their like: not documented, used by parsers all the same. */
function encodingMethods(): Record<string, unknown> {
  const methods: Record<string, unknown> = {};
  for (const name of ["utf8", "latin1", "ascii", "hex", "base64", "base64url", "ucs2"] as const) {
    methods[`${name}Slice`] = function (this: NodeBuffer, start?: number, end?: number) {
      return this.toString(name, start ?? 0, end ?? this.length);
    };
    methods[`${name}Write`] = function (this: NodeBuffer, text: string, offset = 0, length?: number) {
      return this.write(text, offset, length ?? this.length - offset, name);
    };
  }
  return methods;
}

const statics = {
  compare,
  from,
  byteLength,
  alloc,
  concat,
  copyBytesFrom,
  isEncoding: (name: unknown) => knownEncoding(name) !== undefined,
};
const methods = {
  ...numberMethods(),
  ...encodingMethods(),
  compare: compareTo,
  equals,
  toString: toText,
  write,
  fill,
  indexOf: searching(true),
  lastIndexOf: searching(false),
  includes: function (this: NodeBuffer, ...args: [string]): boolean {
    return this.indexOf(...args) !== -1;
  },
};
for (const [target, replacements] of [
  [Buffer, statics],
  [Buffer.prototype, methods],
] as const) {
  for (const [name, value] of Object.entries(replacements)) {
    Object.defineProperty(target, name, { value, writable: true, configurable: true });
  }
}

export const constants = { MAX_LENGTH: Number.MAX_SAFE_INTEGER, MAX_STRING_LENGTH: 536_870_888 };

export const bufferModule = moduleFace({
  Buffer,
  SlowBuffer: npm.SlowBuffer,
  Blob: globalThis.Blob,
  File: globalThis.File,
  INSPECT_MAX_BYTES: 50,
  kMaxLength: constants.MAX_LENGTH,
  kStringMaxLength: constants.MAX_STRING_LENGTH,
  constants,
  atob: (text: string) => globalThis.atob(text),
  btoa: (text: string) => globalThis.btoa(text),
  isUtf8: (bytes: Uint8Array) => isUtf8(bytes),
  isAscii: (bytes: Uint8Array) => bytes.every((byte) => byte < 0x80),
  transcode: (bytes: Uint8Array, fromEncoding: string, toEncoding: string) =>
    from(decodeText(bytes, encodingOf(fromEncoding)), toEncoding),
});

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}
