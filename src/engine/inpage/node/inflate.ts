import {
  DISTANCE_BASES,
  DISTANCE_EXTRA_BITS,
  END_OF_BLOCK,
  LENGTH_BASES,
  LENGTH_EXTRA_BITS,
} from "./deflate-tables.ts";

/** Why bytes cannot be unpacked, with zlib's code. */
export class InflateError extends Error {
  readonly code: "Z_DATA_ERROR" | "Z_BUF_ERROR" | "ERR_BUFFER_TOO_LARGE";
  constructor(code: InflateError["code"], message: string) {
    super(message);
    this.code = code;
  }
}

/** RFC 1951 §3.2.7: the order in which the lengths of the code-length codes stand. */
const CODE_LENGTH_ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15] as const;
const CODE_BITS_AT_MOST = 15;
/** Two codes more would have no meaning. */
const SYMBOLS_AT_MOST = 286;

/** RFC 1951, at once. `used` is how many bytes were read. Throws {@link InflateError}. */
export function inflateRaw(
  bytes: Uint8Array,
  lengthAtMost: number,
): { readonly data: Uint8Array; readonly used: number } {
  const input = new BitReader(bytes);
  const out: number[] = [];
  const put = (byte: number) => {
    if (out.length >= lengthAtMost)
      throw new InflateError(
        "ERR_BUFFER_TOO_LARGE",
        `Cannot create a Buffer larger than ${lengthAtMost} bytes`,
      );
    out.push(byte);
  };
  for (let isLast = false; !isLast; ) {
    isLast = input.bits(1) === 1;
    const kind = input.bits(2);
    if (kind === 0) for (const byte of input.stored()) put(byte);
    else if (kind === 1) readBlock(input, FIXED_SYMBOLS, FIXED_DISTANCES, out, put);
    else if (kind === 2) {
      const { symbols, distances } = readCodes(input);
      readBlock(input, symbols, distances, out, put);
    } else throw bad("invalid block type");
  }
  return { data: Uint8Array.from(out), used: input.used };
}

function readBlock(
  input: BitReader,
  symbols: Codes,
  distances: Codes,
  out: readonly number[],
  put: (byte: number) => void,
): void {
  for (let symbol = symbols.next(input); symbol !== END_OF_BLOCK; symbol = symbols.next(input)) {
    if (symbol < END_OF_BLOCK) {
      put(symbol);
      continue;
    }
    const lengthCode = symbol - END_OF_BLOCK - 1;
    const lengthBase = LENGTH_BASES[lengthCode];
    if (lengthBase === undefined) throw bad("invalid literal/length code");
    const length = lengthBase + input.bits(LENGTH_EXTRA_BITS[lengthCode] ?? 0);
    const distanceCode = distances.next(input);
    const distanceBase = DISTANCE_BASES[distanceCode];
    if (distanceBase === undefined) throw bad("invalid distance code");
    const distance = distanceBase + input.bits(DISTANCE_EXTRA_BITS[distanceCode] ?? 0);
    if (distance > out.length) throw bad("invalid distance too far back");
    for (let count = 0; count < length; count += 1) put(out[out.length - distance] ?? 0);
  }
}

/** RFC 1951 §3.2.7. */
function readCodes(input: BitReader): { readonly symbols: Codes; readonly distances: Codes } {
  const symbolCount = input.bits(5) + 257;
  const distanceCount = input.bits(5) + 1;
  const lengthCount = input.bits(4) + 4;
  if (symbolCount > SYMBOLS_AT_MOST || distanceCount > DISTANCE_BASES.length)
    throw bad("too many length or distance symbols");
  const codeLengths = Array<number>(CODE_LENGTH_ORDER.length).fill(0);
  for (const place of CODE_LENGTH_ORDER.slice(0, lengthCount)) codeLengths[place] = input.bits(3);
  if (!isWholeSet(codeLengths, false)) throw bad("invalid code lengths set");
  const lengthCodes = new Codes(codeLengths);
  const lengths: number[] = [];
  while (lengths.length < symbolCount + distanceCount) {
    const symbol = lengthCodes.next(input);
    if (symbol < 16) lengths.push(symbol);
    else if (symbol === 16) {
      const last = lengths.at(-1);
      if (last === undefined) throw bad("invalid bit length repeat");
      repeat(lengths, last, 3 + input.bits(2));
    } else repeat(lengths, 0, symbol === 17 ? 3 + input.bits(3) : 11 + input.bits(7));
  }
  if (lengths.length > symbolCount + distanceCount) throw bad("invalid bit length repeat");
  const [symbols, distances] = [lengths.slice(0, symbolCount), lengths.slice(symbolCount)];
  if (symbols[END_OF_BLOCK] === 0) throw bad("invalid code -- missing end-of-block");
  if (!isWholeSet(symbols, true)) throw bad("invalid literal/lengths set");
  if (!isWholeSet(distances, true)) throw bad("invalid distances set");
  return { symbols: new Codes(symbols), distances: new Codes(distances) };
}

/** Whether the codes of these lengths use all of the space and no more; one code of one bit may stand alone. */
function isWholeSet(lengths: readonly number[], mayStandAlone: boolean): boolean {
  const used = lengths.filter((length) => length > 0);
  if (used.length === 0) return true;
  const space = used.reduce((sum, length) => sum + 2 ** -length, 0);
  return space === 1 || (mayStandAlone && used.length === 1 && used[0] === 1);
}

function repeat(lengths: number[], length: number, times: number): void {
  for (let count = 0; count < times; count += 1) lengths.push(length);
}

/** Canonical Huffman codes, of the length that each symbol's code has; 0 is a symbol that does not occur. */
class Codes {
  readonly #counts = Array<number>(CODE_BITS_AT_MOST + 1).fill(0);
  readonly #symbols: readonly number[];

  constructor(lengths: readonly number[]) {
    for (const length of lengths) this.#counts[length] = (this.#counts[length] ?? 0) + 1;
    this.#counts[0] = 0;
    this.#symbols = lengths
      .map((length, symbol) => ({ length, symbol }))
      .filter(({ length }) => length > 0)
      .sort((one, other) => one.length - other.length || one.symbol - other.symbol)
      .map(({ symbol }) => symbol);
  }

  next(input: BitReader): number {
    let code = 0;
    let first = 0;
    let index = 0;
    for (let length = 1; length <= CODE_BITS_AT_MOST; length += 1) {
      code |= input.bits(1);
      const count = this.#counts[length] ?? 0;
      if (code - first < count) return this.#symbols[index + code - first] ?? 0;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw bad("invalid code");
  }
}

/** RFC 1951 §3.2.6. */
const FIXED_SYMBOLS = new Codes(
  Array.from({ length: 288 }, (_, symbol) => (symbol < 144 ? 8 : symbol < 256 ? 9 : symbol < 280 ? 7 : 8)),
);
const FIXED_DISTANCES = new Codes(Array<number>(30).fill(5));

class BitReader {
  readonly #bytes: Uint8Array;
  #at = 0;
  #bit = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** A byte that was begun counts. */
  get used(): number {
    return this.#at + (this.#bit > 0 ? 1 : 0);
  }

  bits(count: number): number {
    let value = 0;
    for (let bit = 0; bit < count; bit += 1) {
      const byte = this.#bytes[this.#at];
      if (byte === undefined) throw new InflateError("Z_BUF_ERROR", "unexpected end of file");
      value |= ((byte >>> this.#bit) & 1) << bit;
      this.#bit += 1;
      if (this.#bit < 8) continue;
      this.#bit = 0;
      this.#at += 1;
    }
    return value;
  }

  /** RFC 1951 §3.2.4. */
  stored(): Uint8Array {
    this.#at = this.used;
    this.#bit = 0;
    const length = this.bits(16);
    if ((length ^ this.bits(16)) !== 0xffff) throw bad("invalid stored block lengths");
    const data = this.#bytes.subarray(this.#at, this.#at + length);
    if (data.length < length) throw new InflateError("Z_BUF_ERROR", "unexpected end of file");
    this.#at += length;
    return data;
  }
}

function bad(message: string): InflateError {
  return new InflateError("Z_DATA_ERROR", message);
}
