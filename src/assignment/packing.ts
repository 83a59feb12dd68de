import { deflateSync, Inflate } from "fflate";

/** Fed to the decompressor at once: what one such piece can swell to (a thousandfold) bounds the overshoot. */
const PIECE_BYTES = 1024;

/** Compresses with raw DEFLATE. One implementation on every machine, so the same bytes give the same bytes. */
export function pack(bytes: Uint8Array, dictionary?: Uint8Array): Uint8Array<ArrayBuffer> {
  const packed = deflateSync(bytes, { level: 9, mem: 8, ...(dictionary && { dictionary }) });
  return new Uint8Array(packed);
}

export type Unpacked =
  | { readonly kind: "unpacked"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "too-large" }
  | { readonly kind: "broken" };

/** Undoes {@link pack}. Stops as soon as more than `limitBytes` have come out, so a zip bomb costs nothing. */
export function unpack(packed: Uint8Array, limitBytes: number, dictionary?: Uint8Array): Unpacked {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  let finished = false;
  const inflate = new Inflate({ ...(dictionary && { dictionary }) }, (piece, final) => {
    bytes += piece.byteLength;
    if (bytes <= limitBytes) pieces.push(piece);
    finished = final;
  });
  try {
    for (let start = 0; start < packed.byteLength && bytes <= limitBytes; start += PIECE_BYTES) {
      const end = start + PIECE_BYTES;
      inflate.push(packed.subarray(start, end), end >= packed.byteLength);
    }
  } catch {
    return bytes > limitBytes ? { kind: "too-large" } : { kind: "broken" };
  }
  if (bytes > limitBytes) return { kind: "too-large" };
  return finished ? { kind: "unpacked", bytes: joined(pieces) } : { kind: "broken" };
}

export function joined(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.byteLength, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.byteLength;
  }
  return whole;
}

export function sameBytes(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && one.every((byte, index) => byte === other[index]);
}
