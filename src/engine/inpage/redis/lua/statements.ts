import { Expressions, type LuaOptions } from "./expressions.ts";
import { LuaError } from "./lua-error.ts";
import { at, indexMistake } from "./mistakes.ts";
import type { Pace } from "./pace.ts";
import { BREAK, type Names, placeOf, type Run, type Scope, scopeAt } from "./scope.ts";
import type { Block, Expression, Statement } from "./syntax.ts";
import { isTrue, LuaTable, type LuaValue, toNumber, typeName } from "./values.ts";

/** Makes functions of blocks and what stands in them. */
export class Statements {
  readonly #expressions: Expressions;
  readonly #pace: Pace;

  constructor(options: LuaOptions, pace: Pace) {
    this.#pace = pace;
    this.#expressions = new Expressions(options, pace, (statements, names) => this.block(statements, names));
  }

  /** `names` are those of the block itself, with what is in it before its first statement. */
  block(statements: Block, names: Names): Run {
    const runs = statements.map((statement) => this.#statement(statement, names));
    return (scope) => {
      for (const run of runs) {
        this.#pace.step();
        const result = run(scope);
        if (result !== undefined) return result;
      }
      return undefined;
    };
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
        const values = this.#expressions.all(statement.values, names);
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
        const value = this.#expressions.one(statement.value, names);
        return (scope) => {
          scope.values[slot] = value(scope);
          return undefined;
        };
      }
      case "assign": {
        const values = this.#expressions.all(statement.values, names);
        const targets = statement.targets.map((target) => this.#target(target, names));
        return (scope) => {
          const places = targets.map((target) => target(scope));
          const given = values(scope);
          for (let index = places.length - 1; index >= 0; index -= 1) places[index]?.(given[index]);
          return undefined;
        };
      }
      case "call": {
        const call = this.#expressions.many(statement.call, names);
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
        const condition = this.#expressions.one(statement.condition, names);
        const run = this.#inner(statement.body, names);
        return (scope) => {
          while (isTrue(condition(scope))) {
            this.#pace.step();
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
          return { condition: this.#expressions.one(condition, names), run: this.#inner(body, names) };
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
        const values = this.#expressions.all(statement.values, names);
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
    const condition = this.#expressions.one(until, names);
    return (scope) => {
      for (;;) {
        this.#pace.step();
        const inner: Scope = { values: [], outer: scope, rest: scope.rest };
        const result = run(inner);
        if (result === BREAK) return undefined;
        if (result !== undefined) return result;
        if (isTrue(condition(inner))) return undefined;
      }
    };
  }

  #count(statement: Extract<Statement, { kind: "count" }>, names: Names): Run {
    const [from, to] = [
      this.#expressions.one(statement.from, names),
      this.#expressions.one(statement.to, names),
    ];
    const step = statement.step === undefined ? undefined : this.#expressions.one(statement.step, names);
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
        this.#pace.step();
        const result = run(scope, [value]);
        if (result === BREAK) return undefined;
        if (result !== undefined) return result;
      }
      return undefined;
    };
  }

  #each(statement: Extract<Statement, { kind: "each" }>, names: Names): Run {
    const values = this.#expressions.all(statement.values, names);
    const run = this.#inner(statement.body, names, statement.names);
    return (scope) => {
      const [iterate, state, start] = values(scope);
      if (typeof iterate !== "function")
        throw at(statement.line, `attempt to call a ${typeName(iterate)} value`);
      let control = start;
      for (;;) {
        this.#pace.step();
        const given = iterate(state, control);
        control = given[0];
        if (control === undefined) return undefined;
        const result = run(scope, given.slice(0, statement.names.length));
        if (result === BREAK) return undefined;
        if (result !== undefined) return result;
      }
    };
  }

  /** What sets it. Its table and its key are worked out before any of the statement's targets changes. */
  #target(target: Expression, names: Names): (scope: Scope) => (value: LuaValue) => void {
    if (target.kind === "name") {
      const place = placeOf(target.name, names);
      if (place === undefined) {
        throw at(
          target.line,
          `Attempt to modify a readonly table: the global variable '${target.name}'. Declare it with local`,
        );
      }
      return (scope) => (value) => {
        scopeAt(scope, place.depth).values[place.slot] = value;
      };
    }
    if (target.kind !== "index") throw new LuaError("cannot assign to this");
    const [object, key] = [
      this.#expressions.one(target.object, names),
      this.#expressions.one(target.key, names),
    ];
    return (scope) => {
      const [table, index] = [object(scope), key(scope)];
      return (value) => {
        if (!(table instanceof LuaTable)) throw at(target.line, indexMistake(target.object, table));
        table.set(index, value);
      };
    };
  }
}
