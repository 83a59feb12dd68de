import { LuaError } from "./lua-error.ts";
import type { Expression } from "./syntax.ts";
import { type LuaValue, typeName } from "./values.ts";

/** Says where. */
export function at(line: number, message: string): LuaError {
  return new LuaError(`user_script:${line}: ${message}`);
}

/** What a value is, with the name that the script has for it. */
export function described(expression: Expression, value: LuaValue): string {
  const type = `a ${typeName(value)} value`;
  if (expression.kind === "name") return `'${expression.name}' (${type})`;
  if (expression.kind === "index" && expression.key.kind === "constant") {
    return `field '${String(expression.key.value)}' (${type})`;
  }
  return type;
}

export function indexMistake(object: Expression, value: LuaValue): string {
  return `attempt to index ${described(object, value)}`;
}
