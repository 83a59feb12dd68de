import { significant } from "../significant.ts";
import { LuaError } from "./lua-error.ts";

/** `undefined` is nil. Texts are bytes: one letter, U+0000 to U+00FF, for each. */
export type LuaValue = undefined | boolean | number | string | LuaTable | LuaFunction;
export type LuaFunction = (...args: LuaValue[]) => LuaValue[];

/** A table: what stands at 1, 2, 3, … in a list, the rest in a map. */
export class LuaTable {
  readonly list: Exclude<LuaValue, undefined>[] = [];
  readonly #rest = new Map<Exclude<LuaValue, undefined>, Exclude<LuaValue, undefined>>();

  static of(values: readonly LuaValue[]): LuaTable {
    const table = new LuaTable();
    for (const [index, value] of values.entries()) table.set(index + 1, value);
    return table;
  }

  static record(fields: Readonly<Record<string, LuaValue>>): LuaTable {
    const table = new LuaTable();
    for (const [name, value] of Object.entries(fields)) table.set(name, value);
    return table;
  }

  get length(): number {
    return this.list.length;
  }

  get(key: LuaValue): LuaValue {
    if (typeof key === "number" && Number.isInteger(key) && key >= 1 && key <= this.list.length) {
      return this.list[key - 1];
    }
    return key === undefined ? undefined : this.#rest.get(key);
  }

  set(key: LuaValue, value: LuaValue): void {
    if (key === undefined) throw new LuaError("table index is nil");
    if (typeof key === "number" && Number.isNaN(key)) throw new LuaError("table index is NaN");
    if (typeof key === "number" && Number.isInteger(key) && key >= 1 && key <= this.list.length + 1) {
      this.#setListed(key, value);
    } else if (value === undefined) this.#rest.delete(key);
    else this.#rest.set(key, value);
  }

  /** All pairs, the list first. */
  *entries(): Generator<[Exclude<LuaValue, undefined>, Exclude<LuaValue, undefined>]> {
    for (const [index, value] of this.list.entries()) yield [index + 1, value];
    yield* this.#rest;
  }

  /** The pair after the one with that key; `undefined` at the end. */
  next(key: LuaValue): readonly [LuaValue, LuaValue] | undefined {
    let isNext = key === undefined;
    for (const entry of this.entries()) {
      if (isNext) return entry;
      isNext = entry[0] === key;
    }
    return undefined;
  }

  #setListed(key: number, value: LuaValue): void {
    if (value !== undefined) {
      this.list[key - 1] = value;
      this.#rest.delete(key);
      for (let next = this.#rest.get(this.list.length + 1); next !== undefined; ) {
        this.#rest.delete(this.list.length + 1);
        this.list.push(next);
        next = this.#rest.get(this.list.length + 1);
      }
      return;
    }
    // What stood behind the gap is no list any more.
    const behind = this.list.splice(key - 1);
    for (const [offset, item] of behind.entries()) if (offset > 0) this.#rest.set(key + offset, item);
  }
}

export function isTrue(value: LuaValue): boolean {
  return value !== undefined && value !== false;
}

export function typeName(value: LuaValue): string {
  if (value === undefined) return "nil";
  return value instanceof LuaTable ? "table" : typeof value;
}

/** As `tostring` writes a number: 14 digits. */
export function numberText(value: number): string {
  if (Number.isNaN(value)) return "nan";
  if (!Number.isFinite(value)) return value > 0 ? "inf" : "-inf";
  return significant(value, 14);
}

/** A number, or a text that is one; `undefined` for all else. */
export function toNumber(value: LuaValue): number | undefined {
  if (typeof value === "number") return value;
  if (typeof value !== "string") return undefined;
  const text = value.trim();
  if (/^[-+]?0x[0-9a-f]+$/i.test(text)) return Number(text.replace(/^[-+]/, "")) * (text[0] === "-" ? -1 : 1);
  return /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i.test(text) ? Number(text) : undefined;
}

export function toText(value: LuaValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  if (value === undefined) return "nil";
  return typeof value === "boolean" ? String(value) : `${typeName(value)}: 0x0`;
}
