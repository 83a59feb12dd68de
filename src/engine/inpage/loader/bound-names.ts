import type { Node } from "./syntax-tree.ts";

/** The names that a declaration or a pattern binds. */
export function boundNames(node: Node | null | undefined): readonly string[] {
  switch (node?.type) {
    case "Identifier":
      return [node.name];
    case "VariableDeclaration":
      return node.declarations.flatMap((declarator) => boundNames(declarator.id));
    case "FunctionDeclaration":
    case "ClassDeclaration":
      return boundNames(node.id);
    case "ObjectPattern":
      return node.properties.flatMap((property) => boundNames(property));
    case "ObjectProperty":
      return boundNames(node.value);
    case "ArrayPattern":
      return node.elements.flatMap((element) => boundNames(element));
    case "AssignmentPattern":
      return boundNames(node.left);
    case "RestElement":
      return boundNames(node.argument);
    case "TSParameterProperty":
      return boundNames(node.parameter);
    default:
      return [];
  }
}
