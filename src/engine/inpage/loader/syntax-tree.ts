import type { Comment, File, Node } from "@babel/types";

export type { Comment, File, Node };

/** Babel always gives positions to what it parsed; its types cannot say so. Offsets in UTF-16 units. */
export function startOf(node: Node): number {
  return node.start ?? 0;
}

export function endOf(node: Node): number {
  return node.end ?? 0;
}

/** Calls back for each child node in the order of the tree's fields. */
export function forEachChild(node: Node, visit: (child: Node) => void): void {
  const fields = node as unknown as Readonly<Record<string, unknown>>;
  for (const field in fields) {
    if (field === "loc" || field === "extra") continue;
    const value = fields[field];
    if (value === null || typeof value !== "object") continue;
    if (!Array.isArray(value)) {
      if (isNode(value)) visit(value);
      continue;
    }
    for (const item of value) if (isNode(item)) visit(item);
  }
}

function isNode(value: unknown): value is Node {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
