import { LuaError } from "./lua-error.ts";
import { mathLibrary, stringLibrary, tableLibrary } from "./standard-tables.ts";
import { isTrue, type LuaFunction, LuaTable, type LuaValue, toNumber, toText, typeName } from "./values.ts";

/** The functions of Lua 5.1 that scripts of Redis use. `coroutine`, `load` and metatables are not there. */
export function standardGlobals(): Map<string, LuaValue> {
  return new Map<string, LuaValue>([
    ["string", stringLibrary],
    ["table", tableLibrary],
    ["math", mathLibrary],
    ["type", (...args) => [typeName(args[0])]],
    ["tostring", (value) => [toText(value)]],
    ["tonumber", (value, base) => [base === undefined ? toNumber(value) : inBase(value, base)]],
    ["ipairs", (table) => [nextListed, checkedTable(table, "ipairs"), 0]],
    ["pairs", (table) => [nextOf(checkedTable(table, "pairs")), table, undefined]],
    ["next", (table, key) => [...(checkedTable(table, "next").next(key) ?? [])]],
    ["unpack", unpack],
    ["select", select],
    [
      "error",
      (value) => {
        throw new LuaError(value);
      },
    ],
    [
      "assert",
      (...args) => {
        if (isTrue(args[0])) return args;
        throw new LuaError(args[1] ?? "assertion failed!");
      },
    ],
    ["pcall", protectedCall],
  ]);
}

const nextListed: LuaFunction = (table, index) => {
  const at = (toNumber(index) ?? 0) + 1;
  const value = checkedTable(table, "ipairs").get(at);
  return value === undefined ? [undefined] : [at, value];
};

/** One walk over a table, without looking for the last key each time. */
function nextOf(table: LuaTable): LuaFunction {
  const entries = table.entries();
  return () => {
    const { value, done } = entries.next();
    return done === true ? [undefined] : [value[0], value[1]];
  };
}

/** As many as Lua's own stack has room for. */
const MOST_UNPACKED = 7999;

const unpack: LuaFunction = (value, from, to) => {
  const table = checkedTable(value, "unpack");
  const first = position(from, 2, 1);
  const last = position(to, 3, table.length);
  if (last - first >= MOST_UNPACKED) throw new LuaError("too many results to unpack");
  return Array.from({ length: Math.max(0, last - first + 1) }, (_none, index) => table.get(first + index));
};

function position(value: LuaValue, argument: number, otherwise: number): number {
  const number = value === undefined ? otherwise : toNumber(value);
  if (number !== undefined) return Math.trunc(number);
  throw new LuaError(`bad argument #${argument} to 'unpack' (number expected, got ${typeName(value)})`);
}

const select: LuaFunction = (which, ...args) => {
  if (which === "#") return [args.length];
  const from = toNumber(which);
  if (from === undefined || from < 1) throw new LuaError("bad argument #1 to 'select' (index out of range)");
  return args.slice(from - 1);
};

const protectedCall: LuaFunction = (callee, ...args) => {
  try {
    if (typeof callee !== "function") throw new LuaError(`attempt to call a ${typeName(callee)} value`);
    return [true, ...callee(...args)];
  } catch (error) {
    if (!(error instanceof LuaError)) throw error;
    return [false, error.value];
  }
};

function inBase(value: LuaValue, base: LuaValue): LuaValue {
  const radix = toNumber(base) ?? 10;
  const number = Number.parseInt(toText(value).trim(), radix);
  return Number.isNaN(number) ? undefined : number;
}

function checkedTable(value: LuaValue, name: string): LuaTable {
  if (value instanceof LuaTable) return value;
  throw new LuaError(`bad argument #1 to '${name}' (table expected, got ${typeName(value)})`);
}
