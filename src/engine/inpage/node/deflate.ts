import {
  DISTANCE_BASES,
  DISTANCE_EXTRA_BITS,
  END_OF_BLOCK,
  LENGTH_BASES,
  LENGTH_EXTRA_BITS,
} from "./deflate-tables.ts";

const SHORTEST = 3;
const LONGEST = 258;
const WINDOW = 32_768;

/**
 * RFC 1951, at once, where the browser's own codec takes its time. One block with the fixed codes of §3.2.6: what it
 * makes is somewhat larger than Node's, and every reader reads it.
 */
export function deflateRaw(bytes: Uint8Array): Uint8Array {
  const out = new BitWriter();
  out.write(1, 1);
  out.write(1, 2);
  const lastAt = new Map<number, number>();
  for (let at = 0; at < bytes.length; ) {
    const key = keyAt(bytes, at);
    const before = key === undefined ? undefined : lastAt.get(key);
    const length = before === undefined || at - before > WINDOW ? 0 : matchLength(bytes, before, at);
    if (before === undefined || length < SHORTEST) {
      writeSymbol(out, bytes[at] ?? 0);
      if (key !== undefined) lastAt.set(key, at);
      at += 1;
      continue;
    }
    writeMatch(out, length, at - before);
    for (const end = at + length; at < end; at += 1) {
      const passed = keyAt(bytes, at);
      if (passed !== undefined) lastAt.set(passed, at);
    }
  }
  writeSymbol(out, END_OF_BLOCK);
  return out.bytes();
}

/** The next three bytes as one number; `undefined` where there are fewer. */
function keyAt(bytes: Uint8Array, at: number): number | undefined {
  const [first, second, third] = [bytes[at], bytes[at + 1], bytes[at + 2]];
  if (first === undefined || second === undefined || third === undefined) return undefined;
  return (first << 16) | (second << 8) | third;
}

function matchLength(bytes: Uint8Array, before: number, at: number): number {
  let length = 0;
  while (length < LONGEST && at + length < bytes.length && bytes[before + length] === bytes[at + length])
    length += 1;
  return length;
}

function writeMatch(out: BitWriter, length: number, distance: number): void {
  const lengthCode = LENGTH_BASES.findLastIndex((base) => base <= length);
  writeSymbol(out, END_OF_BLOCK + 1 + lengthCode);
  out.write(length - (LENGTH_BASES[lengthCode] ?? 0), LENGTH_EXTRA_BITS[lengthCode] ?? 0);
  const distanceCode = DISTANCE_BASES.findLastIndex((base) => base <= distance);
  out.writeCode(distanceCode, 5);
  out.write(distance - (DISTANCE_BASES[distanceCode] ?? 0), DISTANCE_EXTRA_BITS[distanceCode] ?? 0);
}

function writeSymbol(out: BitWriter, symbol: number): void {
  if (symbol < 144) out.writeCode(0x30 + symbol, 8);
  else if (symbol < 256) out.writeCode(0x190 + symbol - 144, 9);
  else if (symbol < 280) out.writeCode(symbol - 256, 7);
  else out.writeCode(0xc0 + symbol - 280, 8);
}

class BitWriter {
  readonly #bytes: number[] = [];
  #held = 0;
  #count = 0;

  /** The lowest bit first. */
  write(value: number, bits: number): void {
    for (let bit = 0; bit < bits; bit += 1) this.#push((value >>> bit) & 1);
  }

  /** A Huffman code: the highest bit first. */
  writeCode(code: number, bits: number): void {
    for (let bit = bits - 1; bit >= 0; bit -= 1) this.#push((code >>> bit) & 1);
  }

  bytes(): Uint8Array {
    return Uint8Array.from(this.#count === 0 ? this.#bytes : [...this.#bytes, this.#held]);
  }

  #push(bit: number): void {
    this.#held |= bit << this.#count;
    this.#count += 1;
    if (this.#count < 8) return;
    this.#bytes.push(this.#held);
    this.#held = 0;
    this.#count = 0;
  }
}
