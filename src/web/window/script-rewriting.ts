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
const worthParsing = /\b(?:location|top|parent|for|while|do|import|export)\b/;

/** The page's own window, the one around it, or the one in the address bar; by the names that mean it. */
type WindowName = "self" | "parent" | "top";
const windows: ReadonlyMap<string, WindowName> = new Map<string, WindowName>([
  ["window", "self"],
  ["self", "self"],
  ["globalThis", "self"],
  ["document", "self"],
  ["parent", "parent"],
  ["top", "top"],
]);
const meant = new Set([...windows.keys(), "location"]);

/** What the bridge puts in the place of windows that are others than a page believes, and of their `location`. */
const substitutes = {
  self: { window: undefined, location: "__keepsakeLocation" },
  parent: { window: "__keepsakeParent", location: "__keepsakeParentLocation" },
  top: { window: "__keepsakeTop", location: "__keepsakeTopLocation" },
} as const;

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/**
 * Lets `location`, `parent` and `top` mean what they mean to the page, makes loops count their turns, and makes imports absolute. Lines stay
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
  const declared = declaredNames(program);
  visit(program, undefined, (node, parent) => {
    const loop = loopBody(node);
    if (loop !== undefined) edits.push(...guarded(loop));
    const edit = windowEdit(node, parent, declared);
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

/** Of the names that mean a window or its location, those that the script has for itself anywhere: they are left alone. */
function declaredNames(program: Program): ReadonlySet<string> {
  const declared = new Set<string>();
  const bind = (pattern: Node | null | undefined): void => {
    if (pattern == null) return;
    if (pattern.type === "Identifier") {
      if (meant.has(pattern.name)) declared.add(pattern.name);
    } else if (pattern.type === "ObjectPattern") {
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
    return true;
  });
  return declared;
}

function windowEdit(node: Node, parent: Node | undefined, declared: ReadonlySet<string>): Edit | undefined {
  if (node.start == null || node.end == null) return undefined;
  const { start, end } = node;
  if (isMember(node) && memberName(node) === "location") {
    const of = windowOf(node.object, declared);
    return of === undefined ? undefined : { start, end, text: substitutes[of].location };
  }
  if (node.type === "Identifier" && !isReference(node, parent)) return undefined;
  const bareLocation = node.type === "Identifier" && node.name === "location" && !declared.has("location");
  const meaning = bareLocation ? undefined : windowOf(node, declared);
  const text = bareLocation
    ? substitutes.self.location
    : meaning === undefined
      ? undefined
      : substitutes[meaning].window;
  if (text === undefined) return undefined;
  const shorthand = parent?.type === "ObjectProperty" && parent.shorthand && node.type === "Identifier";
  return { start, end, text: shorthand ? `${node.name}: ${text}` : text };
}

type Member = Extract<Node, { type: "MemberExpression" | "OptionalMemberExpression" }>;

function isMember(node: Node): node is Member {
  return node.type === "MemberExpression" || node.type === "OptionalMemberExpression";
}

/** `undefined` when it is computed. */
function memberName({ computed, property }: Member): string | undefined {
  if (computed) return property.type === "StringLiteral" ? property.value : undefined;
  return property.type === "Identifier" ? property.name : undefined;
}

/** Which window the expression means: `top`, `window.parent`, `document.defaultView`. Two steps up are at the top. */
function windowOf(node: Node, declared: ReadonlySet<string>): WindowName | undefined {
  if (node.type === "Identifier") return declared.has(node.name) ? undefined : windows.get(node.name);
  if (!isMember(node)) return undefined;
  const from = windowOf(node.object, declared);
  const name = memberName(node);
  if (from === undefined || name === undefined) return undefined;
  const to = name === "defaultView" ? "self" : windows.get(name);
  if (to === undefined || to === "top" || from === "self") return to;
  return to === "parent" ? "top" : from;
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
