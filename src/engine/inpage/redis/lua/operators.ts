import { LuaError } from "./lua-error.ts";
import { type LuaValue, numberText, toNumber, typeName } from "./values.ts";

export function isSame(left: LuaValue, right: LuaValue): boolean {
  return left === right;
}

/** Two numbers, or two texts by their bytes. */
export function compare(operator: "<" | "<=" | ">" | ">=", left: LuaValue, right: LuaValue): boolean {
  if (typeof left === "number" && typeof right === "number") return ordered(operator, left, right);
  if (typeof left === "string" && typeof right === "string") return ordered(operator, left, right);
  const [a, b] = [typeName(left), typeName(right)];
  throw new LuaError(a === b ? `attempt to compare two ${a} values` : `attempt to compare ${a} with ${b}`);
}

function ordered<T extends number | string>(operator: "<" | "<=" | ">" | ">=", left: T, right: T): boolean {
  switch (operator) {
    case "<":
      return left < right;
    case "<=":
      return left <= right;
    case ">":
      return left > right;
    case ">=":
      return left >= right;
  }
}

export function concatenated(left: LuaValue, right: LuaValue): string {
  return part(left) + part(right);
}

function part(value: LuaValue): string {
  if (typeof value === "string") return value;
  if (typeof value === "number") return numberText(value);
  throw new LuaError(`attempt to concatenate a ${typeName(value)} value`);
}

export function arithmetic(operator: string, left: LuaValue, right: LuaValue): number {
  const [a, b] = [operand(left), operand(right)];
  switch (operator) {
    case "+":
      return a + b;
    case "-":
      return a - b;
    case "*":
      return a * b;
    case "/":
      return a / b;
    case "%":
      return a - Math.floor(a / b) * b;
    default:
      return a ** b;
  }
}

function operand(value: LuaValue): number {
  const number = toNumber(value);
  if (number !== undefined) return number;
  throw new LuaError(`attempt to perform arithmetic on a ${typeName(value)} value`);
}
