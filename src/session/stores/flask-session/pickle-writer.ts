import { Buffer } from "node:buffer";
import { ByteWriter } from "./byte-writer.ts";
import { encodeText } from "./python-text.ts";
import { PythonDatetime, PythonSet, PythonTuple, type PythonValue } from "./python-value.ts";

/** A pickle of protocol 4, which Python 3.4 and later read and write by default; earlier ones have no bytes. */
export function writePickle(value: PythonValue): Uint8Array {
  const out = new ByteWriter();
  out.byte(0x80).byte(4);
  return write(value, out).byte(0x2e).taken();
}

function write(value: PythonValue, out: ByteWriter): ByteWriter {
  switch (typeof value) {
    case "boolean":
      return out.byte(value ? 0x88 : 0x89);
    case "bigint":
      return writeInt(value, out);
    case "number":
      return out.byte(0x47).put(8, (buffer, at) => buffer.writeDoubleBE(value, at));
    case "string":
      return writeSized(encodeText(value), 0x8c, 0x58, out);
    default:
      return value === null ? out.byte(0x4e) : writeObject(value, out);
  }
}

function writeObject(value: object, out: ByteWriter): ByteWriter {
  if (value instanceof Uint8Array) return writeSized(value, 0x43, 0x42, out);
  if (value instanceof PythonTuple) return writeItems(null, value.items, 0x74, out);
  if (value instanceof PythonSet) {
    return value.isFrozen
      ? writeItems(null, value.items, 0x91, out)
      : writeItems(0x8f, value.items, 0x90, out);
  }
  if (value instanceof PythonDatetime) return writeDatetime(value, out);
  if (value instanceof Map)
    return writeItems(0x7d, [...(value as ReadonlyMap<PythonValue, PythonValue>)].flat(1), 0x75, out);
  return writeItems(0x5d, value as readonly PythonValue[], 0x65, out);
}

/** What there is to begin with, a mark, the items, and what is done with them. */
function writeItems(
  empty: number | null,
  items: readonly PythonValue[],
  opcode: number,
  out: ByteWriter,
): ByteWriter {
  if (empty !== null) out.byte(empty);
  if (empty !== null && items.length === 0) return out;
  out.byte(0x28);
  for (const item of items) write(item, out);
  return out.byte(opcode);
}

function writeInt(value: bigint, out: ByteWriter): ByteWriter {
  if (value >= 0n && value < 256n) return out.byte(0x4b).byte(Number(value));
  if (value >= -(2n ** 31n) && value < 2n ** 31n) {
    return out.byte(0x4a).put(4, (buffer, at) => buffer.writeInt32LE(Number(value), at));
  }
  return writeLong(value, out);
}

/** Little-endian two's complement, as short as the sign allows. */
function writeLong(value: bigint, out: ByteWriter): ByteWriter {
  const magnitude = value < 0n ? -value - 1n : value;
  const size = Math.floor(magnitude.toString(2).length / 8) + 1;
  const hex = BigInt.asUintN(size * 8, value)
    .toString(16)
    .padStart(size * 2, "0");
  const bytes = Buffer.from(hex, "hex").reverse();
  if (size < 256) {
    out.byte(0x8a);
    out.byte(size);
  } else {
    out.byte(0x8b);
    out.put(4, (buffer, at) => buffer.writeInt32LE(size, at));
  }
  return out.bytes(bytes);
}

function writeSized(bytes: Uint8Array, short: number, long: number, out: ByteWriter): ByteWriter {
  if (bytes.length < 256) {
    out.byte(short);
    out.byte(bytes.length);
  } else {
    out.byte(long);
    out.put(4, (buffer, at) => buffer.writeUInt32LE(bytes.length, at));
  }
  return out.bytes(bytes);
}

function writeDatetime({ text, offsetSeconds }: PythonDatetime, out: ByteWriter): ByteWriter {
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0, micro = 0] = text
    .split(/\D/)
    .map(Number);
  const packed = Uint8Array.of(
    ...[year >> 8, year & 255, month, day, hour, minute, second],
    ...[micro >> 16, (micro >> 8) & 255, micro & 255],
  );
  writeName("datetime", out);
  write(packed, out);
  if (offsetSeconds === undefined) out.byte(0x85);
  else {
    writeName("timezone", out);
    writeName("timedelta", out);
    const days = Math.floor(offsetSeconds / 86_400);
    const span = [days, offsetSeconds - days * 86_400, 0].map(BigInt);
    for (const part of span) writeInt(part, out);
    out.byte(0x87).byte(0x52).byte(0x85).byte(0x52).byte(0x86);
  }
  return out.byte(0x52);
}

/** datetime.NAME itself. */
function writeName(name: string, out: ByteWriter): ByteWriter {
  write("datetime", out);
  write(name, out);
  return out.byte(0x93);
}
