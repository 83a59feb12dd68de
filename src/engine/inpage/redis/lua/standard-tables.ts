import { formatLua } from "./format.ts";
import { LuaError } from "./lua-error.ts";
import { findPattern, type PatternMatch } from "./patterns.ts";
import { isTrue, type LuaFunction, LuaTable, type LuaValue, toNumber, toText, typeName } from "./values.ts";

function text(value: LuaValue, position: number, name: string): string {
  if (typeof value === "string" || typeof value === "number") return toText(value);
  throw badArgument(value, position, name, "string");
}

function number(value: LuaValue, position: number, name: string, otherwise?: number): number {
  const is = value === undefined ? otherwise : toNumber(value);
  if (is === undefined) throw badArgument(value, position, name, "number");
  return is;
}

function table(value: LuaValue, name: string): LuaTable {
  if (value instanceof LuaTable) return value;
  throw badArgument(value, 1, name, "table");
}

function badArgument(value: LuaValue, position: number, name: string, wanted: string): LuaError {
  const got = value === undefined ? "no value" : typeName(value);
  return new LuaError(`bad argument #${position} to '${name}' (${wanted} expected, got ${got})`);
}

/** From 1 on, or from the end where it is negative; as an index of JavaScript. */
function startIndex(position: number, length: number): number {
  if (position < 0) return Math.max(0, length + position);
  return position === 0 ? 0 : position - 1;
}

function slice(whole: string, from: number, to: number): string {
  return whole.slice(startIndex(from, whole.length), to < 0 ? whole.length + to + 1 : to);
}

function capturesOf(match: PatternMatch, whole: string): LuaValue[] {
  return match.captures.length === 0 ? [whole.slice(match.start, match.end)] : [...match.captures];
}

const find: LuaFunction = (subject, wanted, from, plain) => {
  const [whole, pattern] = [text(subject, 1, "find"), text(wanted, 2, "find")];
  const start = startIndex(number(from, 3, "find", 1), whole.length);
  if (isTrue(plain)) {
    const at = whole.indexOf(pattern, start);
    return at === -1 ? [undefined] : [at + 1, at + pattern.length];
  }
  const match = findPattern(whole, pattern, start);
  return match === undefined ? [undefined] : [match.start + 1, match.end, ...match.captures];
};

const match: LuaFunction = (subject, wanted, from) => {
  const whole = text(subject, 1, "match");
  const start = startIndex(number(from, 3, "match", 1), whole.length);
  const found = findPattern(whole, text(wanted, 2, "match"), start);
  return found === undefined ? [undefined] : capturesOf(found, whole);
};

const gmatch: LuaFunction = (subject, wanted) => {
  const [whole, pattern] = [text(subject, 1, "gmatch"), text(wanted, 2, "gmatch")];
  let from = 0;
  return [
    () => {
      const found = from > whole.length ? undefined : findPattern(whole, pattern, from);
      if (found === undefined) return [undefined];
      from = found.end > found.start ? found.end : found.end + 1;
      return capturesOf(found, whole);
    },
  ];
};

const gsub: LuaFunction = (subject, wanted, by, most) => {
  const [whole, pattern] = [text(subject, 1, "gsub"), text(wanted, 2, "gsub")];
  const limit = most === undefined ? Number.POSITIVE_INFINITY : number(most, 4, "gsub");
  let result = "";
  let from = 0;
  let count = 0;
  while (count < limit && from <= whole.length) {
    const found = findPattern(whole, pattern, from);
    if (found === undefined) break;
    count += 1;
    result += whole.slice(from, found.start) + replacement(by, found, whole);
    if (found.end > found.start) from = found.end;
    else {
      result += whole.slice(found.end, found.end + 1);
      from = found.end + 1;
    }
    if (pattern.startsWith("^")) break;
  }
  return [result + whole.slice(from), count];
};

function replacement(by: LuaValue, found: PatternMatch, whole: string): string {
  const matched = whole.slice(found.start, found.end);
  const captures = capturesOf(found, whole);
  if (typeof by === "string" || typeof by === "number") {
    return toText(by).replaceAll(/%(.)/gs, (_all, letter: string) => {
      if (letter === "0") return matched;
      return /\d/.test(letter) ? toText(captures[Number(letter) - 1]) : letter;
    });
  }
  const value =
    by instanceof LuaTable ? by.get(captures[0]) : typeof by === "function" ? by(...captures)[0] : by;
  if (!isTrue(value)) return matched;
  return text(value, 3, "gsub");
}

export const stringLibrary = LuaTable.record({
  find,
  match,
  gmatch,
  gsub,
  format: (format, ...args) => [formatLua(text(format, 1, "format"), args)],
  sub: (whole, from, to) => [
    slice(text(whole, 1, "sub"), number(from, 2, "sub", 1), number(to, 3, "sub", -1)),
  ],
  len: (whole) => [text(whole, 1, "len").length],
  lower: (whole) => [text(whole, 1, "lower").replaceAll(/[A-Z]+/g, (part) => part.toLowerCase())],
  upper: (whole) => [text(whole, 1, "upper").replaceAll(/[a-z]+/g, (part) => part.toUpperCase())],
  rep: (whole, times) => [text(whole, 1, "rep").repeat(Math.max(0, number(times, 2, "rep")))],
  reverse: (whole) => [[...text(whole, 1, "reverse")].reverse().join("")],
  char: (...codes) => [
    String.fromCharCode(...codes.map((code, index) => number(code, index + 1, "char") & 0xff)),
  ],
  byte: (whole, from, to) => {
    const first = number(from, 2, "byte", 1);
    return [...slice(text(whole, 1, "byte"), first, number(to, 3, "byte", first))].map((letter) =>
      letter.charCodeAt(0),
    );
  },
});

const insert: LuaFunction = (...args) => {
  const { list } = table(args[0], "insert");
  const value = args.length > 2 ? args[2] : args[1];
  if (value === undefined) throw new LuaError("wrong number of arguments to 'insert'");
  if (args.length > 2) list.splice(Math.max(0, number(args[1], 2, "insert") - 1), 0, value);
  else list.push(value);
  return [];
};

const remove: LuaFunction = (target, position) => {
  const { list } = table(target, "remove");
  if (list.length === 0) return [undefined];
  return list.splice(number(position, 2, "remove", list.length) - 1, 1);
};

const concat: LuaFunction = (target, separator, from, to) => {
  const { list } = table(target, "concat");
  const part = list.slice(number(from, 3, "concat", 1) - 1, number(to, 4, "concat", list.length));
  return [
    part
      .map((value, index) => {
        if (typeof value === "string" || typeof value === "number") return toText(value);
        throw new LuaError(`invalid value (${typeName(value)}) at index ${index + 1} in table for 'concat'`);
      })
      .join(separator === undefined ? "" : text(separator, 2, "concat")),
  ];
};

const sort: LuaFunction = (target, before) => {
  const isBefore = (a: LuaValue, b: LuaValue): boolean => {
    if (typeof before === "function") return isTrue(before(a, b)[0]);
    if (typeof a === "number" && typeof b === "number") return a < b;
    if (typeof a === "string" && typeof b === "string") return a < b;
    throw new LuaError(`attempt to compare ${typeName(a)} with ${typeName(b)}`);
  };
  table(target, "sort").list.sort((a, b) => (isBefore(a, b) ? -1 : isBefore(b, a) ? 1 : 0));
  return [];
};

export const tableLibrary = LuaTable.record({
  insert,
  remove,
  concat,
  sort,
  getn: (target) => [table(target, "getn").length],
});

function onNumbers(name: string, compute: (...numbers: number[]) => number): LuaFunction {
  return (...args) => [compute(...args.map((arg, index) => number(arg, index + 1, name)))];
}

export const mathLibrary = LuaTable.record({
  abs: onNumbers("abs", Math.abs),
  ceil: onNumbers("ceil", Math.ceil),
  floor: onNumbers("floor", Math.floor),
  max: onNumbers("max", Math.max),
  min: onNumbers("min", Math.min),
  sqrt: onNumbers("sqrt", Math.sqrt),
  pow: onNumbers("pow", Math.pow),
  fmod: onNumbers("fmod", (a = Number.NaN, b = Number.NaN) => a % b),
  huge: Number.POSITIVE_INFINITY,
  pi: Math.PI,
});
