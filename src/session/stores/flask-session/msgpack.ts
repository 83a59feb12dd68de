import { Buffer } from "node:buffer";
import { ByteWriter } from "./byte-writer.ts";
import { decodeUtf8 } from "./python-text.ts";
import {
  BYTES_LIMIT,
  PythonDatetime,
  PythonSet,
  PythonTuple,
  type PythonValue,
  UnreadablePython,
  VALUE_DEPTH_LIMIT,
} from "./python-value.ts";

/**
 * MessagePack as Python's msgspec reads and writes it: tuples and sets are arrays, a datetime with a zone is the
 * time stamp extension, one without is text. Time and memory are bounded by the number of bytes. Throws
 * {@link UnreadablePython}.
 */
export function readMsgpack(bytes: Uint8Array): PythonValue {
  if (bytes.length > BYTES_LIMIT) throw new UnreadablePython("it is too large");
  const reader = new MsgpackReader(bytes);
  const value = reader.value(0);
  reader.end();
  return value;
}

class MsgpackReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  value(depth: number): PythonValue {
    if (depth > VALUE_DEPTH_LIMIT) throw new UnreadablePython("it is nested too deep");
    const first = this.#take(1).readUInt8();
    if (first < 0x80) return BigInt(first);
    if (first < 0x90) return this.#map(first & 0x0f, depth);
    if (first < 0xa0) return this.#array(first & 0x0f, depth);
    if (first < 0xc0) return decodeUtf8(this.#take(first & 0x1f));
    if (first >= 0xe0) return BigInt(first - 256);
    return this.#marked(first, depth);
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new UnreadablePython("something follows it");
  }

  #marked(first: number, depth: number): PythonValue {
    switch (first) {
      case 0xc0:
        return null;
      case 0xc2:
        return false;
      case 0xc3:
        return true;
      case 0xc4:
      case 0xc5:
      case 0xc6:
        return Uint8Array.from(this.#take(this.#size(1 << (first - 0xc4))));
      case 0xc7:
      case 0xc8:
      case 0xc9:
        return this.#extension(this.#size(1 << (first - 0xc7)));
      case 0xca:
        return this.#take(4).readFloatBE();
      case 0xcb:
        return this.#take(8).readDoubleBE();
      case 0xcc:
      case 0xcd:
      case 0xce:
        return BigInt(this.#size(1 << (first - 0xcc)));
      case 0xcf:
        return this.#take(8).readBigUInt64BE();
      case 0xd0:
        return BigInt(this.#take(1).readInt8());
      case 0xd1:
        return BigInt(this.#take(2).readInt16BE());
      case 0xd2:
        return BigInt(this.#take(4).readInt32BE());
      case 0xd3:
        return this.#take(8).readBigInt64BE();
      case 0xd6:
        return this.#extension(4);
      case 0xd7:
        return this.#extension(8);
      case 0xd9:
      case 0xda:
      case 0xdb:
        return decodeUtf8(this.#take(this.#size(1 << (first - 0xd9))));
      case 0xdc:
      case 0xdd:
        return this.#array(this.#size(2 << (first - 0xdc)), depth);
      case 0xde:
      case 0xdf:
        return this.#map(this.#size(2 << (first - 0xde)), depth);
      default:
        throw new UnreadablePython(`byte 0x${first.toString(16)} begins no plain value`);
    }
  }

  #array(count: number, depth: number): PythonValue[] {
    const items: PythonValue[] = [];
    for (let n = 0; n < count; n += 1) items.push(this.value(depth + 1));
    return items;
  }

  #map(count: number, depth: number): Map<PythonValue, PythonValue> {
    const map = new Map<PythonValue, PythonValue>();
    for (let n = 0; n < count; n += 1) {
      const key = this.value(depth + 1);
      map.set(key, this.value(depth + 1));
    }
    return map;
  }

  /** -1: a time stamp in 4, 8 or 12 bytes. */
  #extension(size: number): PythonDatetime {
    const kind = this.#take(1).readInt8();
    const data = this.#take(size);
    if (kind !== -1 || (size !== 4 && size !== 8 && size !== 12)) {
      throw new UnreadablePython("an extension is no time stamp");
    }
    let seconds = 0;
    let nanoseconds = 0;
    if (size === 4) seconds = data.readUInt32BE();
    else if (size === 8) {
      const packed = data.readBigUInt64BE();
      nanoseconds = Number(packed >> 34n);
      seconds = Number(packed & 0x3ffffffffn);
    } else {
      nanoseconds = data.readUInt32BE();
      seconds = Number(data.readBigInt64BE(4));
    }
    const date = new Date(seconds * 1000);
    const year = date.getUTCFullYear();
    if (nanoseconds >= 1e9 || !(year >= 1 && year <= 9999)) {
      throw new UnreadablePython("a time stamp is out of range");
    }
    const micro = String(Math.floor(nanoseconds / 1000)).padStart(6, "0");
    return new PythonDatetime(`${date.toISOString().slice(0, 19)}.${micro}`, 0);
  }

  #size(bytes: number): number {
    return this.#take(bytes).readUIntBE(0, bytes);
  }

  #take(size: number): Buffer {
    const end = this.#at + size;
    if (end > this.#bytes.length) throw new UnreadablePython("it ends too early");
    const taken = this.#bytes.subarray(this.#at, end);
    this.#at = end;
    return taken;
  }
}

/** Throws a RangeError for an int beyond 64 bits, and for a text with a lone surrogate. */
export function writeMsgpack(value: PythonValue): Uint8Array {
  return write(value, new ByteWriter()).taken();
}

function write(value: PythonValue, out: ByteWriter): ByteWriter {
  switch (typeof value) {
    case "boolean":
      return out.byte(value ? 0xc3 : 0xc2);
    case "bigint":
      return writeInt(value, out);
    case "number":
      return out.byte(0xcb).put(8, (buffer, at) => buffer.writeDoubleBE(value, at));
    case "string":
      return writeText(value, out);
    default:
      return value === null ? out.byte(0xc0) : writeObject(value, out);
  }
}

function writeObject(value: object, out: ByteWriter): ByteWriter {
  if (value instanceof Uint8Array) {
    writeHead(value.length, out, [undefined, 0xc4, 0xc5, 0xc6]);
    return out.bytes(value);
  }
  if (value instanceof PythonDatetime) return writeDatetime(value, out);
  if (value instanceof Map) return writeMap(value as ReadonlyMap<PythonValue, PythonValue>, out);
  const items =
    value instanceof PythonTuple || value instanceof PythonSet
      ? value.items
      : (value as readonly PythonValue[]);
  if (items.length < 16) out.byte(0x90 | items.length);
  else writeHead(items.length, out, [undefined, undefined, 0xdc, 0xdd]);
  for (const item of items) write(item, out);
  return out;
}

function writeMap(map: ReadonlyMap<PythonValue, PythonValue>, out: ByteWriter): ByteWriter {
  if (map.size < 16) out.byte(0x80 | map.size);
  else writeHead(map.size, out, [undefined, undefined, 0xde, 0xdf]);
  for (const [key, member] of map) {
    write(key, out);
    write(member, out);
  }
  return out;
}

/** msgspec would not read a session with such a text, so that Python would begin a new one. */
function writeText(text: string, out: ByteWriter): ByteWriter {
  if (!text.isWellFormed()) throw new RangeError("MessagePack holds no text with half a character in it");
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length < 32) out.byte(0xa0 | bytes.length);
  else writeHead(bytes.length, out, [undefined, 0xd9, 0xda, 0xdb]);
  return out.bytes(bytes);
}

/** First bytes by how many bytes the size takes: 1, 2 or 4. */
function writeHead(size: number, out: ByteWriter, first: readonly (number | undefined)[]): ByteWriter {
  const [, one, two, four] = first;
  const bytes = size < 256 && one !== undefined ? 1 : size < 65_536 ? 2 : 4;
  out.byte((bytes === 1 ? one : bytes === 2 ? two : four) ?? 0);
  return out.put(bytes, (buffer, at) => buffer.writeUIntBE(size, at, bytes));
}

function writeInt(value: bigint, out: ByteWriter): ByteWriter {
  if (value >= -32n && value < 128n) return out.byte(Number(BigInt.asUintN(8, value)));
  if (value >= -(2n ** 63n) && value < 2n ** 63n) {
    return out.byte(0xd3).put(8, (buffer, at) => buffer.writeBigInt64BE(value, at));
  }
  if (value < 0n || value >= 2n ** 64n) throw new RangeError("MessagePack holds no int beyond 64 bits");
  return out.byte(0xcf).put(8, (buffer, at) => buffer.writeBigUInt64BE(value, at));
}

function writeDatetime({ text, offsetSeconds }: PythonDatetime, out: ByteWriter): ByteWriter {
  if (offsetSeconds === undefined) return writeText(text, out);
  const seconds = Date.parse(`${text.slice(0, 19)}Z`) / 1000 - offsetSeconds;
  return out
    .byte(0xc7)
    .byte(12)
    .byte(0xff)
    .put(12, (buffer, at) => {
      buffer.writeUInt32BE(Number(text.slice(20)) * 1000, at);
      buffer.writeBigInt64BE(BigInt(seconds), at + 4);
    });
}
