import { Buffer } from "node:buffer";

/** Bytes that grow. */
export class ByteWriter {
  #buffer = Buffer.allocUnsafe(512);
  #length = 0;

  byte(value: number): this {
    this.#room(1);
    this.#buffer[this.#length] = value;
    this.#length += 1;
    return this;
  }

  bytes(values: Uint8Array): this {
    this.#room(values.length);
    this.#buffer.set(values, this.#length);
    this.#length += values.length;
    return this;
  }

  /** What `write` puts into a buffer of `size` bytes. */
  put(size: number, write: (buffer: Buffer, at: number) => unknown): this {
    this.#room(size);
    write(this.#buffer, this.#length);
    this.#length += size;
    return this;
  }

  taken(): Buffer {
    return this.#buffer.subarray(0, this.#length);
  }

  #room(size: number): void {
    if (this.#length + size <= this.#buffer.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.#buffer.length * 2, this.#length + size));
    this.#buffer.copy(larger, 0, 0, this.#length);
    this.#buffer = larger;
  }
}
