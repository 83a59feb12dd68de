/** A statement with its values, by name without the at-sign. */
export interface TdsStatement {
  readonly text: string;
  readonly values: ReadonlyMap<string, TdsValue>;
}

export type TdsValue = string | number | bigint | null;

const SP_EXECUTESQL = 10;
const BY_NUMBER = 0xffff;
const NULL_LENGTH = 0xffff;
const NULL_PLP = 0xffffffffffffffffn;

/** The text of an SQL batch (MS-TDS 2.2.6.7). */
export function readBatch(body: Buffer): string {
  return body.toString("ucs2", body.readUInt32LE(0));
}

/** A call of sp_executesql (MS-TDS 2.2.6.6); other procedures are refused. */
export function readCall(body: Buffer): TdsStatement {
  const reader = new Reader(body, body.readUInt32LE(0));
  if (reader.uint16() !== BY_NUMBER || reader.uint16() !== SP_EXECUTESQL) {
    throw new Error("The double knows no procedure but sp_executesql.");
  }
  // Option flags.
  reader.uint16();
  const parameters: [name: string, value: TdsValue][] = [];
  while (!reader.isAtEnd()) parameters.push(readParameter(reader));
  const [[, text] = [], [, declared] = [], ...values] = parameters;
  if (typeof text !== "string") throw new Error("A call of sp_executesql without a statement.");
  const named = new Map(values.map(([name, value]) => [name.replace(/^@/, ""), value]));
  const names = [...String(declared ?? "").matchAll(/@(\w+) /g)].map((match) => match[1]);
  if (names.join() !== [...named.keys()].join()) {
    throw new Error("The values of a statement are not those that are declared.");
  }
  return { text, values: named };
}

function readParameter(reader: Reader): [name: string, value: TdsValue] {
  const name = reader.bytes(reader.uint8() * 2).toString("ucs2");
  if (reader.uint8() !== 0) throw new Error("The double knows no output parameters.");
  return [name, readValue(reader)];
}

/** A type and a value of it (MS-TDS 2.2.5.4, 2.2.5.5). */
function readValue(reader: Reader): TdsValue {
  const type = reader.uint8();
  switch (type) {
    case 0x26:
      return wholeNumber(reader);
    case 0x68: {
      reader.uint8();
      return reader.uint8() === 0 ? null : reader.uint8();
    }
    case 0xa7:
      return readText(reader, asciiOf);
    case 0xe7:
      return readText(reader, (bytes) => bytes.toString("ucs2"));
    default:
      throw new Error(`The double does not know values of the type 0x${type.toString(16)}.`);
  }
}

function wholeNumber(reader: Reader): number | null {
  reader.uint8();
  const length = reader.uint8();
  if (length === 0) return null;
  const bytes = reader.bytes(length);
  return length === 8 ? Number(bytes.readBigInt64LE()) : bytes.readIntLE(0, length);
}

function readText(reader: Reader, decode: (bytes: Buffer) => string): string | null {
  const most = reader.uint16();
  // Collation.
  reader.bytes(5);
  if (most !== NULL_LENGTH) {
    const length = reader.uint16();
    return length === NULL_LENGTH ? null : decode(reader.bytes(length));
  }
  if (reader.uint64() === NULL_PLP) return null;
  const chunks: Buffer[] = [];
  for (let length = reader.uint32(); length > 0; length = reader.uint32()) chunks.push(reader.bytes(length));
  return decode(Buffer.concat(chunks));
}

/** What letters beyond ASCII become in a `varchar` depends on the server's collation. */
function asciiOf(bytes: Buffer): string {
  if (bytes.some((byte) => byte > 0x7f)) throw new Error("A varchar with letters beyond ASCII.");
  return bytes.toString("latin1");
}

class Reader {
  readonly #bytes: Buffer;
  #at: number;

  constructor(bytes: Buffer, at: number) {
    this.#bytes = bytes;
    this.#at = at;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  bytes(length: number): Buffer {
    const bytes = this.#bytes.subarray(this.#at, this.#at + length);
    if (bytes.length < length) throw new Error("A request that ends too early.");
    this.#at += length;
    return bytes;
  }

  uint8 = () => this.bytes(1).readUInt8();
  uint16 = () => this.bytes(2).readUInt16LE();
  uint32 = () => this.bytes(4).readUInt32LE();
  uint64 = () => this.bytes(8).readBigUInt64LE();
}
