import { LuaError } from "./lua-error.ts";
import { at, described, indexMistake } from "./mistakes.ts";
import { arithmetic, compare, concatenated, isSame } from "./operators.ts";
import type { Pace } from "./pace.ts";
import { BREAK, type Evaluate, type EvaluateAll, type Names, placeOf, type Run, scopeAt } from "./scope.ts";
import type { Block, Expression } from "./syntax.ts";
import { isTrue, type LuaFunction, LuaTable, type LuaValue, toNumber, typeName } from "./values.ts";

export interface LuaOptions {
  /** The script may read these and set none, as in Redis. */
  readonly globals: ReadonlyMap<string, LuaValue>;
  /** What methods of texts are: `("x"):rep(3)`. */
  readonly stringLibrary: LuaTable;
}

/** Makes functions of expressions. `names` are those that an expression sees. */
export class Expressions {
  readonly #globals: ReadonlyMap<string, LuaValue>;
  readonly #strings: LuaTable;
  readonly #pace: Pace;
  /** Of the bodies of functions. */
  readonly #block: (statements: Block, names: Names) => Run;

  constructor(
    { globals, stringLibrary }: LuaOptions,
    pace: Pace,
    block: (statements: Block, names: Names) => Run,
  ) {
    this.#globals = globals;
    this.#strings = stringLibrary;
    this.#pace = pace;
    this.#block = block;
  }

  /** One value. */
  one(expression: Expression, names: Names): Evaluate {
    switch (expression.kind) {
      case "constant": {
        const { value } = expression;
        return () => value;
      }
      case "name":
        return this.#name(expression, names);
      case "index": {
        const [object, key] = [this.one(expression.object, names), this.one(expression.key, names)];
        return (scope) => {
          const value = object(scope);
          if (value instanceof LuaTable) return value.get(key(scope));
          if (typeof value === "string") return this.#strings.get(key(scope));
          throw at(expression.line, indexMistake(expression.object, value));
        };
      }
      case "varargs":
      case "call": {
        const many = this.many(expression, names);
        return (scope) => many(scope)[0];
      }
      case "single":
        return this.one(expression.inner, names);
      case "function":
        return this.#function(expression, names);
      case "table":
        return this.#table(expression, names);
      case "unary": {
        const operand = this.one(expression.operand, names);
        const { operator, line } = expression;
        return (scope) => this.#unary(operator, operand(scope), line);
      }
      case "binary":
        return this.#binary(expression, names);
    }
  }

  /** All values of an expression. */
  many(expression: Expression, names: Names): EvaluateAll {
    if (expression.kind === "varargs") {
      if (!names.takesRest) throw new LuaError("cannot use '...' outside a vararg function");
      return (scope) => scope.rest;
    }
    if (expression.kind !== "call") {
      const one = this.one(expression, names);
      return (scope) => [one(scope)];
    }
    const { method, line } = expression;
    const callee = this.one(expression.callee, names);
    const args = this.all(expression.args, names);
    return (scope) => {
      this.#pace.step();
      this.#pace.line = line;
      const self = callee(scope);
      const called = method === undefined ? self : this.#method(self, method, expression.callee, line);
      if (typeof called !== "function")
        throw at(line, `attempt to call ${described(expression.callee, called)}`);
      return called(...(method === undefined ? [] : [self]), ...args(scope));
    };
  }

  #method(self: LuaValue, name: string, callee: Expression, line: number): LuaValue {
    if (self instanceof LuaTable) return self.get(name);
    if (typeof self === "string") return this.#strings.get(name);
    throw at(line, indexMistake(callee, self));
  }

  /** Of a list, the last may give several. */
  all(expressions: readonly Expression[], names: Names): EvaluateAll {
    const last = expressions.at(-1);
    if (last === undefined) return () => [];
    const first = expressions.slice(0, -1).map((one) => this.one(one, names));
    if (last.kind !== "call" && last.kind !== "varargs") {
      const ending = this.one(last, names);
      return (scope) => [...first.map((one) => one(scope)), ending(scope)];
    }
    const ending = this.many(last, names);
    return first.length === 0 ? ending : (scope) => [...first.map((one) => one(scope)), ...ending(scope)];
  }

  #name({ name, line }: Extract<Expression, { kind: "name" }>, names: Names): Evaluate {
    const place = placeOf(name, names);
    if (place !== undefined) {
      const { depth, slot } = place;
      return (scope) => scopeAt(scope, depth).values[slot];
    }
    return () => {
      const value = this.#globals.get(name);
      if (value !== undefined) return value;
      throw at(line, `Script attempted to access nonexistent global variable '${name}'`);
    };
  }

  #function(
    { parameters, takesRest, body }: Extract<Expression, { kind: "function" }>,
    outer: Names,
  ): Evaluate {
    const names: Names = { names: [...parameters], outer, takesRest };
    const run = this.#block(body, names);
    return (scope): LuaFunction =>
      (...args) => {
        const result = run({
          values: args.slice(0, parameters.length),
          outer: scope,
          rest: takesRest ? args.slice(parameters.length) : [],
        });
        return result === undefined || result === BREAK ? [] : [...result];
      };
  }

  #table({ items }: Extract<Expression, { kind: "table" }>, names: Names): Evaluate {
    const fields = items.flatMap(({ key, value }) =>
      key === undefined ? [] : [{ key: this.one(key, names), value: this.one(value, names) }],
    );
    const listed = this.all(
      items.flatMap(({ key, value }) => (key === undefined ? [value] : [])),
      names,
    );
    return (scope) => {
      const table = LuaTable.of(listed(scope));
      for (const { key, value } of fields) table.set(key(scope), value(scope));
      return table;
    };
  }

  #unary(operator: string, value: LuaValue, line: number): LuaValue {
    if (operator === "not") return !isTrue(value);
    if (operator === "#") {
      if (typeof value === "string" || value instanceof LuaTable) return value.length;
      throw at(line, `attempt to get length of a ${typeName(value)} value`);
    }
    const number = toNumber(value);
    if (number === undefined) throw at(line, `attempt to perform arithmetic on a ${typeName(value)} value`);
    return -number;
  }

  #binary({ operator, left, right, line }: Extract<Expression, { kind: "binary" }>, names: Names): Evaluate {
    const [a, b] = [this.one(left, names), this.one(right, names)];
    const located = <T>(run: () => T): T => {
      try {
        return run();
      } catch (error) {
        throw error instanceof LuaError && typeof error.value === "string" ? at(line, error.value) : error;
      }
    };
    switch (operator) {
      case "and":
        return (scope) => {
          const first = a(scope);
          return isTrue(first) ? b(scope) : first;
        };
      case "or":
        return (scope) => {
          const first = a(scope);
          return isTrue(first) ? first : b(scope);
        };
      case "==":
        return (scope) => isSame(a(scope), b(scope));
      case "~=":
        return (scope) => !isSame(a(scope), b(scope));
      case "<":
      case "<=":
      case ">":
      case ">=":
        return (scope) => {
          const [x, y] = [a(scope), b(scope)];
          return located(() => compare(operator, x, y));
        };
      case "..":
        return (scope) => {
          const [x, y] = [a(scope), b(scope)];
          return located(() => concatenated(x, y));
        };
      default:
        return (scope) => {
          const [x, y] = [a(scope), b(scope)];
          return located(() => arithmetic(operator, x, y));
        };
    }
  }
}
