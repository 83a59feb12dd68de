import { significant } from "./significant.ts";

/** Texts are bytes here: one letter, U+0000 to U+00FF, for each. So are keys and values. */
export type Reply =
  | null
  | number
  | bigint
  | string
  | Status
  | RedisError
  | MapReply
  | SetReply
  | DoubleReply
  | NilArray
  | readonly Reply[];

/** `+OK`, without quotes around it anywhere. */
export class Status {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

/** An answer that begins with its kind: "ERR …", "WRONGTYPE …". */
export class RedisError extends Error {}

/** Names and values by turns; a map in version 3 of the protocol. */
export class MapReply {
  readonly flat: readonly Reply[];
  constructor(flat: readonly Reply[]) {
    this.flat = flat;
  }
}

/** A set in version 3 of the protocol. */
export class SetReply {
  readonly members: readonly Reply[];
  constructor(members: readonly Reply[]) {
    this.members = members;
  }
}

/** A number with a fraction in version 3 of the protocol, a text before. */
export class DoubleReply {
  readonly value: number;
  constructor(value: number) {
    this.value = value;
  }
}

/** Nothing where a list was asked for. */
export class NilArray {}

export const OK = new Status("OK");

/** What goes over the wire, as bytes in letters. */
export function encodedReply(reply: Reply, protocol: 2 | 3): string {
  const parts: string[] = [];
  encode(reply, protocol, parts);
  return parts.join("");
}

function encode(reply: Reply, protocol: 2 | 3, parts: string[]): void {
  if (reply === null) parts.push(protocol === 3 ? "_\r\n" : "$-1\r\n");
  else if (typeof reply === "string") parts.push(`$${reply.length}\r\n`, reply, "\r\n");
  else if (typeof reply === "number" || typeof reply === "bigint") parts.push(`:${reply}\r\n`);
  else if (reply instanceof Status) parts.push(`+${reply.text}\r\n`);
  else if (reply instanceof RedisError) parts.push(`-${reply.message.replaceAll(/[\r\n]/g, " ")}\r\n`);
  else if (reply instanceof NilArray) parts.push(protocol === 3 ? "_\r\n" : "*-1\r\n");
  else if (reply instanceof DoubleReply) {
    const text = scoreText(reply.value);
    if (protocol === 3) parts.push(`,${text}\r\n`);
    else parts.push(`$${text.length}\r\n${text}\r\n`);
  } else if (reply instanceof MapReply) {
    parts.push(protocol === 3 ? `%${reply.flat.length / 2}\r\n` : `*${reply.flat.length}\r\n`);
    for (const part of reply.flat) encode(part, protocol, parts);
  } else if (reply instanceof SetReply) {
    parts.push(`${protocol === 3 ? "~" : "*"}${reply.members.length}\r\n`);
    for (const part of reply.members) encode(part, protocol, parts);
  } else {
    parts.push(`*${reply.length}\r\n`);
    for (const part of reply) encode(part, protocol, parts);
  }
}

/** A score as Redis 7.0 writes it: 17 digits. */
export function scoreText(score: number): string {
  return Number.isFinite(score) ? significant(score, 17) : score > 0 ? "inf" : "-inf";
}
