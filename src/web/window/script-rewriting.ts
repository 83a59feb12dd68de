import type { Node, Program } from "@babel/types";

/** A script made fit for the preview, with the modules it asks for. */
export interface RewrittenScript {
  readonly code: string;
  /** Absolute addresses of modules that it imports, in order. */
  readonly imports: readonly string[];
}

export interface ScriptSituation {
  readonly module: boolean;
  /** A script's own address, or its page's: imports are read from here. */
  readonly url: string;
  /** Where a specifier leads; `undefined`: leave it as it is. */
  readonly resolve: (specifier: string, from: string) => string | undefined;
}

/** Most scripts need nothing; then no parser is loaded. */
const worthParsing = /\blocation\b|\b(?:for|while|do)\b|\bimport\b|\bexport\b/;

const windows: ReadonlySet<string> = new Set(["window", "self", "globalThis", "top", "parent", "document"]);

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Lets `location` mean the page's own address, makes loops count their turns, and makes imports absolute. Lines stay
 * where they are. A script with a syntax error comes back as it was: the browser reports it.
 */
export async function rewriteScript(source: string, situation: ScriptSituation): Promise<RewrittenScript> {
  if (!worthParsing.test(source)) return { code: source, imports: [] };
  const { parse } = await import("@babel/parser");
  let program: Program;
  try {
    program = parse(source, {
      sourceType: situation.module ? "module" : "script",
      allowReturnOutsideFunction: true,
      allowAwaitOutsideFunction: situation.module,
    }).program;
  } catch {
    return { code: source, imports: [] };
  }
  const edits: Edit[] = [];
  const imports: string[] = [];
  const ownLocation = declaresLocation(program);
  visit(program, undefined, (node, parent) => {
    const loop = loopBody(node);
    if (loop !== undefined) edits.push(...guarded(loop));
    const edit = locationEdit(node, parent, ownLocation);
    if (edit !== undefined) edits.push(edit);
    const specifier = importedBy(node);
    if (specifier?.start == null || specifier.end == null) return edit === undefined;
    const address = situation.resolve(specifier.value, situation.url);
    if (address !== undefined) {
      imports.push(address);
      edits.push({ start: specifier.start, end: specifier.end, text: JSON.stringify(address) });
    }
    return true;
  });
  return { code: apply(source, edits), imports };
}

/** Depth first. `look` says whether to go on below the node. */
function visit(
  node: Node,
  parent: Node | undefined,
  look: (node: Node, parent: Node | undefined) => boolean,
): void {
  if (!look(node, parent)) return;
  for (const value of Object.values(node)) {
    for (const child of Array.isArray(value) ? value : [value]) if (isNode(child)) visit(child, node, look);
  }
}

function isNode(value: unknown): value is Node {
  return (
    typeof value === "object" &&
    value !== null &&
    "type" in value &&
    "start" in value &&
    typeof value.type === "string"
  );
}

/** Does the script have a name `location` of its own anywhere? Then a bare `location` is left alone. */
function declaresLocation(program: Program): boolean {
  let declared = false;
  const bind = (pattern: Node | null | undefined): void => {
    if (pattern == null) return;
    if (pattern.type === "Identifier") declared ||= pattern.name === "location";
    else if (pattern.type === "ObjectPattern") {
      for (const each of pattern.properties) bind(each.type === "RestElement" ? each.argument : each.value);
    } else if (pattern.type === "ArrayPattern") for (const each of pattern.elements) bind(each);
    else if (pattern.type === "AssignmentPattern") bind(pattern.left);
    else if (pattern.type === "RestElement") bind(pattern.argument);
  };
  visit(program, undefined, (node) => {
    if (node.type === "VariableDeclarator") bind(node.id);
    if ("params" in node && Array.isArray(node.params))
      for (const each of node.params) if (isNode(each)) bind(each);
    if (node.type === "FunctionDeclaration" || node.type === "ClassDeclaration") bind(node.id);
    if (node.type === "CatchClause") bind(node.param);
    if (/^Import.*Specifier$/.test(node.type) && "local" in node && isNode(node.local)) bind(node.local);
    return !declared;
  });
  return declared;
}

function locationEdit(node: Node, parent: Node | undefined, ownLocation: boolean): Edit | undefined {
  if (node.start == null || node.end == null) return undefined;
  const { start, end } = node;
  if (node.type === "MemberExpression" || node.type === "OptionalMemberExpression") {
    const named = node.computed
      ? node.property.type === "StringLiteral" && node.property.value === "location"
      : node.property.type === "Identifier" && node.property.name === "location";
    return named && isWindow(node.object) ? { start, end, text: "__keepsakeLocation" } : undefined;
  }
  if (ownLocation || node.type !== "Identifier" || node.name !== "location" || !isReference(node, parent))
    return undefined;
  const shorthand = parent?.type === "ObjectProperty" && parent.shorthand;
  return { start, end, text: shorthand ? "location: __keepsakeLocation" : "__keepsakeLocation" };
}

function isWindow(node: Node): boolean {
  if (node.type === "Identifier") return windows.has(node.name);
  return (
    node.type === "MemberExpression" &&
    !node.computed &&
    node.property.type === "Identifier" &&
    (windows.has(node.property.name) || node.property.name === "defaultView") &&
    isWindow(node.object)
  );
}

/** Not the name of a property, a method, a label or an export. */
function isReference(node: Node, parent: Node | undefined): boolean {
  if (parent === undefined) return true;
  if (parent.type === "ObjectProperty" && parent.shorthand) return parent.value === node;
  if ("property" in parent && parent.property === node)
    return "computed" in parent && parent.computed === true;
  if ("key" in parent && parent.key === node) return "computed" in parent && parent.computed === true;
  if ("label" in parent && parent.label === node) return false;
  return !/^(?:Import|Export).*Specifier$/.test(parent.type);
}

function loopBody(node: Node): Node | undefined {
  switch (node.type) {
    case "WhileStatement":
    case "DoWhileStatement":
    case "ForStatement":
    case "ForInStatement":
    case "ForOfStatement":
      return node.body;
    default:
      return undefined;
  }
}

function guarded(body: Node): Edit[] {
  if (body.start == null || body.end == null) return [];
  const turn = "__keepsakeTurn();";
  if (body.type === "BlockStatement") return [{ start: body.start + 1, end: body.start + 1, text: turn }];
  return [
    { start: body.start, end: body.start, text: `{${turn}` },
    { start: body.end, end: body.end, text: "}" },
  ];
}

function importedBy(node: Node): Extract<Node, { type: "StringLiteral" }> | undefined {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportAllDeclaration":
      return node.source;
    case "ExportNamedDeclaration":
      return node.source ?? undefined;
    case "ImportExpression":
      return node.source.type === "StringLiteral" ? node.source : undefined;
    case "CallExpression": {
      const [first] = node.arguments;
      return node.callee.type === "Import" && first?.type === "StringLiteral" ? first : undefined;
    }
    default:
      return undefined;
  }
}

/** Edits never overlap; those at one place keep their order. */
function apply(source: string, edits: readonly Edit[]): string {
  let result = "";
  let at = 0;
  for (const { start, end, text } of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    result += source.slice(at, start) + text;
    at = end;
  }
  return result + source.slice(at);
}
