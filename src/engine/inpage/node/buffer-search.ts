import { encodeText, encodingOf } from "./encodings.ts";
import { invalidArgType } from "./node-error.ts";

/** `buffer.indexOf` (forward) or `lastIndexOf`, with Node's rules for offsets. */
export function searching(forward: boolean) {
  return function (this: Uint8Array, value: unknown, from?: unknown, encoding?: unknown): number {
    if (typeof from === "string") return search(this, needleOf(value, from), Number.NaN, forward);
    return search(this, needleOf(value, encoding), Number(from), forward);
  };
}

function needleOf(value: unknown, encoding: unknown): Uint8Array {
  if (typeof value === "string") return encodeText(value, encodingOf(encoding));
  if (typeof value === "number") return Uint8Array.of(value);
  if (value instanceof Uint8Array) return value;
  throw invalidArgType("value", ["number", "string", "Buffer", "Uint8Array"], value);
}

function search(bytes: Uint8Array, needle: Uint8Array, from: number, forward: boolean): number {
  const offset = Number.isNaN(from) ? (forward ? 0 : bytes.length) : Math.trunc(from);
  const start = startOf(bytes.length, offset, needle.length, forward);
  if (needle.length === 0) return start;
  if (start < 0 || needle.length > bytes.length) return -1;
  const last = bytes.length - needle.length;
  if (forward) {
    for (let at = start; at <= last; at++) if (matches(bytes, needle, at)) return at;
  } else {
    for (let at = Math.min(start, last); at >= 0; at--) if (matches(bytes, needle, at)) return at;
  }
  return -1;
}

/** Negative offsets count from the end. -1: nothing can be found. */
function startOf(length: number, offset: number, needleLength: number, forward: boolean): number {
  if (offset < 0) {
    if (offset + length >= 0) return offset + length;
    return forward || needleLength === 0 ? 0 : -1;
  }
  if (offset + needleLength <= length) return offset;
  if (needleLength === 0) return length;
  return forward ? -1 : length - 1;
}

function matches(bytes: Uint8Array, needle: Uint8Array, at: number): boolean {
  for (let i = 0; i < needle.length; i++) if (bytes[at + i] !== needle[i]) return false;
  return true;
}
