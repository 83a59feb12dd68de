import { isAmbient } from "./ambient.ts";
import { boundNames } from "./bound-names.ts";
import type { Edit, GeneratedNames, ImportReference } from "./compiled.ts";
import { addLexicalNames, addVarNames } from "./scope-names.ts";
import { endOf, forEachChild, type Node, startOf } from "./syntax-tree.ts";

export interface ExpressionWalk {
  readonly references: readonly ImportReference[];
  /** `import()` and `import.meta` under their generated names. */
  readonly edits: readonly Edit[];
  readonly usesImportMeta: boolean;
  /** Offsets of what awaits outside of all functions. */
  readonly awaits: readonly number[];
  readonly requires: readonly string[];
  /** Names that some assignment has for its target, in whatever scope; "*" stands for all, by `eval`. */
  readonly assigned: ReadonlySet<string>;
}

/** Reads all expressions of a program once. `imported` are the names whose uses are wanted. */
export function walkExpressions(
  program: Node,
  text: string,
  imported: readonly string[],
  names: GeneratedNames,
): ExpressionWalk {
  const walk = new Walk(text, imported, names);
  walk.visit(program, new Set(), 0);
  return {
    references: walk.references.sort((a, b) => a.start - b.start),
    edits: walk.edits,
    usesImportMeta: walk.usesImportMeta,
    awaits: walk.awaits,
    requires: [...walk.requires],
    assigned: walk.assigned,
  };
}

type Names = ReadonlySet<string>;
type FunctionNode = Extract<Node, { params: unknown; body: unknown }>;

class Walk {
  readonly references: ImportReference[] = [];
  readonly edits: Edit[] = [];
  readonly requires = new Set<string>();
  readonly assigned = new Set<string>();
  usesImportMeta = false;
  readonly awaits: number[] = [];
  readonly #text: string;
  readonly #names: GeneratedNames;
  readonly #bindings: ReadonlyMap<string, number>;
  /** Start offsets of what `new` is applied to. */
  readonly #constructed = new Set<number>();

  constructor(text: string, imported: readonly string[], names: GeneratedNames) {
    this.#text = text;
    this.#names = names;
    this.#bindings = new Map(imported.map((name, index) => [name, index]));
  }

  /** `hidden`: imported names that a declaration of a scope around `node` hides. `depth`: of functions. */
  visit(node: Node, hidden: Names, depth: number): void {
    if (isErased(node)) return;
    switch (node.type) {
      case "Identifier":
        this.#reference(node, hidden, "read");
        return;
      case "ImportDeclaration":
      case "ExportAllDeclaration":
        return;
      case "ExportNamedDeclaration":
        if (node.declaration != null) this.visit(node.declaration, hidden, depth);
        return;
      case "MemberExpression":
      case "OptionalMemberExpression":
        this.visit(node.object, hidden, depth);
        if (node.computed) this.visit(node.property, hidden, depth);
        return;
      case "ObjectProperty":
        if (node.computed) this.visit(node.key, hidden, depth);
        if (node.shorthand && node.value.type === "Identifier") {
          this.#reference(node.value, hidden, "shorthand");
        } else this.visit(node.value, hidden, depth);
        return;
      case "ClassProperty":
      case "ClassAccessorProperty":
      case "ClassPrivateProperty":
        if ("computed" in node && node.computed) this.visit(node.key, hidden, depth);
        if (node.value != null) this.visit(node.value, hidden, depth + 1);
        return;
      case "FunctionDeclaration":
      case "FunctionExpression":
      case "ArrowFunctionExpression":
      case "ObjectMethod":
      case "ClassMethod":
      case "ClassPrivateMethod":
        this.#function(node, hidden, depth);
        return;
      case "ClassExpression":
      case "ClassDeclaration":
        this.#children(node, this.#hide(hidden, boundNames(node.id)), depth);
        return;
      case "StaticBlock":
        this.#children(node, this.#hide(hidden, namesOf(node, true)), depth + 1);
        return;
      case "BlockStatement":
      case "SwitchStatement":
      case "ForStatement":
        this.#children(node, this.#hide(hidden, namesOf(node, false)), depth);
        return;
      case "ForInStatement":
      case "ForOfStatement":
        if (node.type === "ForOfStatement" && node.await && depth === 0) this.awaits.push(startOf(node));
        this.#forEach(node, this.#hide(hidden, namesOf(node, false)), depth);
        return;
      case "VariableDeclaration":
        if (node.kind === "await using" && depth === 0) this.awaits.push(startOf(node));
        this.#children(node, hidden, depth);
        return;
      case "CatchClause":
        this.#children(node, this.#hide(hidden, boundNames(node.param)), depth);
        return;
      case "LabeledStatement":
        this.visit(node.body, hidden, depth);
        return;
      case "BreakStatement":
      case "ContinueStatement":
        return;
      case "AssignmentExpression":
        this.#target(node.left, hidden, depth);
        this.visit(node.right, hidden, depth);
        return;
      case "UpdateExpression":
        this.#target(node.argument, hidden, depth);
        return;
      case "AwaitExpression":
        if (depth === 0) this.awaits.push(startOf(node));
        this.#children(node, hidden, depth);
        return;
      case "NewExpression":
        this.#constructed.add(startOf(node.callee));
        this.#children(node, hidden, depth);
        return;
      case "CallExpression":
        this.#call(node);
        this.#children(node, hidden, depth);
        return;
      case "ImportExpression":
        this.#rename(startOf(node), startOf(node) + "import".length, this.#names.dynamicImport);
        this.#children(node, hidden, depth);
        return;
      case "MetaProperty":
        if (node.meta.name !== "import") return;
        this.usesImportMeta = true;
        this.#rename(startOf(node), endOf(node), this.#names.meta);
        return;
      default:
        this.#children(node, hidden, depth);
    }
  }

  #children(node: Node, hidden: Names, depth: number): void {
    forEachChild(node, (child) => this.visit(child, hidden, depth));
  }

  #function(node: FunctionNode, hidden: Names, depth: number): void {
    if ("key" in node && "computed" in node && node.computed) this.visit(node.key, hidden, depth);
    const own = node.type === "FunctionExpression" ? boundNames(node.id) : [];
    const withParameters = this.#hide(hidden, [...own, ...node.params.flatMap((item) => boundNames(item))]);
    for (const parameter of node.params) this.visit(parameter, withParameters, depth + 1);
    const { body } = node;
    if (body.type === "BlockStatement") {
      this.#children(body, this.#hide(withParameters, namesOf(body, true)), depth + 1);
    } else {
      this.visit(body, withParameters, depth + 1);
    }
  }

  #forEach(
    node: Extract<Node, { type: "ForInStatement" | "ForOfStatement" }>,
    hidden: Names,
    depth: number,
  ): void {
    if (node.left.type === "VariableDeclaration") this.visit(node.left, hidden, depth);
    else this.#target(node.left, hidden, depth);
    this.visit(node.right, hidden, depth);
    this.visit(node.body, hidden, depth);
  }

  /** What is assigned to: a name, a member or a pattern. */
  #target(node: Node, hidden: Names, depth: number): void {
    switch (node.type) {
      case "Identifier":
        this.assigned.add(node.name);
        this.#reference(node, hidden, "assign");
        return;
      case "ParenthesizedExpression":
      case "TSAsExpression":
      case "TSSatisfiesExpression":
      case "TSNonNullExpression":
        this.#target(node.expression, hidden, depth);
        return;
      case "ArrayPattern":
        for (const element of node.elements) if (element != null) this.#target(element, hidden, depth);
        return;
      case "ObjectPattern":
        for (const property of node.properties) this.#target(property, hidden, depth);
        return;
      case "ObjectProperty":
        if (node.computed) this.visit(node.key, hidden, depth);
        if (node.shorthand) this.#shorthandTarget(node.value, hidden, depth);
        else this.#target(node.value, hidden, depth);
        return;
      case "AssignmentPattern":
        this.#target(node.left, hidden, depth);
        this.visit(node.right, hidden, depth);
        return;
      case "RestElement":
        this.#target(node.argument, hidden, depth);
        return;
      default:
        this.visit(node, hidden, depth);
    }
  }

  /** `{ name } =` and `{ name = 1 } =`. */
  #shorthandTarget(value: Node, hidden: Names, depth: number): void {
    const name = value.type === "AssignmentPattern" ? value.left : value;
    if (name.type === "Identifier") {
      this.assigned.add(name.name);
      this.#reference(name, hidden, "assign-shorthand");
    }
    if (value.type === "AssignmentPattern") this.visit(value.right, hidden, depth);
  }

  #reference(node: Extract<Node, { type: "Identifier" }>, hidden: Names, use: ImportReference["use"]): void {
    const binding = this.#bindings.get(node.name);
    if (binding === undefined || hidden.has(node.name)) return;
    const start = startOf(node);
    const constructed = use === "read" && this.#constructed.has(start);
    this.references.push({
      binding,
      start,
      end: start + node.name.length,
      use: constructed ? "construct" : use,
    });
  }

  #call(node: Extract<Node, { type: "CallExpression" }>): void {
    const { callee } = node;
    if (callee.type !== "Identifier") return;
    if (callee.name === "eval") this.assigned.add("*");
    const [argument] = node.arguments;
    if (callee.name === "require" && argument?.type === "StringLiteral") this.requires.add(argument.value);
  }

  #rename(start: number, end: number, name: string): void {
    if (!/[\n\r\u2028\u2029]/.test(this.#text.slice(start, end))) {
      this.edits.push({ start, end, text: name.padEnd(end - start) });
      return;
    }
    // `import⏎.meta`: the name takes the place of the first word, the rest becomes space.
    this.edits.push({ start, end: start + "import".length, text: name });
    for (const match of this.#text.slice(start, end).matchAll(/[^\s]+/g)) {
      if (match.index === 0) continue;
      const at = start + match.index;
      this.edits.push({ start: at, end: at + match[0].length, text: " ".repeat(match[0].length) });
    }
  }

  #hide(hidden: Names, names: readonly string[]): Names {
    const more = names.filter((name) => this.#bindings.has(name) && !hidden.has(name));
    return more.length === 0 ? hidden : new Set([...hidden, ...more]);
  }
}

/** Types, and what has no meaning without them. */
function isErased(node: Node): boolean {
  if (node.type.startsWith("TS")) {
    return ![
      "TSAsExpression",
      "TSSatisfiesExpression",
      "TSNonNullExpression",
      "TSInstantiationExpression",
    ].includes(node.type);
  }
  if (node.type === "ClassProperty" || node.type === "ClassAccessorProperty") {
    return node.declare === true || node.abstract === true;
  }
  return isAmbient(node);
}

function namesOf(scope: Node, holdsVars: boolean): readonly string[] {
  const names: string[] = [];
  addLexicalNames(scope, names);
  if (holdsVars) forEachChild(scope, (child) => addVarNames(child, names));
  return names;
}
