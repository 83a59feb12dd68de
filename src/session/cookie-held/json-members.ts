/** Deeper values are refused: whoever walks them must not run out of stack. */
export const JSON_DEPTH_LIMIT = 200;

/** A JSON object, as it is written and as JavaScript reads it. */
export interface SplitObject {
  /** Key to the value's own text. */
  readonly members: Map<string, string>;
  readonly value: Readonly<Record<string, unknown>>;
  /** False: there are numbers in it that JSON has not. */
  readonly isJson: boolean;
}

/**
 * The members of a JSON object as the texts they are. A value that nobody touches can so go back exactly as it
 * came, with numbers that JavaScript cannot hold (`1.0`, 2⁶⁴). Python's `NaN` and `Infinity` are let through,
 * and read as null.
 * Undefined: not a JSON object, or nested too deep. Of a key that comes twice the last one counts, as everywhere.
 */
export function splitMembers(text: string): SplitObject | undefined {
  const { value, isJson } = parsePythonJson(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
  // A level takes two characters, so most texts need no counting.
  if (text.length > 2 * JSON_DEPTH_LIMIT && depthOf(text) > JSON_DEPTH_LIMIT) return undefined;
  return { members: membersOf(text), value: value as Readonly<Record<string, unknown>>, isJson };
}

/** `NaN` and the infinities become null, as in `JSON.stringify`. Undefined: not JSON. */
function parsePythonJson(text: string): { readonly value: unknown; readonly isJson: boolean } {
  try {
    return { value: JSON.parse(text), isJson: true };
  } catch {
    if (!/NaN|Infinity/.test(text)) return { value: undefined, isJson: false };
  }
  try {
    return { value: JSON.parse(withoutNonFinite(text)), isJson: false };
  } catch {
    return { value: undefined, isJson: false };
  }
}

function withoutNonFinite(text: string): string {
  let result = "";
  let at = 0;
  while (at < text.length) {
    const quote = text.indexOf('"', at);
    const end = quote === -1 ? text.length : quote;
    result += text.slice(at, end).replace(/-?Infinity|NaN/g, "null");
    if (quote === -1) break;
    at = endOfString(text, quote);
    if (at === 0) break;
    result += text.slice(quote, at);
  }
  return result;
}

/** Of a text that {@link splitMembers} has let through, or a part of it: the members of an object. */
export function membersOf(text: string): Map<string, string> {
  const members = new Map<string, string>();
  let at = skipSpace(text, text.indexOf("{") + 1);
  while (text.charCodeAt(at) === QUOTE) {
    const keyEnd = endOfString(text, at);
    const key = text.slice(at, keyEnd);
    const start = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = endOfValue(text, start);
    members.set(key.includes("\\") ? (JSON.parse(key) as string) : key.slice(1, -1), text.slice(start, end));
    at = skipSpace(text, end);
    if (text.charCodeAt(at) === COMMA) at = skipSpace(text, at + 1);
  }
  return members;
}

/** Likewise the elements of an array. */
export function elementsOf(text: string): string[] {
  const elements: string[] = [];
  let at = skipSpace(text, text.indexOf("[") + 1);
  while (at < text.length && text.charCodeAt(at) !== CLOSE_BRACKET) {
    const end = endOfValue(text, at);
    elements.push(text.slice(at, end));
    at = skipSpace(text, end);
    if (text.charCodeAt(at) === COMMA) at = skipSpace(text, at + 1);
  }
  return elements;
}

/** At most so deep: brackets in strings count as well, until there are enough of them to look closer. */
function depthOf(text: string): number {
  let openers = 0;
  for (const opener of ["{", "["]) {
    for (let at = text.indexOf(opener); at !== -1; at = text.indexOf(opener, at + 1)) openers += 1;
  }
  return openers <= JSON_DEPTH_LIMIT ? openers : exactDepthOf(text);
}

function exactDepthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = endOfString(text, at) - 1;
    else if (code === OPEN_BRACE || code === OPEN_BRACKET) deepest = Math.max(deepest, ++depth);
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
  }
  return deepest;
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPEN_BRACE = 0x7b;
const CLOSE_BRACE = 0x7d;
const OPEN_BRACKET = 0x5b;
const CLOSE_BRACKET = 0x5d;

function skipSpace(text: string, from: number): number {
  let at = from;
  while (isSpace(text.charCodeAt(at))) at += 1;
  return at;
}

/** RFC 8259 §2; at the end of the text the code is NaN. */
function isSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09;
}

/** Behind the closing quote; 0: there is none. */
function endOfString(text: string, quote: number): number {
  let end = text.indexOf('"', quote + 1);
  while (isEscaped(text, end)) end = text.indexOf('"', end + 1);
  return end + 1;
}

function isEscaped(text: string, at: number): boolean {
  let before = at - 1;
  while (text.charCodeAt(before) === BACKSLASH) before -= 1;
  return (at - before) % 2 === 0;
}

function endOfValue(text: string, start: number): number {
  const first = text.charCodeAt(start);
  if (first === QUOTE) return endOfString(text, start);
  if (first !== OPEN_BRACE && first !== OPEN_BRACKET) return endOfWord(text, start);
  let depth = 0;
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) {
      at = endOfString(text, at);
      continue;
    }
    if (code === OPEN_BRACE || code === OPEN_BRACKET) depth += 1;
    else if (code === CLOSE_BRACE || code === CLOSE_BRACKET) depth -= 1;
    at += 1;
    if (depth === 0) return at;
  }
}

/** A number, `true`, `false` or `null`. */
function endOfWord(text: string, start: number): number {
  let at = start;
  for (;;) {
    const code = text.charCodeAt(at);
    if (
      Number.isNaN(code) ||
      code === COMMA ||
      code === CLOSE_BRACE ||
      code === CLOSE_BRACKET ||
      isSpace(code)
    )
      return at;
    at += 1;
  }
}
