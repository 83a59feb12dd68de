import { elementsOf, membersOf } from "./json-members.ts";

/**
 * JSON as Flask writes it: what JSON has no type for is an object with one key that begins with a space
 * (flask.json.tag). JavaScript sees
 *
 * | Python | in the cookie | in JavaScript |
 * |---|---|---|
 * | tuple | `{" t": […]}` | array |
 * | bytes | `{" b": "AP8="}` | base64 text |
 * | Markup | `{" m": "<b>"}` | text |
 * | UUID | `{" u": "1234…"}` | text with hyphens |
 * | datetime | `{" d": "Sun, 15 Jun 2025 …"}` | ISO 8601 text |
 * | a dict whose one key looks like a tag | `{" di": {" t__": …}}` | the object |
 * | nan, inf | `NaN`, `Infinity` | null |
 *
 * On the way back a value that is the same in JavaScript is written as it came, at every depth: an untouched
 * datetime stays one, and a tuple to which something was added stays a tuple.
 */
export const FLASK_TAGS: ReadonlySet<string> = new Set([" di", " t", " b", " m", " u", " d"]);
/** Starlette, Django: types that JSON has not, Python cannot write either. */
export const NO_TAGS: ReadonlySet<string> = new Set();

/** Which of Python's JSON is meant. */
export interface Dialect {
  readonly tags: ReadonlySet<string>;
}

/** What JavaScript sees, as `JSON.stringify` writes it. `raw`: one value out of `splitMembers`. */
export function plainJson(raw: string, dialect: Dialect): string {
  if (!/^[[{]/.test(raw)) return plain(raw, dialect);
  // Parsed and written once more: JavaScript may put the members in another order.
  return JSON.stringify(JSON.parse(isPlainText(raw) ? raw : plain(raw, dialect)));
}

function plain(raw: string, dialect: Dialect): string {
  switch (raw[0]) {
    case '"':
      return raw.includes("\\") ? JSON.stringify(JSON.parse(raw)) : raw;
    case "[":
      return plainArray(raw, dialect);
    case "{":
      return plainObject(raw, dialect);
    default:
      return plainWord(raw);
  }
}

function plainWord(raw: string): string {
  if (/^(?:0|-?[1-9]\d{0,14}|true|false|null)$/.test(raw)) return raw;
  return /[NI]/.test(raw) ? "null" : JSON.stringify(JSON.parse(raw));
}

function plainArray(raw: string, dialect: Dialect): string {
  return `[${elementsOf(raw)
    .map((element) => plain(element, dialect))
    .join(",")}]`;
}

function plainObject(raw: string, dialect: Dialect): string {
  const members = membersOf(raw);
  const tagged = taggedValue(members, dialect);
  if (tagged !== undefined) return untagged(tagged, dialect);
  return printMembers(members, dialect);
}

function printMembers(members: ReadonlyMap<string, string>, dialect: Dialect): string {
  const printed = [...members].map(([key, raw]) => `${JSON.stringify(key)}:${plain(raw, dialect)}`);
  return `{${printed.join(",")}}`;
}

/** The same where JavaScript has read the value already, and the text has no tags. */
export function plainJsonOf(value: unknown, raw: string): string {
  switch (typeof value) {
    case "string":
      return raw.includes("\\") ? JSON.stringify(value) : raw;
    case "boolean":
      return raw;
    default:
      return JSON.stringify(value);
  }
}

/** Nothing in it that `JSON.parse` would get wrong. */
function isPlainText(raw: string): boolean {
  return !mayHaveTags(raw) && !/NaN|Infinity/.test(raw);
}

/** A quote before a blank is rare, and cheaper to look for. */
export function mayHaveTags(raw: string): boolean {
  return raw.includes('" ') && /" (?:di|[tbmudx])"/.test(raw);
}

interface Tagged {
  readonly tag: string;
  readonly raw: string;
}

/** Undefined: an ordinary object, also one whose tag does not hold what it says. */
function taggedValue(members: ReadonlyMap<string, string>, { tags }: Dialect): Tagged | undefined {
  if (members.size !== 1) return undefined;
  for (const [tag, raw] of members) {
    if (!tags.has(tag)) return undefined;
    const holdsIt = raw.startsWith(tag === " t" ? "[" : tag === " di" ? "{" : '"');
    if (holdsIt && (tag !== " di" || membersOf(raw).size === 1)) return { tag, raw };
  }
  return undefined;
}

function untagged({ tag, raw }: Tagged, dialect: Dialect): string {
  switch (tag) {
    case " t":
      return plainArray(raw, dialect);
    case " di":
      return printMembers(unescaped(raw), dialect);
    case " u":
      return JSON.stringify(hyphened(JSON.parse(raw) as string));
    case " d":
      return JSON.stringify(isoDate(JSON.parse(raw) as string));
    default:
      return plain(raw, dialect);
  }
}

/** The one member of what " di" holds, under the key that was meant. */
function unescaped(raw: string): Map<string, string> {
  return new Map([...membersOf(raw)].map(([key, value]) => [key.slice(0, -2), value]));
}

function hyphened(hex: string): string {
  const parts = /^([\da-f]{8})([\da-f]{4})([\da-f]{4})([\da-f]{4})([\da-f]{12})$/i.exec(hex);
  return parts === null ? hex : parts.slice(1).join("-");
}

/** One without a zone stays as it is: nobody knows what moment it means. */
function isoDate(text: string): string {
  if (/T[\d:.]+$/.test(text)) return text;
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? text : new Date(ms).toISOString();
}

/**
 * The text for the cookie of what JavaScript has now (`json`), where `before` is what the cookie held there.
 */
export function rawJson(json: string, dialect: Dialect, before: string | undefined): string {
  if (before === undefined && !needsEscape(json, dialect)) return json;
  return print(JSON.parse(json), dialect, before);
}

function needsEscape(json: string, dialect: Dialect): boolean {
  return dialect.tags.size > 0 && json.includes('{" ');
}

function print(value: unknown, dialect: Dialect, before: string | undefined): string {
  const json = JSON.stringify(value);
  if (before === undefined) {
    if (!needsEscape(json, dialect)) return json;
  } else if (plainJson(before, dialect) === json) return before;
  if (Array.isArray(value)) return printArray(value, dialect, before);
  if (typeof value === "object" && value !== null) return printObject(value, dialect, before);
  return json;
}

function printArray(value: readonly unknown[], dialect: Dialect, before: string | undefined): string {
  const tagged = before?.startsWith("{") ? taggedValue(membersOf(before), dialect) : undefined;
  const wasTuple = tagged?.tag === " t";
  const elements = wasTuple ? elementsOf(tagged.raw) : before?.startsWith("[") ? elementsOf(before) : [];
  const known = new Map(elements.map((raw) => [plainJson(raw, dialect), raw]));
  const printed = value.map((element, index) => {
    const json = JSON.stringify(element);
    const there = elements[index];
    // Values that look alike may be of different types: the one in the same place comes first.
    const stayed = there !== undefined && plainJson(there, dialect) === json ? there : undefined;
    return stayed ?? known.get(json) ?? print(element, dialect, there);
  });
  return wasTuple ? `{" t":[${printed.join(",")}]}` : `[${printed.join(",")}]`;
}

function printObject(value: object, dialect: Dialect, before: string | undefined): string {
  const members = before?.startsWith("{") ? ownMembers(before, dialect) : undefined;
  const entries = Object.entries(value);
  const [only] = entries;
  const mustEscape = entries.length === 1 && only !== undefined && dialect.tags.has(only[0]);
  const suffix = mustEscape ? "__" : "";
  const printed = entries.map(
    ([key, member]) => `${JSON.stringify(key + suffix)}:${print(member, dialect, members?.get(key))}`,
  );
  return mustEscape ? `{" di":{${printed.join(",")}}}` : `{${printed.join(",")}}`;
}

/** What was under which key of an object; undefined: it was no object to JavaScript. */
function ownMembers(before: string, dialect: Dialect): Map<string, string> | undefined {
  const members = membersOf(before);
  const tagged = taggedValue(members, dialect);
  if (tagged === undefined) return members;
  return tagged.tag === " di" ? unescaped(tagged.raw) : undefined;
}

/** The members of the whole session: Flask escapes it like any dict. Undefined: no dict. */
export function rootMembers(members: Map<string, string>, dialect: Dialect): Map<string, string> | undefined {
  if (members.size !== 1) return members;
  const tagged = taggedValue(members, dialect);
  if (tagged === undefined) return members;
  return tagged.tag === " di" ? unescaped(tagged.raw) : undefined;
}
