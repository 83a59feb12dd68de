import type { LuaOptions } from "./expressions.ts";
import { LuaError } from "./lua-error.ts";
import { Pace } from "./pace.ts";
import { parseLua } from "./parser.ts";
import { BREAK, type Names } from "./scope.ts";
import { Statements } from "./statements.ts";
import type { LuaValue } from "./values.ts";

/** Reads a script. Throws `LuaSyntaxError`; what is returned throws {@link LuaError}. */
export function compileLua(source: string): (options: LuaOptions) => readonly LuaValue[] {
  const block = parseLua(source);
  return (options) => {
    const names: Names = { names: [], outer: undefined, takesRest: true };
    const pace = new Pace();
    try {
      const run = new Statements(options, pace).block(block, names);
      const result = run({ values: [], outer: undefined, rest: [] });
      return result === undefined || result === BREAK ? [] : result;
    } catch (error) {
      if (error instanceof LuaError) error.line ??= pace.line;
      throw error;
    }
  };
}
