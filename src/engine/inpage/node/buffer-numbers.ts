import { invalidArgType, nodeError, outOfRange } from "./node-error.ts";

type Reader = (this: Uint8Array, offset?: number) => number | bigint;
type Writer = (this: Uint8Array, value: number | bigint, offset?: number) => number;

interface NumberKind {
  readonly name: string;
  readonly size: number;
  readonly get: (view: DataView, at: number, little: boolean) => number | bigint;
  readonly set: (view: DataView, at: number, value: never, little: boolean) => void;
  /** Of an integer: what can be written. */
  readonly range?: readonly [low: number | bigint, high: number | bigint];
}

const KINDS: readonly NumberKind[] = [
  {
    name: "UInt8",
    size: 1,
    get: (v, at) => v.getUint8(at),
    set: (v, at, x) => v.setUint8(at, x),
    range: [0, 255],
  },
  {
    name: "Int8",
    size: 1,
    get: (v, at) => v.getInt8(at),
    set: (v, at, x) => v.setInt8(at, x),
    range: [-128, 127],
  },
  {
    name: "UInt16",
    size: 2,
    get: (v, at, little) => v.getUint16(at, little),
    set: (v, at, x, little) => v.setUint16(at, x, little),
    range: [0, 65_535],
  },
  {
    name: "Int16",
    size: 2,
    get: (v, at, little) => v.getInt16(at, little),
    set: (v, at, x, little) => v.setInt16(at, x, little),
    range: [-32_768, 32_767],
  },
  {
    name: "UInt32",
    size: 4,
    get: (v, at, little) => v.getUint32(at, little),
    set: (v, at, x, little) => v.setUint32(at, x, little),
    range: [0, 4_294_967_295],
  },
  {
    name: "Int32",
    size: 4,
    get: (v, at, little) => v.getInt32(at, little),
    set: (v, at, x, little) => v.setInt32(at, x, little),
    range: [-2_147_483_648, 2_147_483_647],
  },
  {
    name: "BigUInt64",
    size: 8,
    get: (v, at, little) => v.getBigUint64(at, little),
    set: (v, at, x, little) => v.setBigUint64(at, x, little),
    range: [0n, 2n ** 64n - 1n],
  },
  {
    name: "BigInt64",
    size: 8,
    get: (v, at, little) => v.getBigInt64(at, little),
    set: (v, at, x, little) => v.setBigInt64(at, x, little),
    range: [-(2n ** 63n), 2n ** 63n - 1n],
  },
  {
    name: "Float",
    size: 4,
    get: (v, at, little) => v.getFloat32(at, little),
    set: (v, at, x, little) => v.setFloat32(at, x, little),
  },
  {
    name: "Double",
    size: 8,
    get: (v, at, little) => v.getFloat64(at, little),
    set: (v, at, x, little) => v.setFloat64(at, x, little),
  },
];

/** `readUInt8` … `writeDoubleLE`, and the `readUIntLE(offset, byteLength)` kind, with Node's errors. */
export function numberMethods(): Record<string, (this: Uint8Array, ...args: never[]) => unknown> {
  const methods: Record<string, (this: Uint8Array, ...args: never[]) => unknown> = {};
  const add = (name: string, method: (this: Uint8Array, ...args: never[]) => unknown) => {
    methods[name] = method;
    if (name.includes("UInt")) methods[name.replace("UInt", "Uint")] = method;
  };
  for (const kind of KINDS) {
    for (const order of kind.size === 1 ? [""] : ["LE", "BE"]) {
      add(`read${kind.name}${order}`, reader(kind, order === "LE"));
      add(`write${kind.name}${order}`, writer(kind, order === "LE"));
    }
  }
  for (const signed of [true, false]) {
    for (const little of [true, false]) {
      const name = `${signed ? "Int" : "UInt"}${little ? "LE" : "BE"}`;
      add(`read${name}`, function (this: Uint8Array, offset: number, size: number) {
        return readBytes(this, offset, size, signed, little);
      } as never);
      add(`write${name}`, function (this: Uint8Array, value: number, offset: number, size: number) {
        return writeBytes(this, value, offset, size, signed, little);
      } as never);
    }
  }
  return methods;
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function reader(kind: NumberKind, little: boolean): Reader {
  return function (offset = 0) {
    checkOffset(this, offset, kind.size);
    return kind.get(viewOf(this), offset, little);
  };
}

function writer(kind: NumberKind, little: boolean): Writer {
  return function (value, offset = 0) {
    const isBig = typeof kind.range?.[0] === "bigint";
    const number = isBig ? value : Number(value);
    if (kind.range !== undefined) checkValue(number, kind.range, isBig, kind.size);
    checkOffset(this, offset, kind.size);
    kind.set(viewOf(this), offset, number as never, little);
    return offset + kind.size;
  };
}

function checkOffset(bytes: Uint8Array, offset: number, size: number): void {
  if (typeof offset !== "number") throw invalidArgType("offset", "number", offset);
  const last = bytes.length - size;
  if (Number.isInteger(offset) && offset >= 0 && offset <= last) return;
  if (!Number.isInteger(offset)) throw outOfRange("offset", "an integer", offset);
  if (last < 0) {
    throw nodeError(RangeError, "ERR_BUFFER_OUT_OF_BOUNDS", "Attempt to access memory outside buffer bounds");
  }
  throw outOfRange("offset", `>= 0 and <= ${last}`, offset);
}

function checkValue(
  value: number | bigint,
  [low, high]: readonly [number | bigint, number | bigint],
  isBig: boolean,
  size: number,
): void {
  if (isBig && typeof value !== "bigint") throw invalidArgType("value", "bigint", value);
  if (value >= low && value <= high) return;
  if (Number.isNaN(value)) return;
  const suffix = isBig ? "n" : "";
  const bits = size * 8;
  const range =
    size > 4
      ? low === 0 || low === 0n
        ? `>= 0${suffix} and < 2${suffix} ** ${bits}${suffix}`
        : `>= -(2${suffix} ** ${bits - 1}${suffix}) and < 2${suffix} ** ${bits - 1}${suffix}`
      : `>= ${low} and <= ${high}`;
  throw outOfRange("value", range, value);
}

function checkSize(size: number): void {
  if (typeof size !== "number") throw invalidArgType("byteLength", "number", size);
  if (!Number.isInteger(size) || size < 1 || size > 6) throw outOfRange("byteLength", ">= 1 and <= 6", size);
}

function readBytes(
  bytes: Uint8Array,
  offset: number,
  size: number,
  signed: boolean,
  little: boolean,
): number {
  if (offset === undefined) throw invalidArgType("offset", "number", offset);
  checkSize(size);
  checkOffset(bytes, offset, size);
  let value = 0;
  for (let i = 0; i < size; i++)
    value = value * 256 + (bytes[little ? offset + size - 1 - i : offset + i] ?? 0);
  return signed && value >= 2 ** (size * 8 - 1) ? value - 2 ** (size * 8) : value;
}

function writeBytes(
  bytes: Uint8Array,
  value: number,
  offset: number,
  size: number,
  signed: boolean,
  little: boolean,
): number {
  checkSize(size);
  const top = 2 ** (size * 8);
  checkValue(value, signed ? [-top / 2, top / 2 - 1] : [0, top - 1], false, size);
  checkOffset(bytes, offset, size);
  let rest = value < 0 ? value + top : value;
  for (let i = 0; i < size; i++) {
    bytes[little ? offset + i : offset + size - 1 - i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return offset + size;
}
