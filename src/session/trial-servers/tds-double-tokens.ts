import { TDS_VERSION, type TdsLogin } from "./tds-double-login.ts";
import { PACKET_BYTES } from "./tds-double-packets.ts";

/** A column of an answer. */
export interface TdsColumn {
  readonly name: string;
  readonly type: "bigint" | "char" | "nvarchar";
}

export type TdsRow = readonly (string | number | null)[];

const DONE_COUNT = 0x10;
const DONE_ERROR = 0x02;
const DONE_ATTENTION = 0x20;
/** Latin1_General, code page 1252. */
const COLLATION = Buffer.from([0x09, 0x04, 0xd0, 0x00, 0x34]);
const MAX = 0xffff;

export function loginAnswer({ database }: TdsLogin): Buffer {
  const name = shortText("double of Microsoft SQL Server");
  const acknowledged = Buffer.concat([uint8(1), uint32BE(TDS_VERSION), name, Buffer.from([16, 0, 0, 0])]);
  return Buffer.concat([
    changed(1, Buffer.concat([shortText(database), shortText("master")])),
    changed(7, Buffer.concat([uint8(COLLATION.length), COLLATION, uint8(0)])),
    changed(4, Buffer.concat([shortText(String(PACKET_BYTES)), shortText(String(PACKET_BYTES))])),
    Buffer.concat([uint8(0xad), uint16(acknowledged.length), acknowledged]),
    done(0xfd, 0, 0),
  ]);
}

/** The answer to a batch that gives nothing. */
export function emptyAnswer(): Buffer {
  return done(0xfd, 0, 0);
}

export function attentionAnswer(): Buffer {
  return done(0xfd, DONE_ATTENTION, 0);
}

/** The answer to a procedure: rows where there are columns, and how many there were or were changed. */
export function procedureAnswer(
  columns: readonly TdsColumn[],
  rows: readonly TdsRow[],
  count: number,
): Buffer {
  return Buffer.concat([
    ...(columns.length === 0 ? [] : [columnsToken(columns)]),
    ...rows.map((row) => rowToken(columns, row)),
    done(0xff, DONE_COUNT, count),
    Buffer.concat([uint8(0x79), uint32(0)]),
    done(0xfe, 0, 0),
  ]);
}

export function errorAnswer(number: number, message: string, to: "login" | "procedure"): Buffer {
  const text = Buffer.from(message.slice(0, 1000), "ucs2");
  const body = Buffer.concat([
    ...[uint32(number), uint8(1), uint8(16), uint16(text.length / 2), text],
    ...[shortText("double"), shortText(""), uint32(1)],
  ]);
  const end = done(to === "login" ? 0xfd : 0xfe, DONE_ERROR, 0);
  return Buffer.concat([uint8(0xaa), uint16(body.length), body, end]);
}

function done(token: number, status: number, count: number): Buffer {
  const rows = Buffer.alloc(8);
  rows.writeBigUInt64LE(BigInt(count));
  return Buffer.concat([uint8(token), uint16(status), uint16(0), rows]);
}

function changed(what: number, values: Buffer): Buffer {
  return Buffer.concat([uint8(0xe3), uint16(1 + values.length), uint8(what), values]);
}

function columnsToken(columns: readonly TdsColumn[]): Buffer {
  const described = columns.map(({ name, type }) =>
    Buffer.concat([uint32(0), uint16(0x09), typeInfo(type), shortText(name)]),
  );
  return Buffer.concat([uint8(0x81), uint16(columns.length), ...described]);
}

function typeInfo(type: TdsColumn["type"]): Buffer {
  switch (type) {
    case "bigint":
      return Buffer.from([0x26, 8]);
    case "char":
      return Buffer.concat([uint8(0xaf), uint16(8000), COLLATION]);
    case "nvarchar":
      return Buffer.concat([uint8(0xe7), uint16(MAX), COLLATION]);
  }
}

function rowToken(columns: readonly TdsColumn[], row: TdsRow): Buffer {
  return Buffer.concat([uint8(0xd1), ...columns.map(({ type }, at) => cell(type, row[at] ?? null))]);
}

function cell(type: TdsColumn["type"], value: string | number | null): Buffer {
  switch (type) {
    case "bigint": {
      if (value === null) return uint8(0);
      const bytes = Buffer.alloc(9, 8);
      bytes.writeBigInt64LE(BigInt(value), 1);
      return bytes;
    }
    case "char": {
      if (value === null) return uint16(MAX);
      const bytes = Buffer.from(String(value), "latin1");
      return Buffer.concat([uint16(bytes.length), bytes]);
    }
    case "nvarchar": {
      if (value === null) return Buffer.alloc(8, 0xff);
      const bytes = Buffer.from(String(value), "ucs2");
      const length = Buffer.alloc(8);
      length.writeBigUInt64LE(BigInt(bytes.length));
      const chunks = bytes.length === 0 ? [] : [uint32(bytes.length), bytes];
      return Buffer.concat([length, ...chunks, uint32(0)]);
    }
  }
}

/** Up to 255 characters of two bytes, with their number before them. */
function shortText(text: string): Buffer {
  return Buffer.concat([uint8(text.length), Buffer.from(text, "ucs2")]);
}

function uint8(value: number): Buffer {
  return Buffer.from([value]);
}

function uint16(value: number): Buffer {
  const bytes = Buffer.alloc(2);
  bytes.writeUInt16LE(value);
  return bytes;
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32LE(value);
  return bytes;
}

function uint32BE(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
