import { Buffer } from "node:buffer";
import { elementsOf, membersOf } from "../../cookie-held/json-members.ts";
import {
  CHARACTERS_LIMIT,
  INT_BYTES_LIMIT,
  PythonDatetime,
  type PythonFormat,
  PythonSet,
  PythonTuple,
  type PythonValue,
  UnreadablePython,
  VALUE_DEPTH_LIMIT,
  VALUES_LIMIT,
} from "./python-value.ts";

/**
 * Python values as JSON with tags (see `cookie-held/tagged-json.ts`): Flask's for tuples and bytes, `{" d": …}`
 * with an ISO time, and `{" x": …}` with the bytes of what JSON has no form for (sets, dicts with other keys than
 * str). Floats have a point or an exponent, ints have none.
 */
export const PYTHON_TAGS: ReadonlySet<string> = new Set([" di", " t", " b", " d", " x"]);

/** Throws {@link UnreadablePython} for what is nested too deep, contains itself, is too much, or has no bytes in `format`. */
export function toTaggedJson(value: PythonValue, format: PythonFormat): string {
  return new Printer(format).print(value, 0);
}

class Printer {
  readonly #format: PythonFormat;
  #values = 0;
  #characters = 0;

  constructor(format: PythonFormat) {
    this.#format = format;
  }

  print(value: PythonValue, depth: number): string {
    this.#values += 1;
    // One list may stand in many places, so few bytes can mean very much.
    if (this.#values > VALUES_LIMIT) throw new UnreadablePython("it has too many values");
    if (depth > VALUE_DEPTH_LIMIT) throw new UnreadablePython("it is nested too deep");
    switch (typeof value) {
      case "string":
        this.#count(value.length);
        return JSON.stringify(value);
      case "bigint":
        return this.#int(value);
      case "boolean":
        return String(value);
      case "number":
        return printFloat(value);
      default:
        return value === null ? "null" : this.#object(value, depth + 1);
    }
  }

  #object(value: object, depth: number): string {
    if (Array.isArray(value)) return this.#items(value, depth);
    if (value instanceof Map) return this.#dict(value, depth);
    if (value instanceof PythonTuple) return `{" t":${this.#items(value.items, depth)}}`;
    if (value instanceof Uint8Array) {
      this.#count(value.length);
      return `{" b":"${Buffer.from(value).toString("base64")}"}`;
    }
    if (value instanceof PythonDatetime) {
      return `{" d":"${value.text}${printOffset(value.offsetSeconds)}"}`;
    }
    if (value instanceof PythonSet) {
      // Looked through as well: what it holds must be bounded, and plain data.
      this.#items(value.items, depth);
      return this.#opaque(value);
    }
    throw new UnreadablePython("part of a date stands alone");
  }

  /** The same text may stand in many places too. */
  #count(characters: number): void {
    this.#characters += characters;
    if (this.#characters > CHARACTERS_LIMIT) throw new UnreadablePython("its texts are too long");
  }

  #int(value: bigint): string {
    const text = String(value);
    this.#count(text.length);
    return text;
  }

  #items(items: readonly PythonValue[], depth: number): string {
    return `[${items.map((item) => this.print(item, depth)).join(",")}]`;
  }

  #dict(dict: ReadonlyMap<PythonValue, PythonValue>, depth: number): string {
    const keys = [...dict.keys()];
    if (!keys.every((key) => typeof key === "string")) {
      for (const [key, member] of dict) this.#items([key, member], depth);
      return this.#opaque(dict);
    }
    const mustEscape = keys.length === 1 && PYTHON_TAGS.has(keys[0] ?? "");
    const suffix = mustEscape ? "__" : "";
    const members = keys.map(
      (key) => `${JSON.stringify(key + suffix)}:${this.print(dict.get(key) ?? null, depth)}`,
    );
    const text = `{${members.join(",")}}`;
    return mustEscape ? `{" di":${text}}` : text;
  }

  #opaque(value: PythonValue): string {
    const text = Buffer.from(this.#encoded(value)).toString("base64");
    this.#count(text.length);
    return `{" x":"${text}"}`;
  }

  /** What one format has held, another may not. */
  #encoded(value: PythonValue): Uint8Array {
    try {
      return this.#format.encode(value);
    } catch (error) {
      if (error instanceof RangeError) throw new UnreadablePython("this format cannot hold it");
      throw error;
    }
  }
}

function printFloat(value: number): string {
  if (Number.isNaN(value)) return "NaN";
  if (!Number.isFinite(value)) return value > 0 ? "Infinity" : "-Infinity";
  if (Object.is(value, -0)) return "-0.0";
  const text = String(value);
  return /[.e]/.test(text) ? text : `${text}.0`;
}

function printOffset(seconds: number | undefined): string {
  if (seconds === undefined) return "";
  const rest = Math.abs(seconds);
  const parts = [Math.floor(rest / 3600), Math.floor(rest / 60) % 60, rest % 60].map((part) =>
    String(part).padStart(2, "0"),
  );
  return (seconds < 0 ? "-" : "+") + parts.slice(0, parts[2] === "00" ? 2 : 3).join(":");
}

/** `text`: of {@link toTaggedJson}, or what JavaScript made of it. */
export function fromTaggedJson(text: string, format: PythonFormat): PythonValue {
  switch (text[0]) {
    case '"':
      return JSON.parse(text) as string;
    case "[":
      return elementsOf(text).map((element) => fromTaggedJson(element, format));
    case "{":
      return objectOf(text, format);
    case "t":
      return true;
    case "f":
      return false;
    case "n":
      return null;
    default:
      return numberOf(text);
  }
}

function numberOf(text: string): number | bigint {
  if (/^-?\d+$/.test(text) && text.length <= INT_BYTES_LIMIT * 3) return BigInt(text);
  return text === "NaN" || text.endsWith("Infinity") ? Number(text) : (JSON.parse(text) as number);
}

function objectOf(text: string, format: PythonFormat): PythonValue {
  const members = membersOf(text);
  const [first] = members;
  if (members.size === 1 && first !== undefined && PYTHON_TAGS.has(first[0])) {
    const [tag, raw] = first;
    switch (tag) {
      case " t":
        return new PythonTuple(elementsOf(raw).map((element) => fromTaggedJson(element, format)));
      case " b":
        return Uint8Array.from(Buffer.from(JSON.parse(raw) as string, "base64"));
      case " x":
        return format.decode(Buffer.from(JSON.parse(raw) as string, "base64"));
      case " d":
        return datetimeOf(JSON.parse(raw) as string);
      default:
        return dictOf(membersOf(raw), 2, format);
    }
  }
  return dictOf(members, 0, format);
}

/** `suffix`: how many letters an escape has put behind the key. */
function dictOf(members: ReadonlyMap<string, string>, suffix: number, format: PythonFormat): PythonValue {
  return new Map(
    [...members].map(([key, raw]) => [key.slice(0, key.length - suffix), fromTaggedJson(raw, format)]),
  );
}

function datetimeOf(text: string): PythonDatetime {
  const zone = text.slice(26);
  if (zone === "") return new PythonDatetime(text, undefined);
  const [hours = 0, minutes = 0, seconds = 0] = zone.slice(1).split(":").map(Number);
  const offset = hours * 3600 + minutes * 60 + seconds;
  return new PythonDatetime(text.slice(0, 26), zone.startsWith("-") ? -offset : offset);
}
