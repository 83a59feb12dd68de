type ErrorBase = new (message: string, options?: ErrorOptions) => Error;

export interface NodeError extends Error {
  code: string;
}

const named = new WeakMap<ErrorBase, Map<string, ErrorBase>>();

/**
 * An error as Node's internals throw it: `code` is an own property, the name stands as "TypeError [CODE]" in
 * the stack and as "TypeError" afterwards.
 */
export function nodeError(Base: ErrorBase, code: string, message: string): NodeError {
  let byCode = named.get(Base);
  if (byCode === undefined) {
    byCode = new Map();
    named.set(Base, byCode);
  }
  let Coded = byCode.get(code);
  if (Coded === undefined) {
    Coded = codedClass(Base, code);
    byCode.set(code, Coded);
  }
  return new Coded(message) as NodeError;
}

function codedClass(Base: ErrorBase, code: string): ErrorBase {
  class Coded extends Base {
    readonly code = code;
    constructor(message: string) {
      super(message);
      if (typeof this.stack === "string") {
        const head = `${Base.name}: ${message}`;
        if (this.stack.startsWith(head)) {
          const stack = `${Base.name} [${code}]: ${message}${this.stack.slice(head.length)}`;
          Object.defineProperty(this, "stack", { value: stack, writable: true, configurable: true });
        }
      }
    }
    override toString(): string {
      return `${this.name} [${code}]: ${this.message}`;
    }
  }
  Object.defineProperty(Coded, "name", { value: Base.name });
  Object.defineProperty(Coded.prototype, "constructor", { value: Base, writable: true, configurable: true });
  return Coded;
}

const PRIMITIVES = new Set(["string", "function", "number", "object", "boolean", "bigint", "symbol"]);

const CLASS_NAME = /^(?:[A-Z][a-z0-9]*)+$/;

/** ERR_INVALID_ARG_TYPE in Node's words: `expected` are types ("string"), classes ("Buffer") and values. */
export function invalidArgType(
  name: string,
  expected: string | readonly string[],
  actual: unknown,
): NodeError {
  const list = typeof expected === "string" ? [expected] : expected;
  const types = list
    .filter((one) => PRIMITIVES.has(one.toLowerCase()) && one !== "Object")
    .map((one) => one.toLowerCase());
  const rest = list.filter((one) => !types.includes(one.toLowerCase()) || one === "Object");
  const classes = rest.filter((one) => CLASS_NAME.test(one));
  const others = rest.filter((one) => !CLASS_NAME.test(one));
  const parts: string[] = [];
  if (types.length > 0) parts.push(types.length > 1 ? `one of type ${oneOf(types)}` : `of type ${types[0]}`);
  if (classes.length > 0) parts.push(`an instance of ${oneOf(classes)}`);
  if (others.length > 0) parts.push(others.length > 1 ? `one of ${oneOf(others)}` : `${others[0]}`);
  const subject = name.endsWith(" argument")
    ? `The ${name}`
    : `The "${name}" ${name.includes(".") ? "property" : "argument"}`;
  return nodeError(
    TypeError,
    "ERR_INVALID_ARG_TYPE",
    `${subject} must be ${parts.join(" or ")}.${received(actual)}`,
  );
}

/** ERR_OUT_OF_RANGE in Node's words. */
export function outOfRange(name: string, range: string, actual: unknown): NodeError {
  const shown =
    typeof actual === "number" && Number.isInteger(actual) && Math.abs(actual) > 2 ** 32
      ? groupDigits(String(actual))
      : typeof actual === "bigint"
        ? `${actual > 2n ** 32n || actual < -(2n ** 32n) ? groupDigits(String(actual)) : actual}n`
        : shownValue(actual);
  return nodeError(
    RangeError,
    "ERR_OUT_OF_RANGE",
    `The value of "${name}" is out of range. It must be ${range}. Received ${shown}`,
  );
}

export function invalidArgValue(name: string, value: unknown, reason = "is invalid"): NodeError {
  const kind = name.includes(".") ? "property" : "argument";
  return nodeError(
    TypeError,
    "ERR_INVALID_ARG_VALUE",
    `The ${kind} '${name}' ${reason}. Received ${shownValue(value)}`,
  );
}

function oneOf(names: readonly string[]): string {
  if (names.length < 3) return names.join(" or ");
  return `${names.slice(0, -1).join(", ")}, or ${names.at(-1)}`;
}

/** The tail of ERR_INVALID_ARG_TYPE: what came instead. */
export function received(value: unknown): string {
  if (value === null || value === undefined) return ` Received ${value}`;
  if (typeof value === "function") return ` Received function ${value.name}`;
  if (typeof value === "object") {
    const name: unknown = value.constructor?.name;
    return typeof name === "string" && name !== ""
      ? ` Received an instance of ${name}`
      : " Received [Object: null prototype] {}";
  }
  const text = shownValue(value);
  return ` Received type ${typeof value} (${text.length > 28 ? `${text.slice(0, 25)}...` : text})`;
}

function shownValue(value: unknown): string {
  if (typeof value === "string")
    return `'${value.replaceAll("\\", "\\\\").replaceAll("'", "\\'").replaceAll("\n", "\\n")}'`;
  if (typeof value === "bigint") return `${value}n`;
  if (Object.is(value, -0)) return "-0";
  if (Array.isArray(value)) return value.length === 0 ? "[]" : `[ ${value.map(shownValue).join(", ")} ]`;
  if (typeof value === "object" && value !== null) {
    const fields = Object.entries(value).map(([key, field]) => `${key}: ${shownValue(field)}`);
    return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
  }
  return String(value);
}

/** Node's separator in numbers: it groups whatever characters there are, from the end. */
function groupDigits(text: string): string {
  const start = text.startsWith("-") ? 1 : 0;
  let end = text.length;
  let grouped = "";
  for (; end >= start + 4; end -= 3) grouped = `_${text.slice(end - 3, end)}${grouped}`;
  return text.slice(0, end) + grouped;
}
