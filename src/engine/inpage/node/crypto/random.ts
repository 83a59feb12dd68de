import type { Buffer as NodeBuffer } from "node:buffer";
import { Buffer } from "../buffer.ts";
import { invalidArgType, nodeError, outOfRange } from "../node-error.ts";
import { enter } from "../ticks.ts";

const MOST_AT_ONCE = 65_536;
type Callback<T> = (error: Error | null, value: T) => void;

function fill(view: Uint8Array): void {
  for (let at = 0; at < view.length; at += MOST_AT_ONCE) {
    crypto.getRandomValues(view.subarray(at, at + MOST_AT_ONCE) as Uint8Array<ArrayBuffer>);
  }
}

export function randomBytes(size: unknown, callback?: Callback<NodeBuffer>): NodeBuffer | undefined {
  if (typeof size !== "number") throw invalidArgType("size", "number", size);
  if (!(size >= 0 && size <= 2_147_483_647)) throw outOfRange("size", ">= 0 && <= 2147483647", size);
  if (callback !== undefined && typeof callback !== "function")
    throw invalidArgType("callback", "function", callback);
  const bytes = Buffer.alloc(size);
  fill(bytes);
  if (callback === undefined) return bytes;
  later(() => callback(null, bytes));
  return undefined;
}

export function randomFillSync<T extends ArrayBufferView>(view: T, offset = 0, size?: number): T {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  if (offset < 0 || offset > bytes.length) throw outOfRange("offset", `>= 0 && <= ${bytes.length}`, offset);
  const end = size === undefined ? bytes.length : offset + size;
  if (end > bytes.length) throw outOfRange("size + offset", `<= ${bytes.length}`, end);
  fill(bytes.subarray(offset, end));
  return view;
}

export function randomFill(view: ArrayBufferView, ...args: unknown[]): void {
  const callback = args.findLast((arg) => typeof arg === "function") as Callback<ArrayBufferView>;
  const [offset, size] = args.filter((arg) => typeof arg === "number");
  randomFillSync(view, offset, size);
  later(() => callback(null, view));
}

export function randomInt(...args: unknown[]): number | undefined {
  const callback = typeof args.at(-1) === "function" ? (args.pop() as Callback<number>) : undefined;
  const [min, max] = args.length === 1 ? [0, args[0]] : args;
  if (!Number.isSafeInteger(min)) throw invalidArgType("min", "a safe integer", min);
  if (!Number.isSafeInteger(max)) throw invalidArgType("max", "a safe integer", max);
  const [low, high] = [min as number, max as number];
  if (high <= low) throw outOfRange("max", `greater than the value of "min" (${low})`, high);
  const range = high - low;
  if (range > 2 ** 48 - 1) throw outOfRange("max - min", "<= 281474976710655", range);
  const limit = 2 ** 48 - (2 ** 48 % range);
  let value = random48();
  while (value >= limit) value = random48();
  const result = low + (value % range);
  if (callback === undefined) return result;
  later(() => callback(null, result));
  return undefined;
}

function random48(): number {
  const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
  return (high & 0xffff) * 2 ** 32 + low;
}

/** `crypto.randomUUID` of a page needs a secure context; this one does not. */
export function randomUUID(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = Buffer.from(bytes).toString("hex");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

export function timingSafeEqual(a: unknown, b: unknown): boolean {
  const [first, second] = [viewBytes(a, "buf1"), viewBytes(b, "buf2")];
  if (first.length !== second.length) {
    throw nodeError(
      RangeError,
      "ERR_CRYPTO_TIMING_SAFE_EQUAL_LENGTH",
      "Input buffers must have the same byte length",
    );
  }
  let difference = 0;
  for (let i = 0; i < first.length; i++) difference |= (first[i] ?? 0) ^ (second[i] ?? 0);
  return difference === 0;
}

function viewBytes(value: unknown, name: string): Uint8Array {
  if (ArrayBuffer.isView(value)) return new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
  if (value instanceof ArrayBuffer) return new Uint8Array(value);
  throw nodeError(
    TypeError,
    "ERR_INVALID_ARG_TYPE",
    `The "${name}" argument must be an instance of ArrayBuffer, Buffer, TypedArray, or DataView.`,
  );
}

/** In a later turn, as the pool of Node would. */
export function later(run: () => void): void {
  setTimeout(() => enter(run), 0);
}
