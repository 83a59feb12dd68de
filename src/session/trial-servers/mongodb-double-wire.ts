import { BSON } from "mongodb";

/** BSON documents as plain objects. */
export type Document = Record<string, unknown>;

/** One request of the MongoDB wire protocol. */
export interface WireRequest {
  readonly requestId: number;
  /** OP_QUERY: only the first hand-shake of a connection still comes that way. */
  readonly isLegacy: boolean;
  /** The sender wants no answer (OP_MSG's moreToCome). */
  readonly wantsNoReply: boolean;
  readonly command: Document;
}

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const CHECKSUM_PRESENT = 1;
const MORE_TO_COME = 2;
const EXHAUST_ALLOWED = 1 << 16;
const MAX_MESSAGE_BYTES = 48_000_000;

/** Cuts a stream of bytes into requests. Throws for what is not the protocol, or a part of it not known here. */
export class WireReader {
  #rest: Buffer = Buffer.alloc(0);

  *read(bytes: Buffer): Generator<WireRequest> {
    this.#rest = Buffer.concat([this.#rest, bytes]);
    while (this.#rest.length >= 16) {
      const length = this.#rest.readInt32LE(0);
      if (length < 16 || length > MAX_MESSAGE_BYTES) throw new Error(`A message of ${length} bytes.`);
      if (this.#rest.length < length) return;
      const message = this.#rest.subarray(0, length);
      this.#rest = this.#rest.subarray(length);
      yield requestOf(message);
    }
  }
}

function requestOf(message: Buffer): WireRequest {
  const requestId = message.readInt32LE(4);
  const opCode = message.readInt32LE(12);
  if (opCode === OP_MSG) return { requestId, isLegacy: false, ...messageOf(message.subarray(16)) };
  if (opCode === OP_QUERY) {
    return { requestId, isLegacy: true, wantsNoReply: false, command: queryOf(message.subarray(16)) };
  }
  throw new Error(`The double does not know operation ${opCode} of the wire protocol.`);
}

function messageOf(body: Buffer): Pick<WireRequest, "command" | "wantsNoReply"> {
  const flags = body.readUInt32LE(0);
  if ((flags & ~(MORE_TO_COME | EXHAUST_ALLOWED)) !== 0) {
    const what = (flags & CHECKSUM_PRESENT) === 0 ? `flags ${flags}` : "checksums";
    throw new Error(`The double does not know ${what} in a message.`);
  }
  let command: Document | undefined;
  const sequences: Document = {};
  for (let at = 4; at < body.length; ) {
    const kind = body[at];
    const size = body.readInt32LE(at + 1);
    const section = body.subarray(at + 1, at + 1 + size);
    if (kind === 0) command = BSON.deserialize(section);
    else if (kind === 1) Object.assign(sequences, sequenceOf(section));
    else throw new Error(`The double does not know sections of kind ${kind}.`);
    at += 1 + size;
  }
  if (command === undefined) throw new Error("A message without a command.");
  return { command: { ...command, ...sequences }, wantsNoReply: (flags & MORE_TO_COME) !== 0 };
}

/** `size, "updates\0", document, document, …` */
function sequenceOf(section: Buffer): Document {
  const end = section.indexOf(0, 4);
  const documents: Document[] = [];
  for (let at = end + 1; at < section.length; ) {
    const size = section.readInt32LE(at);
    documents.push(BSON.deserialize(section.subarray(at, at + size)));
    at += size;
  }
  return { [section.toString("utf8", 4, end)]: documents };
}

function queryOf(body: Buffer): Document {
  const end = body.indexOf(0, 4);
  const collection = body.toString("utf8", 4, end);
  if (!collection.endsWith(".$cmd")) throw new Error("The double knows OP_QUERY for the hand-shake only.");
  return BSON.deserialize(body.subarray(end + 1 + 8));
}

export function replyTo(request: WireRequest, document: Document): Buffer {
  const bson = BSON.serialize(document);
  const middle = request.isLegacy ? legacyReplyHead() : Buffer.alloc(5);
  const head = Buffer.alloc(16);
  head.writeInt32LE(16 + middle.length + bson.length, 0);
  head.writeInt32LE(request.requestId, 8);
  head.writeInt32LE(request.isLegacy ? OP_REPLY : OP_MSG, 12);
  return Buffer.concat([head, middle, bson]);
}

/** Flags, cursor id, starting from, and the number of documents: one. */
function legacyReplyHead(): Buffer {
  const head = Buffer.alloc(20);
  head.writeInt32LE(8, 0);
  head.writeInt32LE(1, 16);
  return head;
}
