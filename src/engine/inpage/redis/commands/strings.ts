import { checkedInteger, integer, pairs, syntaxError, valueAt } from "../arguments.ts";
import type { Keyspace } from "../keyspace.ts";
import { OK, RedisError, type Reply } from "../reply.ts";
import { type Call, type Command, reads, writes } from "./command.ts";
import { deadline } from "./expiry.ts";

/** Of SETRANGE and APPEND, as of Redis. */
const LONGEST_BYTES = 512 * 1024 * 1024;

function textOf(keys: Keyspace, key: string | undefined): string | null {
  return valueAt(keys, key, "string")?.text ?? null;
}

function put(keys: Keyspace, key: string, text: string, expiresAtMs?: number): void {
  keys.set(key, { type: "string", text }, expiresAtMs);
}

/** Another text under a key that keeps its deadline. */
function change(keys: Keyspace, key: string, text: string): void {
  put(keys, key, text, keys.get(key)?.expiresAtMs);
}

/** `SET key value [NX|XX] [GET] [EX|PX|EXAT|PXAT n|KEEPTTL]` */
function set({ args, keys, name, nowMs }: Call): Reply {
  const [key = "", text = "", ...options] = args;
  let only: "NX" | "XX" | undefined;
  let isGet = false;
  let time: { unit: string; amount: string } | "KEEPTTL" | undefined;
  for (let at = 0; at < options.length; at += 1) {
    const option = options[at]?.toUpperCase() ?? "";
    if ((option === "NX" || option === "XX") && (only === undefined || only === option)) only = option;
    else if (option === "GET") isGet = true;
    else if (option === "KEEPTTL" && (time === undefined || time === "KEEPTTL")) time = "KEEPTTL";
    else if (/^(?:EX|PX|EXAT|PXAT)$/.test(option) && time === undefined && at + 1 < options.length) {
      at += 1;
      time = { unit: option, amount: options[at] ?? "" };
    } else throw syntaxError();
  }
  const expiresAtMs = typeof time === "object" ? deadline(time.unit, time.amount, name, nowMs()) : undefined;
  const before = isGet ? textOf(keys, key) : null;
  const isThere = keys.has(key);
  if ((only === "NX" && isThere) || (only === "XX" && !isThere)) return isGet ? before : null;
  put(keys, key, text, time === "KEEPTTL" ? keys.get(key)?.expiresAtMs : expiresAtMs);
  if (expiresAtMs !== undefined && expiresAtMs <= nowMs()) keys.delete(key);
  return isGet ? before : OK;
}

function setWith(unit: "EX" | "PX"): (call: Call) => Reply {
  return ({ args: [key = "", amount, text = ""], keys, name, nowMs }) => {
    put(keys, key, text, deadline(unit, amount, name, nowMs()));
    return OK;
  };
}

function getEx({ args: [key = "", option, amount, ...rest], keys, name, nowMs }: Call): Reply {
  const unit = option?.toUpperCase();
  const isTimed = unit !== undefined && /^(?:EX|PX|EXAT|PXAT)$/.test(unit) && amount !== undefined;
  const isPersist =
    unit === "PERSIST" && [amount ?? unit, ...rest].every((one) => one.toUpperCase() === unit);
  if ((rest.length > 0 && !isPersist) || (unit !== undefined && !isTimed && !isPersist)) throw syntaxError();
  const text = textOf(keys, key);
  if (text === null) return null;
  if (isTimed) keys.expire(key, deadline(unit, amount, name, nowMs()));
  if (isPersist) keys.expire(key, undefined);
  return text;
}

function add(keys: Keyspace, key: string, by: bigint): Reply {
  const now = integer(textOf(keys, key) ?? "0");
  const next = checkedInteger(now + by, () => new RedisError("ERR increment or decrement would overflow"));
  change(keys, key, String(next));
  return next;
}

function setMany({ args, keys, name }: Call): Reply {
  const all = pairs(args);
  if (all === undefined) throw new RedisError(`ERR wrong number of arguments for '${name}' command`);
  for (const [key, text] of all) put(keys, key, text);
  return OK;
}

function getRange({ args: [key, start, stop], keys }: Call): Reply {
  const [from, to] = [integer(start), integer(stop)];
  const text = textOf(keys, key) ?? "";
  const length = BigInt(text.length);
  if (from < 0n && to < 0n && from > to) return "";
  const first = from < 0n ? (from + length < 0n ? 0n : from + length) : from;
  const last = to < 0n ? (to + length < 0n ? 0n : to + length) : to >= length ? length - 1n : to;
  return first > last || length === 0n ? "" : text.slice(Number(first), Number(last) + 1);
}

function setRange({ args: [key = "", offset, text = ""], keys }: Call): Reply {
  const at = integer(offset);
  if (at < 0n) throw new RedisError("ERR offset is out of range");
  const before = textOf(keys, key);
  if (text === "") return before?.length ?? 0;
  if (at + BigInt(text.length) > LONGEST_BYTES) {
    throw new RedisError("ERR string exceeds maximum allowed size (proto-max-bulk-len)");
  }
  const whole = (before ?? "").padEnd(Number(at), "\0");
  const next = whole.slice(0, Number(at)) + text + whole.slice(Number(at) + text.length);
  change(keys, key, next);
  return next.length;
}

export const stringCommands: Readonly<Record<string, Command>> = {
  get: reads(2, ({ args, keys }) => textOf(keys, args[0])),
  set: writes(-3, set),
  setnx: writes(3, ({ args: [key = "", text = ""], keys }) => {
    if (keys.has(key)) return 0;
    put(keys, key, text);
    return 1;
  }),
  setex: writes(4, setWith("EX")),
  psetex: writes(4, setWith("PX")),
  getset: writes(3, ({ args: [key = "", text = ""], keys }) => {
    const before = textOf(keys, key);
    put(keys, key, text);
    return before;
  }),
  getdel: writes(2, ({ args: [key = ""], keys }) => {
    const text = textOf(keys, key);
    keys.delete(key);
    return text;
  }),
  getex: writes(-2, getEx),
  mget: reads(-2, ({ args, keys }) =>
    args.map((key) => {
      const value = keys.get(key)?.value;
      return value?.type === "string" ? value.text : null;
    }),
  ),
  mset: writes(-3, setMany),
  msetnx: writes(-3, (call) => {
    const { args, keys } = call;
    if (args.length % 2 === 0 && args.some((key, index) => index % 2 === 0 && keys.has(key))) return 0;
    setMany(call);
    return 1;
  }),
  append: writes(3, ({ args: [key = "", text = ""], keys }) => {
    const next = (textOf(keys, key) ?? "") + text;
    change(keys, key, next);
    return next.length;
  }),
  strlen: reads(2, ({ args, keys }) => textOf(keys, args[0])?.length ?? 0),
  getrange: reads(4, getRange),
  setrange: writes(4, setRange),
  incr: writes(2, ({ args: [key = ""], keys }) => add(keys, key, 1n)),
  decr: writes(2, ({ args: [key = ""], keys }) => add(keys, key, -1n)),
  incrby: writes(3, ({ args: [key = "", by], keys }) => add(keys, key, integer(by))),
  decrby: writes(3, ({ args: [key = "", by], keys }) => {
    const amount = integer(by);
    if (amount === -(2n ** 63n)) throw new RedisError("ERR decrement would overflow");
    return add(keys, key, -amount);
  }),
};
