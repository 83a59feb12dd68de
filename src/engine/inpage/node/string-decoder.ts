import type { Buffer as NodeBuffer } from "node:buffer";
import { asBuffer, Buffer } from "./buffer.ts";
import { moduleFace } from "./builtin.ts";
import { decodeText, type Encoding, encodingOf } from "./encodings.ts";

const NOTHING = new Uint8Array(0);

/** Node's StringDecoder: text from chunks whose characters may be cut in two. */
export class StringDecoder {
  readonly encoding: Encoding;
  #held: Uint8Array = NOTHING;

  constructor(encoding?: string) {
    this.encoding = encodingOf(encoding);
  }

  write(chunk: string | NodeBuffer | Uint8Array): string {
    if (typeof chunk === "string") return chunk;
    const bytes = this.#held.length === 0 ? chunk : Buffer.concat([this.#held, chunk]);
    const whole = wholeLength(bytes, this.encoding, this.#held.length);
    this.#held = whole === bytes.length ? NOTHING : bytes.slice(whole);
    return decodeText(bytes.subarray(0, whole), this.encoding);
  }

  end(chunk?: string | NodeBuffer | Uint8Array): string {
    const text = chunk === undefined ? "" : this.write(chunk);
    const rest = decodeText(this.#held, this.encoding);
    this.#held = NOTHING;
    return text + rest;
  }

  get lastNeed(): number {
    return this.#held.length === 0 ? 0 : 1;
  }
  get lastTotal(): number {
    return this.#held.length;
  }
  get lastChar(): NodeBuffer {
    return asBuffer(this.#held);
  }
}

/** How many bytes can be decoded now, of which `heldBytes` have waited; the rest waits for more. */
function wholeLength(bytes: Uint8Array, encoding: Encoding, heldBytes: number): number {
  switch (encoding) {
    case "base64":
    case "base64url":
      return bytes.length - (bytes.length % 3);
    case "utf16le": {
      const even = bytes.length & ~1;
      const high = bytes[even - 1] ?? 0;
      const whole = even > 0 && high >= 0xd8 && high <= 0xdb ? even - 2 : even;
      // As Node has it: half a pair that has waited goes with what comes next, even if that is the like of it.
      return heldBytes >= 2 && even >= 4 ? Math.max(whole, 4) : whole;
    }
    case "utf8":
      return bytes.length - cutUtf8(bytes);
    default:
      return bytes.length;
  }
}

/** Bytes at the end that begin a character without ending it. */
function cutUtf8(bytes: Uint8Array): number {
  const last = bytes.length;
  for (let back = 1; back <= 3 && back <= last; back++) {
    const byte = bytes[last - back] ?? 0;
    if (byte < 0x80) return 0;
    if (byte < 0xc0) continue;
    const needed = byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : byte < 0xf8 ? 4 : 1;
    return needed > back ? back : 0;
  }
  return 0;
}

export const stringDecoderModule = moduleFace({ StringDecoder });
