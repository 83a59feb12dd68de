import { Buffer } from "./buffer.ts";
import { moduleFace } from "./builtin.ts";
import { nodeError } from "./node-error.ts";

interface ParseOptions {
  readonly maxKeys?: number;
  readonly decodeURIComponent?: (text: string) => string;
}
interface StringifyOptions {
  readonly encodeURIComponent?: (text: string) => string;
}
type Query = Record<string, string | string[]>;

function escapeText(value: unknown): string {
  const text = typeof value === "string" ? value : typeof value === "object" ? String(value) : `${value}`;
  try {
    return encodeURIComponent(text);
  } catch {
    throw nodeError(URIError, "ERR_INVALID_URI", "URI malformed");
  }
}

/** Bytes of a text with its `%XX` resolved; what is no pair of digits stays. */
function unescapeBuffer(text: string): Buffer {
  const bytes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const pair = text[i] === "%" ? text.slice(i + 1, i + 3) : "";
    if (/^[0-9a-f]{2}$/i.test(pair)) {
      bytes.push(Number.parseInt(pair, 16));
      i += 2;
    } else bytes.push(text.charCodeAt(i) & 0xff);
  }
  return Buffer.from(bytes);
}

function unescapeText(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return unescapeBuffer(text).toString();
  }
}

function primitive(value: unknown): string {
  if (typeof value === "string") return value;
  if (typeof value === "number" && Number.isFinite(value)) return `${value}`;
  if (typeof value === "bigint" || typeof value === "boolean") return `${value}`;
  return "";
}

function stringify(query: unknown, separator = "&", equals = "=", options: StringifyOptions = {}): string {
  if (typeof query !== "object" || query === null) return "";
  const encode = options.encodeURIComponent ?? face.escape;
  const pairs: string[] = [];
  for (const [key, value] of Object.entries(query)) {
    const name = encode(primitive(key));
    for (const one of Array.isArray(value) ? value : [value]) {
      pairs.push(`${name}${equals || "="}${encode(primitive(one))}`);
    }
  }
  return pairs.join(separator || "&");
}

function parse(
  text: unknown,
  separator?: string | null,
  equals?: string | null,
  options: ParseOptions = {},
): Query {
  const query = Object.create(null) as Query;
  if (typeof text !== "string" || text.length === 0) return query;
  const decode = options.decodeURIComponent ?? face.unescape;
  const maxKeys = options.maxKeys ?? 1000;
  const sign = equals || "=";
  let pairs = text.split(separator || "&").filter((pair) => pair !== "");
  if (maxKeys > 0) pairs = pairs.slice(0, maxKeys);
  for (const pair of pairs) {
    const at = pair.indexOf(sign);
    const name = decoded(at === -1 ? pair : pair.slice(0, at), decode);
    const value = at === -1 ? "" : decoded(pair.slice(at + sign.length), decode);
    const before = query[name];
    if (before === undefined) query[name] = value;
    else if (Array.isArray(before)) before.push(value);
    else query[name] = [before, value];
  }
  return query;
}

function decoded(text: string, decode: (text: string) => string): string {
  const spaced = text.replaceAll("+", " ");
  if (decode === unescapeText && !/%[0-9a-f]{2}/i.test(spaced)) return spaced;
  try {
    return decode(spaced);
  } catch {
    return unescapeText(spaced);
  }
}

const face = {
  unescapeBuffer,
  unescape: unescapeText,
  escape: escapeText,
  stringify,
  encode: stringify,
  parse,
  decode: parse,
};
export const querystringModule = moduleFace(face);
