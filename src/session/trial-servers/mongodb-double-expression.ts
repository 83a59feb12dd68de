import { MongodbDoubleError } from "./mongodb-double-error.ts";
import type { Document } from "./mongodb-double-wire.ts";

/** What an expression is evaluated against. */
export interface Scope {
  readonly document: Document;
  /** `$$NOW`: the same through one whole command. */
  readonly now: Date;
}

/** The value at a dotted path; undefined: missing. */
export function valueAt(document: Document, path: string): unknown {
  let value: unknown = document;
  for (const name of path.split(".")) {
    if (!isDocument(value)) return undefined;
    value = Object.hasOwn(value, name) ? value[name] : undefined;
  }
  return value;
}

export function isDocument(value: unknown): value is Document {
  return typeof value === "object" && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

/** An aggregation expression's value; undefined: missing. What is not known here is refused. */
export function evaluate(expression: unknown, scope: Scope): unknown {
  if (typeof expression === "string") return reference(expression, scope);
  if (!isDocument(expression)) {
    if (Array.isArray(expression)) throw unknown("arrays in expressions");
    return expression;
  }
  const [operator, ...others] = Object.keys(expression);
  if (operator?.startsWith("$") !== true) return objectOf(expression, scope);
  if (others.length > 0) throw new MongodbDoubleError(2, "an expression has one operator");
  const operand = expression[operator];
  switch (operator) {
    case "$literal":
      return operand;
    case "$add":
      return add(operands(operand, scope));
    case "$subtract":
      return subtract(operands(operand, scope));
    case "$lte": {
      const [left, right] = operands(operand, scope);
      return compare(left, right) <= 0;
    }
    default:
      throw unknown(`the expression operator ${operator}`);
  }
}

function reference(text: string, { document, now }: Scope): unknown {
  if (!text.startsWith("$")) return text;
  if (text === "$$NOW") return now;
  if (text.startsWith("$$")) throw unknown(`the variable ${text}`);
  return valueAt(document, text.slice(1));
}

function objectOf(expression: Document, scope: Scope): Document {
  const result: Document = {};
  for (const [name, member] of Object.entries(expression)) {
    const value = evaluate(member, scope);
    if (value !== undefined) result[name] = value;
  }
  return result;
}

function operands(operand: unknown, scope: Scope): [unknown, unknown] {
  if (!Array.isArray(operand) || operand.length !== 2) throw unknown("operators without two operands");
  return [evaluate(operand[0], scope), evaluate(operand[1], scope)];
}

function add([left, right]: [unknown, unknown]): unknown {
  if (left === undefined || left === null || right === undefined || right === null) return null;
  if (left instanceof Date && typeof right === "number") return new Date(left.getTime() + right);
  if (typeof left === "number" && typeof right === "number") return left + right;
  throw new MongodbDoubleError(14, "$add only supports numeric or date types");
}

function subtract([left, right]: [unknown, unknown]): unknown {
  if (left === undefined || left === null || right === undefined || right === null) return null;
  if (left instanceof Date && right instanceof Date) return left.getTime() - right.getTime();
  throw unknown("$subtract of anything but two dates");
}

/** In BSON's order of types: missing and null come first, and numbers before dates. */
function compare(left: unknown, right: unknown): number {
  const types = rank(left) - rank(right);
  return types === 0 ? Number(left ?? 0) - Number(right ?? 0) : types;
}

function rank(value: unknown): number {
  if (value === undefined) return 0;
  if (value === null) return 1;
  if (typeof value === "number") return 2;
  if (value instanceof Date) return 3;
  throw unknown(`comparing a ${typeof value}`);
}

/** Refused rather than guessed. */
export function unknown(what: string): MongodbDoubleError {
  return new MongodbDoubleError(9, `The double does not know ${what}.`);
}
