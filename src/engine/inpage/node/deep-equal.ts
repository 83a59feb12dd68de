/** `util.isDeepStrictEqual`, and with `strict` false the looser rule of `assert.deepEqual`. */
export function isDeepEqual(a: unknown, b: unknown, strict = true): boolean {
  return equal(a, b, strict, new Map());
}

type Seen = Map<object, Set<object>>;

function equal(a: unknown, b: unknown, strict: boolean, seen: Seen): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) {
    return !strict && looselyEqual(a, b);
  }
  if (strict && Object.getPrototypeOf(a) !== Object.getPrototypeOf(b)) return false;
  if (tagOf(a) !== tagOf(b) || Array.isArray(a) !== Array.isArray(b)) return false;
  const partners = seen.get(a);
  if (partners?.has(b)) return true;
  if (partners === undefined) seen.set(a, new Set([b]));
  else partners.add(b);
  return sameValue(a, b) && sameItems(a, b, strict, seen) && sameKeys(a, b, strict, seen);
}

/** `==`, for primitives and `null`. */
function looselyEqual(a: unknown, b: unknown): boolean {
  if (a === null || a === undefined) return b === null || b === undefined;
  if (b === null || b === undefined || typeof a === "symbol" || typeof b === "symbol") return false;
  if (typeof a === "string" && typeof b === "string") return a === b;
  if (typeof a === "object" || typeof b === "object") return String(a) === String(b);
  return Number(a) === Number(b);
}

function tagOf(value: object): string {
  return Object.prototype.toString.call(value);
}

/** What the object holds beside its properties. */
function sameValue(a: object, b: object): boolean {
  if (a instanceof Date && b instanceof Date) return Object.is(a.getTime(), b.getTime());
  if (a instanceof RegExp && b instanceof RegExp) {
    return a.source === b.source && a.flags === b.flags && a.lastIndex === b.lastIndex;
  }
  if (a instanceof Error && b instanceof Error) return a.name === b.name && a.message === b.message;
  if (a instanceof ArrayBuffer && b instanceof ArrayBuffer)
    return sameBytes(new Uint8Array(a), new Uint8Array(b));
  if (ArrayBuffer.isView(a) && ArrayBuffer.isView(b)) return sameBytes(bytesOf(a), bytesOf(b));
  if (isBoxed(a) && isBoxed(b)) return Object.is(a.valueOf(), b.valueOf());
  if (a instanceof WeakMap || a instanceof WeakSet || a instanceof Promise) return false;
  return true;
}

function isBoxed(value: object): boolean {
  return value instanceof Number || value instanceof String || value instanceof Boolean;
}

function bytesOf(view: ArrayBufferView): Uint8Array {
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function sameItems(a: object, b: object, strict: boolean, seen: Seen): boolean {
  if (a instanceof Set && b instanceof Set) {
    if (a.size !== b.size) return false;
    const rest = [...b].filter((item) => !a.has(item));
    return [...a].every(
      (item) => b.has(item) || takeEqual(rest, (other) => equal(item, other, strict, seen)),
    );
  }
  if (a instanceof Map && b instanceof Map) {
    if (a.size !== b.size) return false;
    const rest = [...b].filter(([key]) => !a.has(key));
    return [...a].every(([key, value]) =>
      b.has(key)
        ? equal(value, b.get(key), strict, seen)
        : takeEqual(rest, ([k, v]) => equal(key, k, strict, seen) && equal(value, v, strict, seen)),
    );
  }
  return true;
}

function takeEqual<T>(rest: T[], matches: (one: T) => boolean): boolean {
  const at = rest.findIndex(matches);
  if (at === -1) return false;
  rest.splice(at, 1);
  return true;
}

function sameKeys(a: object, b: object, strict: boolean, seen: Seen): boolean {
  if (ArrayBuffer.isView(a)) return true;
  const own = keysOf(a, strict);
  const others = new Set(keysOf(b, strict));
  if (own.length !== others.size || !own.every((key) => others.has(key))) return false;
  if (Array.isArray(a) && Array.isArray(b) && a.length !== b.length) return false;
  return own.every((key) => equal(Reflect.get(a, key), Reflect.get(b, key), strict, seen));
}

function keysOf(value: object, strict: boolean): PropertyKey[] {
  if (!strict) return Object.keys(value);
  const isEnumerable = (key: symbol) => Object.prototype.propertyIsEnumerable.call(value, key);
  return [...Object.keys(value), ...Object.getOwnPropertySymbols(value).filter(isEnumerable)];
}
