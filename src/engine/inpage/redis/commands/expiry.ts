import { integer } from "../arguments.ts";
import { RedisError, type Reply } from "../reply.ts";
import { type Call, type Command, reads, writes } from "./command.ts";

const LONGEST_MS = 2n ** 63n - 1n;

/** When `amount` of `unit` is, in milliseconds since 1970. Throws for what is no time ahead of 0. */
export function deadline(unit: string, amount: string | undefined, name: string, nowMs: number): number {
  const given = integer(amount);
  const fault = () => new RedisError(`ERR invalid expire time in '${name}' command`);
  if (given <= 0n) throw fault();
  return absolute(unit, given, nowMs, fault);
}

function absolute(unit: string, given: bigint, nowMs: number, fault: () => RedisError): number {
  const ms = unit.startsWith("EX") ? given * 1000n : given;
  const at = unit.endsWith("AT") ? ms : ms + BigInt(Math.floor(nowMs));
  if (ms > LONGEST_MS || ms < -LONGEST_MS || at > LONGEST_MS) throw fault();
  return Number(at);
}

const OPTIONS = new Set(["NX", "XX", "GT", "LT"]);

/** `EXPIRE key n [NX|XX|GT|LT]` and its like. A time that is over removes the key. */
function expire(unit: "EX" | "PX" | "EXAT" | "PXAT"): Command {
  return writes(-3, ({ args: [key = "", amount, ...options], keys, name, nowMs }: Call): Reply => {
    const chosen = new Set<string>();
    for (const option of options) {
      const upper = option.toUpperCase();
      if (!OPTIONS.has(upper)) throw new RedisError(`ERR Unsupported option ${option}`);
      chosen.add(upper);
    }
    if (chosen.has("NX") && chosen.size > 1) {
      throw new RedisError("ERR NX and XX, GT or LT options at the same time are not compatible");
    }
    if (chosen.has("GT") && chosen.has("LT")) {
      throw new RedisError("ERR GT and LT options at the same time are not compatible");
    }
    const given = integer(amount);
    const fault = () => new RedisError(`ERR invalid expire time in '${name}' command`);
    const at = absolute(unit, given, nowMs(), fault);
    const entry = keys.get(key);
    if (entry === undefined) return 0;
    const before = entry.expiresAtMs;
    if (chosen.has("NX") && before !== undefined) return 0;
    if (chosen.has("XX") && before === undefined) return 0;
    if (chosen.has("GT") && (before === undefined || at <= before)) return 0;
    if (chosen.has("LT") && before !== undefined && at >= before) return 0;
    keys.expire(key, at);
    return 1;
  });
}

function left(tell: (expiresAtMs: number, nowMs: number) => number): Command {
  return reads(2, ({ args: [key = ""], keys, nowMs }) => {
    const entry = keys.get(key);
    if (entry === undefined) return -2;
    return entry.expiresAtMs === undefined ? -1 : tell(entry.expiresAtMs, nowMs());
  });
}

export const expiryCommands: Readonly<Record<string, Command>> = {
  expire: expire("EX"),
  pexpire: expire("PX"),
  expireat: expire("EXAT"),
  pexpireat: expire("PXAT"),
  ttl: left((at, now) => Math.floor((Math.max(0, at - Math.floor(now)) + 500) / 1000)),
  pttl: left((at, now) => Math.max(0, at - Math.floor(now))),
  expiretime: left((at) => Math.floor((at + 500) / 1000)),
  pexpiretime: left((at) => at),
  persist: writes(2, ({ args: [key = ""], keys }) => {
    if (keys.get(key)?.expiresAtMs === undefined) return 0;
    keys.expire(key, undefined);
    return 1;
  }),
};
