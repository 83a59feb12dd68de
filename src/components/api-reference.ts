/**
 * What the library exports, read off its sources with the TypeScript compiler: names, signatures and doc
 * comments. Made when the site is built, so the reference cannot say what the code does not.
 */
import { relative } from "node:path";
import ts from "typescript";
import * as words from "../words/en/search.ts";

export interface ApiEntry {
  readonly name: string;
  readonly kind: ApiKind;
  /** Markdown. */
  readonly doc: string;
  readonly signature: string;
  readonly members: readonly ApiMember[];
  /** Where it is declared, within `src`. */
  readonly file: string;
}

export type ApiKind = "function" | "class" | "interface" | "type" | "value";

export interface ApiMember {
  readonly name: string;
  /** One for each overload. */
  readonly signatures: readonly string[];
  /** Markdown. */
  readonly doc: string;
}

/** All exports of the module at `path`, by kind and name. Throws when the module cannot be read. */
export function apiReference(path: string, sourceRoot: string): readonly ApiEntry[] {
  const program = ts.createProgram([path], {
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    allowImportingTsExtensions: true,
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    types: ["node"],
  });
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(path);
  const module = file === undefined ? undefined : checker.getSymbolAtLocation(file);
  if (module === undefined) throw new Error(`There is no module at ${relative(sourceRoot, path)}.`);
  return checker
    .getExportsOfModule(module)
    .flatMap((exported) => entryOf(exported, checker, sourceRoot) ?? [])
    .sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind) || a.name.localeCompare(b.name, "en"));
}

const ORDER: readonly ApiKind[] = ["function", "value", "class", "interface", "type"];

function entryOf(exported: ts.Symbol, checker: ts.TypeChecker, root: string): ApiEntry | undefined {
  const isAlias = (exported.flags & ts.SymbolFlags.Alias) !== 0;
  const symbol = isAlias ? checker.getAliasedSymbol(exported) : exported;
  const declaration = symbol.declarations?.find((one) => !isOverloadBody(one, symbol));
  if (declaration === undefined) return undefined;
  const kind = kindOf(declaration);
  if (kind === undefined) return undefined;
  return {
    name: exported.name,
    kind,
    doc: docOf(symbol, checker),
    signature: signaturesOf(symbol, checker).join("\n"),
    members: membersOf(declaration, checker),
    file: relative(root, declaration.getSourceFile().fileName),
  };
}

function kindOf(declaration: ts.Declaration): ApiKind | undefined {
  if (ts.isFunctionDeclaration(declaration)) return "function";
  if (ts.isClassDeclaration(declaration)) return "class";
  if (ts.isInterfaceDeclaration(declaration)) return "interface";
  if (ts.isTypeAliasDeclaration(declaration)) return "type";
  return ts.isVariableDeclaration(declaration) ? "value" : undefined;
}

/** The one of several declarations of a function that only has the body. */
function isOverloadBody(declaration: ts.Declaration, symbol: ts.Symbol): boolean {
  if (!ts.isFunctionLike(declaration) || (symbol.declarations?.length ?? 0) < 2) return false;
  return "body" in declaration && declaration.body !== undefined;
}

function docOf(symbol: ts.Symbol, checker: ts.TypeChecker): string {
  const text = ts.displayPartsToString(symbol.getDocumentationComment(checker));
  const tags = symbol
    .getJsDocTags(checker)
    .filter(({ name }) => name === "experimental" || name === "deprecated")
    .map(
      ({ name, text: parts }) =>
        `**${name === "experimental" ? words.experimental : words.deprecated}** ${ts.displayPartsToString(parts)}`,
    );
  return [...tags, text].join("\n\n").replace(/\{@link\s+([^}]+?)\s*\}/g, "`$1`");
}

function signaturesOf(symbol: ts.Symbol, checker: ts.TypeChecker): string[] {
  return (symbol.declarations ?? [])
    .filter((declaration) => !isOverloadBody(declaration, symbol))
    .map((declaration) => headOf(declaration, checker));
}

/** The declaration without doc comment and body. */
function headOf(declaration: ts.Declaration, checker: ts.TypeChecker): string {
  const file = declaration.getSourceFile();
  const text = (from: number, to: number) => file.text.slice(from, to).trim();
  const start = declaration.getStart(file);
  if (ts.isVariableDeclaration(declaration)) {
    const type = checker.typeToString(
      checker.getTypeAtLocation(declaration),
      declaration,
      ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope,
    );
    return `const ${declaration.name.getText(file)}: ${type}`;
  }
  if (ts.isInterfaceDeclaration(declaration) || ts.isClassDeclaration(declaration)) {
    return text(start, declaration.members.pos - 1).replace(/^export (?:default )?/, "");
  }
  const body = ts.isFunctionLike(declaration) && "body" in declaration ? declaration.body : undefined;
  return text(start, body === undefined ? declaration.end : body.getStart(file))
    .replace(/^export (?:default )?(?:async )?/, "")
    .replace(/;$/, "");
}

function membersOf(declaration: ts.Declaration, checker: ts.TypeChecker): ApiMember[] {
  if (!ts.isInterfaceDeclaration(declaration) && !ts.isClassDeclaration(declaration)) return [];
  const members = new Map<string, { signatures: string[]; doc: string }>();
  for (const member of [...inheritedMembers(declaration, checker), ...declaration.members]) {
    if (member.name === undefined && !ts.isConstructorDeclaration(member)) continue;
    if (
      member.name !== undefined &&
      (ts.isPrivateIdentifier(member.name) || ts.isComputedPropertyName(member.name))
    )
      continue;
    const name = member.name?.getText() ?? "new";
    const symbol = member.name === undefined ? undefined : checker.getSymbolAtLocation(member.name);
    const head = initializerCut(member, checker);
    const known = members.get(name) ?? { signatures: [], doc: "" };
    known.signatures.push(head);
    known.doc ||= symbol === undefined ? "" : docOf(symbol, checker);
    members.set(name, known);
  }
  return [...members].map(([name, { signatures, doc }]) => ({ name, signatures, doc }));
}

/** Those of the interfaces of ours that an interface extends. */
function inheritedMembers(
  declaration: ts.InterfaceDeclaration | ts.ClassDeclaration,
  checker: ts.TypeChecker,
): ts.TypeElement[] {
  if (!ts.isInterfaceDeclaration(declaration)) return [];
  return (declaration.heritageClauses ?? [])
    .flatMap(({ types }) => types)
    .flatMap((extended) => checker.getTypeAtLocation(extended).getSymbol()?.declarations ?? [])
    .filter(ts.isInterfaceDeclaration)
    .filter((base) => !base.getSourceFile().fileName.includes("/node_modules/"))
    .flatMap((base) => [...base.members]);
}

/** A property's value is not part of what it promises. */
function initializerCut(member: ts.ClassElement | ts.TypeElement, checker: ts.TypeChecker): string {
  if (!ts.isPropertyDeclaration(member) || member.initializer === undefined) return headOf(member, checker);
  const type = checker.typeToString(checker.getTypeAtLocation(member));
  return `readonly ${member.name.getText()}: ${type}`;
}
