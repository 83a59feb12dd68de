/** The kinds of messages of the Tabular Data Stream that clients send (MS-TDS 2.2.3.1.1). */
export const MESSAGE = {
  batch: 0x01,
  rpc: 0x03,
  attention: 0x06,
  transaction: 0x0e,
  login: 0x10,
  prelogin: 0x12,
} as const;

export interface TdsMessage {
  readonly kind: number;
  readonly body: Buffer;
}

const HEADER_BYTES = 8;
const END_OF_MESSAGE = 0x01;
const TABULAR_RESULT = 0x04;
/** What is agreed at login, and what a message is cut into before that. */
export const PACKET_BYTES = 4096;
const MOST_BYTES = 64 * 1024 * 1024;

/** Puts packets together to messages. Throws for what is no packet, or too much. */
export class PacketReader {
  #rest: Buffer = Buffer.alloc(0);
  #parts: Buffer[] = [];
  #bytes = 0;

  *read(bytes: Buffer): Generator<TdsMessage> {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= HEADER_BYTES) {
      const length = this.#rest.readUInt16BE(2);
      if (length < HEADER_BYTES) throw new Error(`A packet of ${length} bytes.`);
      if (this.#rest.length < length) return;
      const packet = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      this.#parts.push(packet.subarray(HEADER_BYTES));
      this.#bytes += length;
      if (this.#bytes > MOST_BYTES) throw new Error("A message of too many bytes.");
      if (((packet[1] ?? 0) & END_OF_MESSAGE) === 0) continue;
      const body = Buffer.concat(this.#parts);
      this.#parts = [];
      this.#bytes = 0;
      yield { kind: packet[0] ?? 0, body };
    }
  }
}

/** An answer, cut into packets. */
export function packetsOf(body: Buffer): Buffer {
  const packets: Buffer[] = [];
  const room = PACKET_BYTES - HEADER_BYTES;
  for (let at = 0, n = 1; at === 0 || at < body.length; at += room, n += 1) {
    const part = body.subarray(at, at + room);
    const header = Buffer.alloc(HEADER_BYTES);
    header[0] = TABULAR_RESULT;
    header[1] = at + room >= body.length ? END_OF_MESSAGE : 0;
    header.writeUInt16BE(HEADER_BYTES + part.length, 2);
    header[6] = n & 0xff;
    packets.push(header, part);
  }
  return Buffer.concat(packets);
}
