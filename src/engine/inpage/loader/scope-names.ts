import { isAmbient } from "./ambient.ts";
import { boundNames } from "./bound-names.ts";
import { forEachChild, type Node } from "./syntax-tree.ts";

/** Adds what `let`, `const`, `using`, `class` and `function` declare directly in the block-like `scope`. */
export function addLexicalNames(scope: Node, names: string[]): void {
  forEachChild(scope, (child) => {
    if (child.type === "SwitchCase") {
      for (const statement of child.consequent) addLexicalName(statement, names);
    } else {
      addLexicalName(child, names);
    }
  });
}

function addLexicalName(statement: Node, names: string[]): void {
  if (isAmbient(statement)) return;
  if (statement.type === "ExportNamedDeclaration" || statement.type === "ExportDefaultDeclaration") {
    if (statement.declaration != null) addLexicalName(statement.declaration, names);
    return;
  }
  if (statement.type === "FunctionDeclaration" || statement.type === "ClassDeclaration") {
    names.push(...boundNames(statement));
  } else if (statement.type === "VariableDeclaration" && statement.kind !== "var") {
    names.push(...boundNames(statement));
  }
}

/** Adds what `var` declares in `node`, at whatever depth of blocks, but in no function inside of it. */
export function addVarNames(node: Node, names: string[]): void {
  switch (node.type) {
    case "VariableDeclaration":
      if (node.kind === "var" && !isAmbient(node)) names.push(...boundNames(node));
      return;
    case "ExportNamedDeclaration":
    case "BlockStatement":
    case "IfStatement":
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
    case "WhileStatement":
    case "DoWhileStatement":
    case "SwitchStatement":
    case "SwitchCase":
    case "TryStatement":
    case "CatchClause":
    case "LabeledStatement":
      forEachChild(node, (child) => addVarNames(child, names));
      return;
    default:
  }
}
