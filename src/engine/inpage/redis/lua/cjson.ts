import { LuaError } from "./lua-error.ts";
import { LuaTable, type LuaValue, toText } from "./values.ts";

/** `cjson.encode` and `decode`, as Redis gives them to scripts; null is `cjson.null`. */
const NULL: LuaValue = LuaTable.record({});

export const cjson = LuaTable.record({
  encode: (value) => [bytesOf(JSON.stringify(plainOf(value)) ?? "null")],
  decode: (text) => {
    try {
      return [luaOf(JSON.parse(textOf(toText(text))))];
    } catch (error) {
      if (error instanceof LuaError) throw error;
      throw new LuaError("Expected value but found invalid token at character 1");
    }
  },
  null: NULL,
});

function plainOf(value: LuaValue): unknown {
  if (value === NULL) return null;
  if (typeof value === "string") return textOf(value);
  if (!(value instanceof LuaTable)) {
    if (typeof value === "function") throw new LuaError("Cannot serialise function: type not supported");
    return value ?? null;
  }
  const entries = [...value.entries()];
  if (entries.length === value.length && value.length > 0) return value.list.map(plainOf);
  return Object.fromEntries(entries.map(([key, item]) => [textOf(toText(key)), plainOf(item)]));
}

function luaOf(value: unknown): LuaValue {
  if (value === null) return NULL;
  if (typeof value === "string") return bytesOf(value);
  if (typeof value === "number" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return LuaTable.of(value.map(luaOf));
  const table = new LuaTable();
  for (const [key, item] of Object.entries(value as object)) table.set(bytesOf(key), luaOf(item));
  return table;
}

function bytesOf(text: string): string {
  return Buffer.from(text, "utf8").toString("latin1");
}

function textOf(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}
