import { isAmbient } from "./ambient.ts";
import { Blanks } from "./blanks.ts";
import { blankMemberMarks } from "./class-member-types.ts";
import { assertionHoldsOperands } from "./operator-grouping.ts";
import { unsupported } from "./refusal.ts";
import { SourceText } from "./source-text.ts";
import { endOf, type File, forEachChild, type Node, startOf } from "./syntax-tree.ts";

type Arrow = Extract<Node, { type: "ArrowFunctionExpression" }>;
type Assertion = Extract<Node, { type: "TSAsExpression" | "TSSatisfiesExpression" }>;
type Class = Extract<Node, { type: "ClassDeclaration" | "ClassExpression" }>;

/**
 * Blanks all types of `file`. "bytes": as long as `text` in UTF-8, as Node's stripper has it; "units": as long
 * in UTF-16, so that offsets stay. Throws `Refusal` for syntax with run-time meaning that TypeScript adds.
 */
export function eraseTree(file: File, text: string, keep: "bytes" | "units"): string {
  const eraser = new TypeEraser(new SourceText(text, file.comments ?? []), keep);
  eraser.refuseModuleKeyword(file.program);
  eraser.erase(file.program);
  return eraser.blanks.apply(text);
}

/**
 * Follows Node's stripper character by character, the semicolons included that it sets where a blanked
 * statement would let two lines run together.
 */
class TypeEraser {
  readonly blanks = new Blanks();
  readonly #source: SourceText;
  readonly #keep: "bytes" | "units";

  constructor(source: SourceText, keep: "bytes" | "units") {
    this.#source = source;
    this.#keep = keep;
  }

  /** `module Name {}` is refused before all else. */
  refuseModuleKeyword(node: Node): void {
    const statements =
      node.type === "Program"
        ? node.body
        : node.type === "TSModuleDeclaration"
          ? (node.body?.body ?? [])
          : [];
    for (const item of statements) {
      const statement = item.type === "ExportNamedDeclaration" ? item.declaration : item;
      if (statement?.type !== "TSModuleDeclaration") continue;
      this.refuseModuleKeyword(statement);
      const start = startOf(statement);
      const keyword = statement.declare === true ? this.#source.tokenFrom(start + "declare".length) : start;
      if (statement.id.type === "StringLiteral" || this.#source.wordAt(keyword) !== "module") continue;
      throw unsupported(
        "`module` keyword is not supported. Use `namespace` instead.",
        keyword,
        endOf(statement.id),
      );
    }
  }

  erase(node: Node): void {
    switch (node.type) {
      case "TSTypeAnnotation":
      case "TSTypeParameterDeclaration":
      case "TSTypeParameterInstantiation":
      case "TSIndexSignature":
      case "TSDeclareMethod":
        this.#blankNode(node);
        return;
      case "TSInterfaceDeclaration":
      case "TSTypeAliasDeclaration":
      case "TSDeclareFunction":
      case "VariableDeclaration":
      case "TSEnumDeclaration":
      case "TSModuleDeclaration":
      case "TSImportEqualsDeclaration":
        this.#declaration(node);
        return;
      case "ImportDeclaration":
      case "ExportAllDeclaration":
      case "ExportNamedDeclaration":
      case "ExportDefaultDeclaration":
        this.#moduleDeclaration(node);
        return;
      case "ImportSpecifier":
        if (node.importKind === "type") this.#blankWithComma(node);
        return;
      case "ExportSpecifier":
        if (node.exportKind === "type") this.#blankWithComma(node);
        return;
      case "ClassDeclaration":
      case "ClassExpression":
        this.#class(node);
        return;
      case "ClassProperty":
      case "ClassAccessorProperty":
        if (node.abstract === true || node.declare === true) {
          this.#blankNode(node);
          return;
        }
        blankMemberMarks(node, this.#source, this.blanks);
        this.#children(node);
        return;
      case "ClassMethod":
      case "ClassPrivateMethod":
      case "ClassPrivateProperty":
        blankMemberMarks(node, this.#source, this.blanks);
        this.#children(node);
        return;
      case "ObjectMethod":
        if (node.kind === "get") this.#blankGetterParameters(node);
        this.#children(node);
        return;
      case "ArrowFunctionExpression":
        this.#arrow(node);
        return;
      case "ReturnStatement":
      case "ThrowStatement":
      case "YieldExpression":
        this.#children(node);
        if (node.argument?.type === "ArrowFunctionExpression") this.#keepArrowOnLine(node.argument);
        return;
      case "TSAsExpression":
      case "TSSatisfiesExpression":
        this.#assertion(node);
        return;
      case "TSNonNullExpression":
        this.blanks.blank(endOf(node) - 1, endOf(node));
        this.erase(node.expression);
        return;
      case "TSInstantiationExpression":
        this.blanks.blank(endOf(node.expression), endOf(node));
        this.erase(node.expression);
        return;
      case "Identifier":
      case "ArrayPattern":
      case "ObjectPattern":
        this.#binding(node);
        return;
      case "VariableDeclarator":
        if (node.definite === true && node.id.type === "Identifier" && node.id.typeAnnotation != null) {
          this.#blankMarkBefore(startOf(node.id.typeAnnotation));
        }
        this.#children(node);
        return;
      case "IfStatement":
        this.#children(node);
        this.#keepBody(node.consequent);
        this.#keepBody(node.alternate);
        return;
      case "ForStatement":
      case "ForInStatement":
      case "ForOfStatement":
      case "WhileStatement":
      case "DoWhileStatement":
        this.#children(node);
        this.#keepBody(node.body);
        return;
      default:
        this.#refuse(node);
        this.#children(node);
    }
  }

  #refuse(node: Node): void {
    const message = refusalOf(node);
    if (message !== undefined) throw unsupported(message, startOf(node), endOf(node));
  }

  #children(node: Node): void {
    const first = "params" in node && Array.isArray(node.params) ? node.params[0] : undefined;
    const self = first?.type === "Identifier" && first.name === "this" ? first : undefined;
    if (self !== undefined) this.#blankWithComma(self);
    forEachChild(node, (child) => {
      if (child !== self) this.erase(child);
    });
  }

  #blankNode(node: Node): void {
    this.blanks.blank(startOf(node), endOf(node));
  }

  #blankWithComma(node: Node): void {
    const next = this.#source.tokenFrom(endOf(node));
    this.blanks.blank(startOf(node), this.#source.text[next] === "," ? next + 1 : endOf(node));
  }

  #blankMarkBefore(offset: number): void {
    const mark = this.#source.tokenEndBefore(offset);
    this.blanks.blank(mark, mark + 1);
  }

  #declaration(node: Node): void {
    if (isAmbient(node)) {
      this.#blankStatement(node);
      return;
    }
    this.#refuse(node);
    this.#children(node);
  }

  #moduleDeclaration(
    node: Extract<
      Node,
      {
        type:
          | "ImportDeclaration"
          | "ExportAllDeclaration"
          | "ExportNamedDeclaration"
          | "ExportDefaultDeclaration";
      }
    >,
  ): void {
    const typeOnly =
      node.type === "ImportDeclaration" ? node.importKind === "type" : node.exportKind === "type";
    const declaration = "declaration" in node ? node.declaration : undefined;
    if (typeOnly || isAmbient(declaration)) this.#blankStatement(node);
    else this.#children(node);
  }

  #blankStatement(node: Node): void {
    this.#blankNode(node);
    const before = this.#source.tokenEndBefore(startOf(node));
    const next = this.#source.tokenFrom(endOf(node));
    if (before < 0 || !this.#source.breaksLine(endOf(node), next)) return;
    if (this.#source.text[before] !== ";" && this.#goesOnWithLineBefore(next, true)) {
      this.blanks.put(startOf(node), ";");
    }
  }

  /** A line that begins so is read as one with the line before, if that has no semicolon. */
  #goesOnWithLineBefore(offset: number, operatorsToo: boolean): boolean {
    const { text } = this.#source;
    const first = text[offset];
    if (first === "(" || first === "[") return true;
    // A template with substitutions is left alone by Node's stripper.
    if (first === "`") return /^`(?:[^`\\$]|\\[\s\S]|\$(?!\{))*`/.test(text.slice(offset));
    if (!operatorsToo) return false;
    return first === "/" || ((first === "+" || first === "-") && text[offset + 1] !== first);
  }

  #class(node: Class): void {
    const decorator = node.decorators?.at(-1);
    const start = decorator == null ? startOf(node) : Math.max(startOf(node), endOf(decorator));
    if (node.type === "ClassDeclaration" && node.declare === true) {
      this.#blankStatement(node);
      return;
    }
    const keyword = this.#source.tokenFrom(start);
    if ("abstract" in node && node.abstract === true && this.#source.wordAt(keyword) === "abstract") {
      this.blanks.blank(keyword, keyword + "abstract".length);
    }
    const first = node.implements?.[0];
    const last = node.implements?.at(-1);
    if (first != null && last != null) {
      const keywordEnd = this.#source.tokenEndBefore(startOf(first)) + 1;
      this.blanks.blank(keywordEnd - "implements".length, endOf(last));
    }
    forEachChild(node, (child) => {
      if (child.type !== "TSClassImplements") this.erase(child);
    });
  }

  #arrow(node: Arrow): void {
    if (node.typeParameters != null && node.async) {
      const { typeParameters } = node;
      this.#moveParenthesis(node, startOf(typeParameters), endOf(typeParameters));
    }
    const returnType = node.returnType;
    if (returnType != null) {
      const parenthesis = this.#source.tokenEndBefore(startOf(returnType));
      const arrow = this.#source.tokenFrom(endOf(returnType));
      if (this.#source.breaksLine(parenthesis, arrow)) {
        // `)` must stand on the line of `=>`.
        this.blanks.blank(parenthesis, parenthesis + 1);
        this.#putParenthesisAtEnd(endOf(returnType));
      }
    }
    this.#children(node);
  }

  /** In place of the type's last character, as long as that is. */
  #putParenthesisAtEnd(end: number): void {
    const { text } = this.#source;
    const units = /[\udc00-\udfff]/.test(text.charAt(end - 1)) ? 2 : 1;
    const bytes = new TextEncoder().encode(text.slice(end - units, end)).length;
    this.blanks.put(end - units, ")".padEnd(this.#keep === "bytes" ? bytes : units), units);
  }

  /** `return <T>⏎(v: T) => v` must not become `return⏎(v) => v`. */
  #keepArrowOnLine(arrow: Arrow): void {
    if (arrow.async || arrow.typeParameters == null) return;
    const end = endOf(arrow.typeParameters);
    this.#moveParenthesis(arrow, startOf(arrow.typeParameters), this.#source.tokenFrom(end));
  }

  /** Puts `(` where `<` was when a line break stands in `from` to `to`. */
  #moveParenthesis(arrow: Arrow, from: number, to: number): void {
    if (arrow.typeParameters == null || !this.#source.breaksLine(from, to)) return;
    const parenthesis = this.#source.tokenFrom(endOf(arrow.typeParameters));
    this.blanks.put(parenthesis, " ");
    this.blanks.put(from, "(");
  }

  #assertion(node: Assertion): void {
    if (assertionHoldsOperands(node, this.#source)) {
      throw unsupported(
        "Type assertions that would change binary expression grouping are not supported in strip-only mode.",
        startOf(node),
        endOf(node),
      );
    }
    const from = endOf(node.expression);
    this.blanks.blank(from, endOf(node));
    const next = this.#source.tokenFrom(endOf(node));
    if (
      !isConstAssertion(node) &&
      this.#source.breaksLine(endOf(node), next) &&
      this.#goesOnWithLineBefore(next, false)
    ) {
      this.blanks.put(this.#source.tokenFrom(from), ";");
    }
    this.erase(node.expression);
  }

  #binding(node: Extract<Node, { type: "Identifier" | "ArrayPattern" | "ObjectPattern" }>): void {
    if ("optional" in node && node.optional === true) {
      this.#blankMarkBefore(node.typeAnnotation == null ? endOf(node) : startOf(node.typeAnnotation));
    }
    this.#children(node);
  }

  #blankGetterParameters(node: Extract<Node, { type: "ObjectMethod" }>): void {
    const keyEnd = node.computed ? this.#source.tokenFrom(endOf(node.key)) + 1 : endOf(node.key);
    const open = this.#source.tokenFrom(keyEnd);
    const close = this.#source.tokenEndBefore(startOf(node.returnType ?? node.body));
    this.blanks.blank(open + 1, close);
  }

  #keepBody(body: Node | null | undefined): void {
    if (body != null && isAmbient(body)) this.blanks.put(startOf(body), ";");
  }
}

function isConstAssertion(node: Assertion): boolean {
  return node.type === "TSAsExpression" && isConst(node.typeAnnotation);
}

function isConst(type: Node): boolean {
  return (
    type.type === "TSTypeReference" && type.typeName.type === "Identifier" && type.typeName.name === "const"
  );
}

function refusalOf(node: Node): string | undefined {
  switch (node.type) {
    case "TSEnumDeclaration":
      return "TypeScript enum is not supported in strip-only mode";
    case "TSModuleDeclaration":
      return "TypeScript namespace declaration is not supported in strip-only mode";
    case "TSParameterProperty":
      return "TypeScript parameter property is not supported in strip-only mode";
    case "TSExportAssignment":
      return "TypeScript export assignment is not supported in strip-only mode";
    case "TSImportEqualsDeclaration":
      return "TypeScript import equals declaration is not supported in strip-only mode";
    case "TSTypeAssertion":
      // Node leaves `<const>x` as it is, which then is a syntax error.
      if (isConst(node.typeAnnotation)) return undefined;
      return "The angle-bracket syntax for type assertions, `<T>expr`, is not supported in type strip mode. Instead, use the 'as' syntax: `expr as T`.";
    default:
      return undefined;
  }
}
