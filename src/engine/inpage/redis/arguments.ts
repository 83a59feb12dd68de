import type { Keyspace, Value } from "./keyspace.ts";
import { RedisError } from "./reply.ts";

export const syntaxError = () => new RedisError("ERR syntax error");
export const notInteger = () => new RedisError("ERR value is not an integer or out of range");
const wrongType = () => new RedisError("WRONGTYPE Operation against a key holding the wrong kind of value");

const LEAST = -(2n ** 63n);
const MOST = 2n ** 63n - 1n;

/** A whole number of 64 bits, as Redis reads one: no sign but minus, no spaces, no zeros before. */
export function integer(text: string | undefined): bigint {
  if (text === undefined || !/^(?:0|-?[1-9]\d{0,18})$/.test(text)) throw notInteger();
  return checkedInteger(BigInt(text), notInteger);
}

export function checkedInteger(value: bigint, fault: () => RedisError): bigint {
  if (value < LEAST || value > MOST) throw fault();
  return value;
}

export function float(text: string | undefined): number {
  if (text !== undefined) {
    if (/^[-+]?inf(?:inity)?$/i.test(text)) return text.startsWith("-") ? -Infinity : Infinity;
    if (/^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text)) return Number(text);
  }
  throw new RedisError("ERR value is not a valid float");
}

type ValueOf<T extends Value["type"]> = Extract<Value, { type: T }>;

/** The value of a key, of that type; `undefined` when there is none. */
export function valueAt<T extends Value["type"]>(
  keys: Keyspace,
  key: string | undefined,
  type: T,
): ValueOf<T> | undefined {
  const value = keys.get(key ?? "")?.value;
  if (value === undefined) return undefined;
  if (value.type !== type) throw wrongType();
  return value as ValueOf<T>;
}

/** The same, made when there is none. */
export function valueIn<T extends Exclude<Value["type"], "string">>(
  keys: Keyspace,
  key: string,
  type: T,
): ValueOf<T> {
  const known = valueAt(keys, key, type);
  if (known !== undefined) return known;
  const made = EMPTY[type]() as ValueOf<T>;
  keys.set(key, made);
  return made;
}

const EMPTY = {
  hash: (): Value => ({ type: "hash", fields: new Map() }),
  list: (): Value => ({ type: "list", items: [] }),
  set: (): Value => ({ type: "set", members: new Set() }),
  zset: (): Value => ({ type: "zset", scores: new Map() }),
};

/** `key value key value …` as pairs; `undefined` for an odd number. */
export function pairs(args: readonly string[]): readonly (readonly [string, string])[] | undefined {
  if (args.length % 2 === 1) return undefined;
  return args.flatMap((name, index) => (index % 2 === 0 ? [[name, args[index + 1] ?? ""] as const] : []));
}

/** From `start` to `stop`, both in it, negative ones from the end: as of LRANGE. */
export function range(start: bigint, stop: bigint, length: number): { from: number; to: number } {
  const at = (index: bigint) => Number(index < 0n ? BigInt(length) + index : index);
  const from = Math.max(0, at(start));
  const to = Math.min(length - 1, at(stop));
  return from > to || from >= length ? { from: 0, to: 0 } : { from, to: to + 1 };
}

/** Whether a text is what a pattern with `*`, `?`, `[a-z]` and `\` means. */
export function globMatches(pattern: string, text: string): boolean {
  return matchesFrom(pattern, 0, text, 0);
}

function matchesFrom(pattern: string, startPlace: number, text: string, startAt: number): boolean {
  let place = startPlace;
  let at = startAt;
  while (place < pattern.length) {
    const letter = pattern[place];
    if (letter === "*") {
      while (pattern[place + 1] === "*") place += 1;
      if (place + 1 === pattern.length) return true;
      for (let from = at; from <= text.length; from += 1) {
        if (matchesFrom(pattern, place + 1, text, from)) return true;
      }
      return false;
    }
    if (at >= text.length) return false;
    if (letter === "[") {
      const set = setAt(pattern, place + 1, text[at] ?? "");
      if (!set.has) return false;
      place = set.end;
    } else if (letter !== "?") {
      if (letter === "\\" && place + 1 < pattern.length) place += 1;
      if (pattern[place] !== text[at]) return false;
    }
    place += 1;
    at += 1;
  }
  return at === text.length;
}

/** `end`: where its closing bracket is. */
function setAt(pattern: string, start: number, letter: string): { has: boolean; end: number } {
  const isNegated = pattern[start] === "^";
  let has = false;
  let place = isNegated ? start + 1 : start;
  for (; place < pattern.length && pattern[place] !== "]"; place += 1) {
    if (pattern[place] === "\\" && place + 1 < pattern.length) {
      place += 1;
      if (pattern[place] === letter) has = true;
    } else if (pattern[place + 1] === "-" && place + 2 < pattern.length) {
      const [low = "", high = ""] = [pattern[place] ?? "", pattern[place + 2] ?? ""].sort();
      if (letter >= low && letter <= high) has = true;
      place += 2;
    } else if (pattern[place] === letter) has = true;
  }
  return { has: has !== isNegated, end: Math.min(place, pattern.length - 1) };
}
