import type { Node } from "./syntax-tree.ts";

/** The statement has no run-time meaning: `declare …`, a type, an overload, a namespace of types only. */
export function isAmbient(statement: Node | null | undefined): boolean {
  switch (statement?.type) {
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
    case "TSDeclareFunction":
      return true;
    case "VariableDeclaration":
    case "ClassDeclaration":
    case "TSEnumDeclaration":
      return statement.declare === true;
    case "TSImportEqualsDeclaration":
      return statement.importKind === "type";
    case "TSModuleDeclaration":
      return (
        statement.declare === true ||
        statement.id.type === "StringLiteral" ||
        (statement.body?.body ?? []).every(holdsTypesOnly)
      );
    default:
      return false;
  }
}

function holdsTypesOnly(statement: Node | null | undefined): boolean {
  switch (statement?.type) {
    case "TSInterfaceDeclaration":
    case "TSTypeAliasDeclaration":
      return true;
    case "TSModuleDeclaration":
      return (statement.body?.body ?? []).every(holdsTypesOnly);
    case "ExportNamedDeclaration":
      return statement.declaration != null && holdsTypesOnly(statement.declaration);
    default:
      return false;
  }
}
