import { PACKET_BYTES } from "./tds-double-packets.ts";

export interface TdsLogin {
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

/** TDS 7.4, spoken by SQL Server 2012 and later. */
export const TDS_VERSION = 0x74000004;

const VERSION = 0;
const ENCRYPTION = 1;
const TERMINATOR = 0xff;
const NOT_SUPPORTED = 2;

/**
 * The answer to PRELOGIN (MS-TDS 2.2.6.5): no encryption, which the double does not know. Throws when the client
 * insists on it.
 */
export function preloginReply(body: Buffer): Buffer {
  const asked = optionOf(body, ENCRYPTION)?.[0];
  if (asked !== NOT_SUPPORTED) {
    throw new Error("The double knows no encryption: put sslmode=disable into the URL.");
  }
  const version = Buffer.from([16, 0, 0, 0, 0, 0]);
  const reply = Buffer.alloc(11 + version.length + 1);
  writeOption(reply, 0, VERSION, 11, version.length);
  writeOption(reply, 5, ENCRYPTION, 11 + version.length, 1);
  reply[10] = TERMINATOR;
  version.copy(reply, 11);
  reply[11 + version.length] = NOT_SUPPORTED;
  return reply;
}

function writeOption(buffer: Buffer, at: number, token: number, offset: number, length: number): void {
  buffer[at] = token;
  buffer.writeUInt16BE(offset, at + 1);
  buffer.writeUInt16BE(length, at + 3);
}

function optionOf(body: Buffer, token: number): Buffer | undefined {
  for (let at = 0; body[at] !== TERMINATOR && at + 5 <= body.length; at += 5) {
    if (body[at] !== token) continue;
    const offset = body.readUInt16BE(at + 1);
    return body.subarray(offset, offset + body.readUInt16BE(at + 3));
  }
  return undefined;
}

/** LOGIN7 (MS-TDS 2.2.6.4). */
export function readLogin(body: Buffer): TdsLogin {
  if (body.readUInt32LE(4) !== TDS_VERSION) throw new Error("The double speaks TDS 7.4 only.");
  if (body.readUInt32LE(8) < PACKET_BYTES) throw new Error("The client asks for packets that are too small.");
  return {
    user: field(body, 40).toString("ucs2"),
    password: plain(field(body, 44)).toString("ucs2"),
    database: field(body, 68).toString("ucs2"),
  };
}

/** Where it is, and how many characters of two bytes. */
function field(body: Buffer, at: number): Buffer {
  const offset = body.readUInt16LE(at);
  return body.subarray(offset, offset + body.readUInt16LE(at + 2) * 2);
}

/** Passwords travel with their half-bytes swapped and then XORed: hidden from a glance, not from anybody else. */
function plain(bytes: Buffer): Buffer {
  return Buffer.from(
    bytes.map((byte) => {
      const swapped = byte ^ 0xa5;
      return ((swapped << 4) | (swapped >> 4)) & 0xff;
    }),
  );
}
