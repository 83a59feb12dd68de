import type { LuaValue } from "./values.ts";

/** The variables of one block while it runs. */
export interface Scope {
  readonly values: LuaValue[];
  readonly outer: Scope | undefined;
  /** What `...` is. */
  readonly rest: readonly LuaValue[];
}

/** Their names while it is read. */
export interface Names {
  readonly names: string[];
  readonly outer: Names | undefined;
  readonly takesRest: boolean;
}

export type Evaluate = (scope: Scope) => LuaValue;
/** Of what may give several values: calls and `...`. */
export type EvaluateAll = (scope: Scope) => readonly LuaValue[];
export type Run = (scope: Scope) => readonly LuaValue[] | typeof BREAK | undefined;

export const BREAK = Symbol("break");

/** Where a variable is while the script runs: so many blocks further out. `undefined`: none of this name is seen. */
export function placeOf(name: string, names: Names): { depth: number; slot: number } | undefined {
  let depth = 0;
  for (let block: Names | undefined = names; block !== undefined; block = block.outer) {
    const slot = block.names.lastIndexOf(name);
    if (slot !== -1) return { depth, slot };
    depth += 1;
  }
  return undefined;
}

export function scopeAt(scope: Scope, depth: number): Scope {
  let found = scope;
  for (let left = depth; left > 0 && found.outer !== undefined; left -= 1) found = found.outer;
  return found;
}
