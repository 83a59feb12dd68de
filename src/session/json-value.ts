import { SessionError } from "./session-error.ts";

/** One value, as JSON text. */
export const VALUE_LIMIT_CHARACTERS = 1024 * 1024;
export const DEPTH_LIMIT = 64;
export const KEY_LIMIT_CHARACTERS = 256;

/**
 * The JSON text of `value`. Throws "unstorable-value", naming the place, for everything that would not come
 * back the same: Date, Map, class instances, NaN, -0, undefined, functions, BigInt, holes, cycles.
 */
export function snapshot(value: unknown, key: string): string {
  check(value, key, []);
  return limited(JSON.stringify(value), key);
}

/** Throws "bad-key" for what cannot be a key of a session. */
export function checkKey(key: unknown): asserts key is string {
  if (typeof key === "string" && key.length > 0 && key.length <= KEY_LIMIT_CHARACTERS) return;
  const got = typeof key === "string" ? `one of ${key.length} characters` : describe(key);
  throw new SessionError(
    "bad-key",
    `A session key is a string of 1 to ${KEY_LIMIT_CHARACTERS} characters; this is ${got}.`,
  );
}

function limited(json: string, key: string): string {
  if (json.length <= VALUE_LIMIT_CHARACTERS) return json;
  throw new SessionError(
    "unstorable-value",
    `The value for session key "${key}" is ${json.length} characters of JSON; the limit is ${VALUE_LIMIT_CHARACTERS}. ` +
      "Keep ids in the session and the rest in a database.",
  );
}

function check(value: unknown, path: string, ancestors: object[]): void {
  switch (typeof value) {
    case "string":
    case "boolean":
      return;
    case "number":
      if (!Number.isFinite(value) || Object.is(value, -0)) refuse(value, path);
      return;
    case "object":
      if (value === null) return;
      checkObject(value, path, ancestors);
      return;
    default:
      refuse(value, path);
  }
}

function checkObject(value: object, path: string, ancestors: object[]): void {
  if (ancestors.includes(value)) {
    throw unstorable(path, "it contains itself", "Store a plain copy without the cycle.");
  }
  if (ancestors.length >= DEPTH_LIMIT) {
    throw unstorable(path, `it is nested deeper than ${DEPTH_LIMIT}`, "Store a flatter value.");
  }
  ancestors.push(value);
  if (Array.isArray(value)) checkArray(value, path, ancestors);
  else checkPlainObject(value, path, ancestors);
  ancestors.pop();
}

function checkArray(value: readonly unknown[], path: string, ancestors: object[]): void {
  if (Object.keys(value).length !== value.length) {
    throw unstorable(path, "the array has holes or named properties", "Store a dense array.");
  }
  refuseOwnToJson(value, path);
  for (let index = 0; index < value.length; index += 1) check(value[index], `${path}[${index}]`, ancestors);
}

function checkPlainObject(value: object, path: string, ancestors: object[]): void {
  const prototype: unknown = Object.getPrototypeOf(value);
  const plain = prototype === null || Object.getPrototypeOf(prototype) === null;
  if (!plain) refuse(value, path);
  for (const [key, member] of Object.entries(value)) check(member, `${path}.${key}`, ancestors);
  if (Object.getOwnPropertySymbols(value).length > 0) {
    throw unstorable(path, "it has a symbol as a key", "Use strings as keys.");
  }
  refuseOwnToJson(value, path);
}

/** A hidden `toJSON` would replace the value on its way into the store. */
function refuseOwnToJson(value: object, path: string): void {
  if (typeof Reflect.get(value, "toJSON") === "function") {
    throw unstorable(path, "it has a toJSON method", "Store what the method returns.");
  }
}

function refuse(value: unknown, path: string): never {
  throw unstorable(path, `${describe(value)} would not come back the same from JSON`, remedy(value));
}

function unstorable(path: string, why: string, what: string): SessionError {
  return new SessionError("unstorable-value", `Cannot store "${path}" in the session: ${why}. ${what}`);
}

function describe(value: unknown): string {
  if (value === undefined) return "undefined";
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (typeof value === "bigint") return "a BigInt";
  if (value === null) return "null";
  if (typeof value !== "object") return `a ${typeof value}`;
  const name: unknown = value.constructor?.name;
  return typeof name === "string" && name !== ""
    ? `${/^[AEIOU]/.test(name) ? "an" : "a"} ${name}`
    : "an object of a class";
}

function remedy(value: unknown): string {
  if (value instanceof Date) return "Store date.toISOString().";
  if (value instanceof Map) return "Store [...map]; new Map(list) makes it again.";
  if (value instanceof Set) return "Store [...set].";
  if (typeof value === "bigint") return "Store String(value).";
  if (value === undefined) return "Store null, or use delete(key).";
  if (Object.is(value, -0)) return "Store 0.";
  if (typeof value === "number") return "Store a finite number or null.";
  return "Store strings, finite numbers, booleans, null, arrays and plain objects.";
}
