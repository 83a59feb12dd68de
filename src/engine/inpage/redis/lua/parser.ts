import { type Token, tokensOf } from "./lexer.ts";
import { LuaSyntaxError } from "./lua-error.ts";
import type { Block, Expression, Statement, TableItem } from "./syntax.ts";

/** How tightly an operator binds on its left and on its right. */
const BINDING: Readonly<Record<string, readonly [number, number]>> = {
  ...{ or: [1, 1], and: [2, 2] },
  ...{ "<": [3, 3], ">": [3, 3], "<=": [3, 3], ">=": [3, 3], "~=": [3, 3], "==": [3, 3] },
  ...{ "..": [5, 4], "+": [6, 6], "-": [6, 6], "*": [7, 7], "/": [7, 7], "%": [7, 7], "^": [10, 9] },
};
const UNARY_BINDING = 8;
const BLOCK_ENDS = new Set(["end", "else", "elseif", "until", "<eof>"]);
/** Deeper expressions are refused, before the stack is full. */
const DEEPEST = 150;

/** The statements of a script. Throws {@link LuaSyntaxError}. */
export function parseLua(source: string): Block {
  return new Parser(tokensOf(source)).script();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
  }

  script(): Block {
    const block = this.#block();
    if (this.#token.kind !== "end") throw this.#unexpected("'<eof>' expected");
    return block;
  }

  get #token(): Token {
    return this.#tokens[this.#at] ?? { kind: "end", text: "<eof>", line: 0 };
  }

  #is(text: string): boolean {
    const { kind, text: own } = this.#token;
    return own === text && kind !== "string" && kind !== "name";
  }

  #accept(text: string): boolean {
    if (!this.#is(text)) return false;
    this.#at += 1;
    return true;
  }

  #expect(text: string): void {
    if (!this.#accept(text)) throw this.#unexpected(`'${text}' expected`);
  }

  #unexpected(what: string): LuaSyntaxError {
    return new LuaSyntaxError(this.#token.line, `${what} near '${this.#token.text}'`);
  }

  #name(): string {
    const { kind, text } = this.#token;
    if (kind !== "name") throw this.#unexpected("<name> expected");
    this.#at += 1;
    return text;
  }

  #block(): Block {
    const statements: Statement[] = [];
    while (!(this.#token.kind !== "string" && BLOCK_ENDS.has(this.#token.text))) {
      const statement = this.#deeper(() => this.#statement());
      this.#accept(";");
      statements.push(statement);
      if (statement.kind === "return" || statement.kind === "break") break;
    }
    return statements;
  }

  #deeper<T>(parse: () => T): T {
    this.#depth += 1;
    if (this.#depth > DEEPEST) throw this.#unexpected("chunk has too many syntax levels");
    const parsed = parse();
    this.#depth -= 1;
    return parsed;
  }

  #statement(): Statement {
    const { line } = this.#token;
    if (this.#accept("do")) return { kind: "do", body: this.#blockTo("end") };
    if (this.#accept("while")) {
      const condition = this.#expression();
      this.#expect("do");
      return { kind: "while", condition, body: this.#blockTo("end") };
    }
    if (this.#accept("repeat"))
      return { kind: "repeat", body: this.#blockTo("until"), until: this.#expression() };
    if (this.#accept("if")) return this.#if();
    if (this.#accept("for")) return this.#for(line);
    if (this.#accept("function")) return this.#namedFunction(line);
    if (this.#accept("local")) return this.#local();
    if (this.#accept("break")) return { kind: "break" };
    if (this.#accept("return")) {
      const isEmpty = this.#is(";") || (this.#token.kind !== "string" && BLOCK_ENDS.has(this.#token.text));
      return { kind: "return", values: isEmpty ? [] : this.#expressions() };
    }
    return this.#callOrAssignment(line);
  }

  #blockTo(end: string): Block {
    const block = this.#block();
    this.#expect(end);
    return block;
  }

  #if(): Statement {
    const arms: { condition: Expression; body: Block }[] = [];
    do {
      const condition = this.#expression();
      this.#expect("then");
      arms.push({ condition, body: this.#block() });
    } while (this.#accept("elseif"));
    const otherwise = this.#accept("else") ? this.#block() : undefined;
    this.#expect("end");
    return otherwise === undefined ? { kind: "if", arms } : { kind: "if", arms, otherwise };
  }

  #for(line: number): Statement {
    const names = [this.#name()];
    if (this.#accept("=")) {
      const from = this.#expression();
      this.#expect(",");
      const to = this.#expression();
      const step = this.#accept(",") ? this.#expression() : undefined;
      this.#expect("do");
      const body = this.#blockTo("end");
      const [name = ""] = names;
      return { kind: "count", name, from, to, ...(step === undefined ? {} : { step }), body, line };
    }
    while (this.#accept(",")) names.push(this.#name());
    this.#expect("in");
    const values = this.#expressions();
    this.#expect("do");
    return { kind: "each", names, values, body: this.#blockTo("end"), line };
  }

  #namedFunction(line: number): Statement {
    let target: Expression = { kind: "name", name: this.#name(), line };
    while (this.#accept(".")) target = field(target, this.#name(), line);
    if (this.#is(":")) throw this.#unexpected("methods are not declared in this small Lua");
    return { kind: "assign", targets: [target], values: [this.#functionBody()], line };
  }

  #local(): Statement {
    if (this.#accept("function")) {
      return { kind: "local-function", name: this.#name(), value: this.#functionBody() };
    }
    const names = [this.#name()];
    while (this.#accept(",")) names.push(this.#name());
    return { kind: "local", names, values: this.#accept("=") ? this.#expressions() : [] };
  }

  #callOrAssignment(line: number): Statement {
    const first = this.#suffixed();
    if (!this.#is("=") && !this.#is(",")) {
      if (first.kind !== "call") throw this.#unexpected("syntax error");
      return { kind: "call", call: first };
    }
    const targets = [first];
    while (this.#accept(",")) targets.push(this.#suffixed());
    this.#expect("=");
    for (const { kind } of targets) {
      if (kind !== "name" && kind !== "index") throw this.#unexpected("cannot assign to this");
    }
    return { kind: "assign", targets, values: this.#expressions(), line };
  }

  #expressions(): readonly Expression[] {
    const all = [this.#expression()];
    while (this.#accept(",")) all.push(this.#expression());
    return all;
  }

  #expression(limit = 0): Expression {
    return this.#deeper(() => {
      let left = this.#unary();
      for (;;) {
        const { text: operator, kind, line } = this.#token;
        const binding = kind === "symbol" || kind === "keyword" ? BINDING[operator] : undefined;
        if (binding === undefined || binding[0] <= limit) return left;
        this.#at += 1;
        left = { kind: "binary", operator, left, right: this.#expression(binding[1]), line };
      }
    });
  }

  #unary(): Expression {
    const { text: operator, line } = this.#token;
    if (this.#accept("not") || this.#accept("-") || this.#accept("#")) {
      return { kind: "unary", operator, operand: this.#expression(UNARY_BINDING), line };
    }
    return this.#simple();
  }

  #simple(): Expression {
    const { kind, text } = this.#token;
    if (kind === "number" || kind === "string") {
      this.#at += 1;
      return { kind: "constant", value: kind === "number" ? Number(text) : text };
    }
    if (this.#accept("nil")) return { kind: "constant", value: undefined };
    if (this.#accept("true")) return { kind: "constant", value: true };
    if (this.#accept("false")) return { kind: "constant", value: false };
    if (this.#accept("...")) return { kind: "varargs" };
    if (this.#accept("function")) return this.#functionBody();
    if (this.#is("{")) return this.#table();
    return this.#suffixed();
  }

  #suffixed(): Expression {
    const { line: begins } = this.#token;
    let expression: Expression;
    if (this.#accept("(")) {
      expression = { kind: "single", inner: this.#expression() };
      this.#expect(")");
    } else expression = { kind: "name", name: this.#name(), line: begins };
    for (;;) {
      const { line, kind } = this.#token;
      if (this.#accept(".")) expression = field(expression, this.#name(), line);
      else if (this.#accept("[")) {
        expression = { kind: "index", object: expression, key: this.#expression(), line };
        this.#expect("]");
      } else if (this.#accept(":")) {
        const method = this.#name();
        expression = { kind: "call", callee: expression, method, args: this.#arguments(), line };
      } else if (this.#is("(") || this.#is("{") || kind === "string") {
        expression = { kind: "call", callee: expression, args: this.#arguments(), line };
      } else return expression;
    }
  }

  #arguments(): readonly Expression[] {
    if (this.#token.kind === "string" || this.#is("{")) return [this.#simple()];
    this.#expect("(");
    if (this.#accept(")")) return [];
    const all = this.#expressions();
    this.#expect(")");
    return all;
  }

  #functionBody(): Expression {
    this.#expect("(");
    const parameters: string[] = [];
    let takesRest = false;
    while (!this.#accept(")")) {
      if (this.#accept("...")) takesRest = true;
      else parameters.push(this.#name());
      if (!this.#is(")")) this.#expect(",");
    }
    return { kind: "function", parameters, takesRest, body: this.#blockTo("end") };
  }

  #table(): Expression {
    this.#expect("{");
    const items: TableItem[] = [];
    while (!this.#accept("}")) {
      items.push(this.#tableItem());
      if (!this.#is("}") && !this.#accept(",")) this.#expect(";");
    }
    return { kind: "table", items };
  }

  #tableItem(): TableItem {
    if (this.#accept("[")) {
      const key = this.#expression();
      this.#expect("]");
      this.#expect("=");
      return { key, value: this.#expression() };
    }
    const next = this.#tokens[this.#at + 1];
    if (this.#token.kind === "name" && next?.kind === "symbol" && next.text === "=") {
      const key: Expression = { kind: "constant", value: this.#name() };
      this.#expect("=");
      return { key, value: this.#expression() };
    }
    return { value: this.#expression() };
  }
}

function field(object: Expression, name: string, line: number): Expression {
  return { kind: "index", object, key: { kind: "constant", value: name }, line };
}
