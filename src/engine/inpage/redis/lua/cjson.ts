import { LuaError } from "./lua-error.ts";
import { LuaTable, type LuaValue, numberText, toText, typeName } from "./values.ts";

/** `cjson.encode` and `decode`, as Redis gives them to scripts; null is `cjson.null`. */
const NULL: LuaValue = LuaTable.record({});

export const cjson = LuaTable.record({
  encode: (value) => [encoded(value, 1)],
  decode: (text) => {
    try {
      return [luaOf(JSON.parse(toText(text).replaceAll(STRING, inBytes)))];
    } catch (error) {
      if (error instanceof LuaError) throw error;
      throw new LuaError("Expected value but found invalid token at character 1");
    }
  },
  null: NULL,
});

const MOST_DEPTH = 1000;
/** An array may have more holes than values only while it is no longer than this. */
const LONGEST_SPARSE = 10;
const MOST_LENGTH_PER_VALUE = 2;

/** As Redis writes it: bytes stay what they are, numbers have 14 digits. */
function encoded(value: LuaValue, depth: number): string {
  if (value === undefined || value === NULL) return "null";
  if (typeof value === "boolean") return String(value);
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") return encodedNumber(value);
  if (typeof value === "function") throw new LuaError("Cannot serialise function: type not supported");
  if (depth > MOST_DEPTH) throw new LuaError(`Cannot serialise, excessive depth (${depth})`);
  const length = arrayLength(value);
  if (length > 0) {
    const items = Array.from({ length }, (_none, index) => encoded(value.get(index + 1), depth + 1));
    return `[${items.join(",")}]`;
  }
  const fields = Array.from(
    value.entries(),
    ([key, item]) => `${encodedKey(key)}:${encoded(item, depth + 1)}`,
  );
  return `{${fields.join(",")}}`;
}

/** 0 for what is written as an object. */
function arrayLength(table: LuaTable): number {
  let [longest, count] = [0, 0];
  for (const [key] of table.entries()) {
    if (typeof key !== "number" || !Number.isInteger(key) || key < 1) return 0;
    longest = Math.max(longest, key);
    count += 1;
  }
  if (longest > LONGEST_SPARSE && longest > count * MOST_LENGTH_PER_VALUE) {
    throw new LuaError("Cannot serialise table: excessively sparse array");
  }
  return longest;
}

function encodedNumber(value: number): string {
  if (Number.isFinite(value)) return numberText(value);
  throw new LuaError("Cannot serialise number: must not be NaN or Inf");
}

function encodedKey(key: LuaValue): string {
  if (typeof key === "number") return `"${encodedNumber(key)}"`;
  if (typeof key === "string") return quoted(key);
  throw new LuaError(`Cannot serialise ${typeName(key)}: table key must be a number or string`);
}

/** The signs that JSON writes in another way; JSON itself leaves "/" and U+007F. */
const ESCAPED = /["\\/\p{Cc}]/gu;

function quoted(bytes: string): string {
  const escaped = bytes.replaceAll(ESCAPED, (sign) => {
    if (sign === "/") return "\\/";
    return sign === "\x7f" ? "\\u007f" : JSON.stringify(sign).slice(1, -1);
  });
  return `"${escaped}"`;
}

const STRING = /"(?:[^"\\]|\\.)*"/gs;
/** In a string: two escapes that are one sign, one escape, and control characters, which Redis takes as they are, but for NUL. */
const SIGN = /\\u(d[89ab][\da-f]{2})\\u(d[c-f][\da-f]{2})|\\u([\da-f]{4})|\\.|\p{Cc}/gisu;
const FIRST_LONGER = 0x80;

/** A string of JSON in which each sign is a byte, as in Lua: bytes stay what they are, UTF-8 or not, and escapes are UTF-8. */
function inBytes(json: string): string {
  return json.replaceAll(SIGN, (sign, high?: string, low?: string, code?: string) => {
    if (!sign.startsWith("\\")) return sign === "\0" ? sign : JSON.stringify(sign).slice(1, -1);
    const units = [high, low, code].flatMap((hex) => (hex === undefined ? [] : Number.parseInt(hex, 16)));
    const text = String.fromCharCode(...units);
    if (units.length === 0 || text < String.fromCharCode(FIRST_LONGER)) return sign;
    if (!text.isWellFormed()) throw new SyntaxError(`${sign} is half a sign.`);
    return Buffer.from(text, "utf8").toString("latin1");
  });
}

function luaOf(value: unknown): LuaValue {
  if (value === null) return NULL;
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return LuaTable.of(value.map(luaOf));
  const table = new LuaTable();
  for (const [key, item] of Object.entries(value as object)) table.set(key, luaOf(item));
  return table;
}
