import { LuaError } from "./lua-error.ts";
import { arithmetic, compare, concatenated, isSame } from "./operators.ts";
import { parseLua } from "./parser.ts";
import type { Block, Expression, Statement } from "./syntax.ts";
import { isTrue, type LuaFunction, LuaTable, type LuaValue, toNumber, typeName } from "./values.ts";

export interface LuaOptions {
  /** The script may read these and set none, as in Redis. */
  readonly globals: ReadonlyMap<string, LuaValue>;
  /** What methods of texts are: `("x"):rep(3)`. */
  readonly stringLibrary: LuaTable;
}

/** A script that goes on for longer is ended: a page has nobody who could kill it. */
export const MOST_STEPS = 5_000_000;

/** The variables of one block while it runs. */
interface Scope {
  readonly values: LuaValue[];
  readonly outer: Scope | undefined;
  /** What `...` is. */
  readonly rest: readonly LuaValue[];
}

/** Their names while it is read. */
interface Names {
  readonly names: string[];
  readonly outer: Names | undefined;
  readonly takesRest: boolean;
}

type Evaluate = (scope: Scope) => LuaValue;
/** Of what may give several values: calls and `...`. */
type EvaluateAll = (scope: Scope) => readonly LuaValue[];
type Run = (scope: Scope) => readonly LuaValue[] | typeof BREAK | undefined;

const BREAK = Symbol("break");

/** Reads a script. Throws `LuaSyntaxError`; what is returned throws {@link LuaError}. */
export function compileLua(source: string): (options: LuaOptions) => readonly LuaValue[] {
  const block = parseLua(source);
  return (options) => {
    const names: Names = { names: [], outer: undefined, takesRest: true };
    const compiler = new Compiler(options);
    try {
      const result = compiler.block(block, names)({ values: [], outer: undefined, rest: [] });
      return result === undefined || result === BREAK ? [] : result;
    } catch (error) {
      if (error instanceof LuaError) error.line ??= compiler.line;
      throw error;
    }
  };
}

class Compiler {
  readonly #globals: ReadonlyMap<string, LuaValue>;
  readonly #strings: LuaTable;
  #steps = 0;
  /** Of the last call. */
  line = 1;

  constructor({ globals, stringLibrary }: LuaOptions) {
    this.#globals = globals;
    this.#strings = stringLibrary;
  }

  /** `names` are those of the block itself, with what is in it before its first statement. */
  block(statements: Block, names: Names): Run {
    const runs = statements.map((statement) => this.#statement(statement, names));
    return (scope) => {
      for (const run of runs) {
        this.#step();
        const result = run(scope);
        if (result !== undefined) return result;
      }
      return undefined;
    };
  }

  #step(): void {
    this.#steps += 1;
    if (this.#steps > MOST_STEPS) throw new LuaError(`the script took more than ${MOST_STEPS} steps`);
  }

  /** A block with a scope of its own; `parameters` are in it from the start. */
  #inner(statements: Block, outer: Names, parameters: readonly string[] = []) {
    const names: Names = { names: [...parameters], outer, takesRest: outer.takesRest };
    const run = this.block(statements, names);
    return (scope: Scope, values: LuaValue[] = []) => run({ values, outer: scope, rest: scope.rest });
  }

  #statement(statement: Statement, names: Names): Run {
    switch (statement.kind) {
      case "local": {
        const values = this.#all(statement.values, names);
        const first = names.names.length;
        names.names.push(...statement.names);
        const count = statement.names.length;
        return (scope) => {
          const given = values(scope);
          for (let index = 0; index < count; index += 1) scope.values[first + index] = given[index];
          return undefined;
        };
      }
      case "local-function": {
        const slot = names.names.push(statement.name) - 1;
        const value = this.#one(statement.value, names);
        return (scope) => {
          scope.values[slot] = value(scope);
          return undefined;
        };
      }
      case "assign": {
        const values = this.#all(statement.values, names);
        const targets = statement.targets.map((target) => this.#target(target, names));
        return (scope) => {
          const given = values(scope);
          for (const [index, set] of targets.entries()) set(scope, given[index]);
          return undefined;
        };
      }
      case "call": {
        const call = this.#many(statement.call, names);
        return (scope) => {
          call(scope);
          return undefined;
        };
      }
      case "do": {
        const run = this.#inner(statement.body, names);
        return (scope) => run(scope);
      }
      case "while": {
        const condition = this.#one(statement.condition, names);
        const run = this.#inner(statement.body, names);
        return (scope) => {
          while (isTrue(condition(scope))) {
            this.#step();
            const result = run(scope);
            if (result === BREAK) return undefined;
            if (result !== undefined) return result;
          }
          return undefined;
        };
      }
      case "repeat":
        return this.#repeat(statement, names);
      case "if": {
        const arms = statement.arms.map(({ condition, body }) => {
          return { condition: this.#one(condition, names), run: this.#inner(body, names) };
        });
        const otherwise =
          statement.otherwise === undefined ? undefined : this.#inner(statement.otherwise, names);
        return (scope) => {
          const arm = arms.find(({ condition }) => isTrue(condition(scope)));
          return (arm?.run ?? otherwise)?.(scope);
        };
      }
      case "count":
        return this.#count(statement, names);
      case "each":
        return this.#each(statement, names);
      case "return": {
        const values = this.#all(statement.values, names);
        return (scope) => values(scope);
      }
      case "break":
        return () => BREAK;
    }
  }

  #repeat({ body, until }: Extract<Statement, { kind: "repeat" }>, outer: Names): Run {
    const names: Names = { names: [], outer, takesRest: outer.takesRest };
    const run = this.block(body, names);
    // The condition sees what the body has declared.
    const condition = this.#one(until, names);
    return (scope) => {
      for (;;) {
        this.#step();
        const inner: Scope = { values: [], outer: scope, rest: scope.rest };
        const result = run(inner);
        if (result === BREAK) return undefined;
        if (result !== undefined) return result;
        if (isTrue(condition(inner))) return undefined;
      }
    };
  }

  #count(statement: Extract<Statement, { kind: "count" }>, names: Names): Run {
    const [from, to] = [this.#one(statement.from, names), this.#one(statement.to, names)];
    const step = statement.step === undefined ? undefined : this.#one(statement.step, names);
    const run = this.#inner(statement.body, names, [statement.name]);
    const number = (value: LuaValue, what: string): number => {
      const is = toNumber(value);
      if (is === undefined) throw at(statement.line, `'for' ${what} must be a number`);
      return is;
    };
    return (scope) => {
      const first = number(from(scope), "initial value");
      const last = number(to(scope), "limit");
      const by = step === undefined ? 1 : number(step(scope), "step");
      for (let value = first; by > 0 ? value <= last : value >= last; value += by) {
        this.#step();
        const result = run(scope, [value]);
        if (result === BREAK) return undefined;
        if (result !== undefined) return result;
      }
      return undefined;
    };
  }

  #each(statement: Extract<Statement, { kind: "each" }>, names: Names): Run {
    const values = this.#all(statement.values, names);
    const run = this.#inner(statement.body, names, statement.names);
    return (scope) => {
      const [iterate, state, start] = values(scope);
      if (typeof iterate !== "function")
        throw at(statement.line, `attempt to call a ${typeName(iterate)} value`);
      let control = start;
      for (;;) {
        this.#step();
        const given = iterate(state, control);
        control = given[0];
        if (control === undefined) return undefined;
        const result = run(scope, given.slice(0, statement.names.length));
        if (result === BREAK) return undefined;
        if (result !== undefined) return result;
      }
    };
  }

  #target(target: Expression, names: Names): (scope: Scope, value: LuaValue) => void {
    if (target.kind === "name") {
      const place = placeOf(target.name, names);
      if (place === undefined) {
        throw at(
          target.line,
          `Attempt to modify a readonly table: the global variable '${target.name}'. Declare it with local`,
        );
      }
      return (scope, value) => {
        scopeAt(scope, place.depth).values[place.slot] = value;
      };
    }
    if (target.kind !== "index") throw new LuaError("cannot assign to this");
    const [object, key] = [this.#one(target.object, names), this.#one(target.key, names)];
    return (scope, value) => {
      const table = object(scope);
      if (!(table instanceof LuaTable)) throw at(target.line, indexMistake(target.object, table));
      table.set(key(scope), value);
    };
  }

  /** One value. */
  #one(expression: Expression, names: Names): Evaluate {
    switch (expression.kind) {
      case "constant": {
        const { value } = expression;
        return () => value;
      }
      case "name":
        return this.#name(expression, names);
      case "index": {
        const [object, key] = [this.#one(expression.object, names), this.#one(expression.key, names)];
        return (scope) => {
          const value = object(scope);
          if (value instanceof LuaTable) return value.get(key(scope));
          if (typeof value === "string") return this.#strings.get(key(scope));
          throw at(expression.line, indexMistake(expression.object, value));
        };
      }
      case "varargs":
      case "call": {
        const many = this.#many(expression, names);
        return (scope) => many(scope)[0];
      }
      case "single":
        return this.#one(expression.inner, names);
      case "function":
        return this.#function(expression, names);
      case "table":
        return this.#table(expression, names);
      case "unary": {
        const operand = this.#one(expression.operand, names);
        const { operator, line } = expression;
        return (scope) => this.#unary(operator, operand(scope), line);
      }
      case "binary":
        return this.#binary(expression, names);
    }
  }

  /** All values of an expression. */
  #many(expression: Expression, names: Names): EvaluateAll {
    if (expression.kind === "varargs") {
      if (!names.takesRest) throw new LuaError("cannot use '...' outside a vararg function");
      return (scope) => scope.rest;
    }
    if (expression.kind !== "call") {
      const one = this.#one(expression, names);
      return (scope) => [one(scope)];
    }
    const { method, line } = expression;
    const callee = this.#one(expression.callee, names);
    const args = this.#all(expression.args, names);
    return (scope) => {
      this.#step();
      this.line = line;
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
  #all(expressions: readonly Expression[], names: Names): EvaluateAll {
    const last = expressions.at(-1);
    if (last === undefined) return () => [];
    const first = expressions.slice(0, -1).map((one) => this.#one(one, names));
    if (last.kind !== "call" && last.kind !== "varargs") {
      const ending = this.#one(last, names);
      return (scope) => [...first.map((one) => one(scope)), ending(scope)];
    }
    const ending = this.#many(last, names);
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
    const run = this.block(body, names);
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
      key === undefined ? [] : [{ key: this.#one(key, names), value: this.#one(value, names) }],
    );
    const listed = this.#all(
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
    const [a, b] = [this.#one(left, names), this.#one(right, names)];
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

function placeOf(name: string, names: Names): { depth: number; slot: number } | undefined {
  let depth = 0;
  for (let block: Names | undefined = names; block !== undefined; block = block.outer) {
    const slot = block.names.lastIndexOf(name);
    if (slot !== -1) return { depth, slot };
    depth += 1;
  }
  return undefined;
}

function scopeAt(scope: Scope, depth: number): Scope {
  let found = scope;
  for (let left = depth; left > 0 && found.outer !== undefined; left -= 1) found = found.outer;
  return found;
}

function at(line: number, message: string): LuaError {
  return new LuaError(`user_script:${line}: ${message}`);
}

function described(expression: Expression, value: LuaValue): string {
  const type = `a ${typeName(value)} value`;
  if (expression.kind === "name") return `'${expression.name}' (${type})`;
  if (expression.kind === "index" && expression.key.kind === "constant") {
    return `field '${String(expression.key.value)}' (${type})`;
  }
  return type;
}

function indexMistake(object: Expression, value: LuaValue): string {
  return `attempt to index ${described(object, value)}`;
}
