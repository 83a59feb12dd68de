import { isAmbient } from "./ambient.ts";
import { boundNames } from "./bound-names.ts";
import type {
  Edit,
  GeneratedNames,
  ImportBinding,
  LocalExport,
  ModuleRequest,
  Reexport,
} from "./compiled.ts";
import { endOf, type Node, startOf } from "./syntax-tree.ts";

export interface ModuleScan {
  readonly requests: readonly ModuleRequest[];
  readonly imports: readonly ImportBinding[];
  readonly exports: readonly Omit<LocalExport, "reassigned">[];
  readonly reexports: readonly Reexport[];
  readonly stars: readonly number[];
  readonly edits: readonly Edit[];
  /** All names that are exported, in source order, with repetitions. */
  readonly exportedNames: readonly NamedExport[];
}

/** Reads the import and export statements of a module, and says how to write what they leave behind. */
export function scanModule(program: Node, text: string, names: GeneratedNames): ModuleScan {
  const scan = new Scan(text, names);
  if (program.type === "Program") for (const statement of program.body) scan.statement(statement);
  return scan.finish();
}

export interface NamedExport {
  readonly exported: string;
  /** The name in this module that it stands for, when the statement names one. */
  readonly local?: string;
  readonly at: number;
}

interface Requesting {
  readonly source: Extract<Node, { type: "StringLiteral" }>;
  readonly attributes?: readonly Node[] | null;
}

interface ExportedName {
  readonly exported: string;
  readonly local: string;
  readonly at: number;
}

class Scan {
  readonly #text: string;
  readonly #names: GeneratedNames;
  readonly #requests: ModuleRequest[] = [];
  readonly #imports: ImportBinding[] = [];
  readonly #exported: ExportedName[] = [];
  readonly #exports: Omit<LocalExport, "reassigned">[] = [];
  readonly #reexports: Reexport[] = [];
  readonly #stars: number[] = [];
  readonly #edits: Edit[] = [];
  readonly #exportedNames: NamedExport[] = [];

  constructor(text: string, names: GeneratedNames) {
    this.#text = text;
    this.#names = names;
  }

  finish(): ModuleScan {
    for (const { exported, local, at } of this.#exported) {
      const binding = this.#imports.find((item) => item.local === local);
      if (binding === undefined) this.#exports.push({ exported, read: local });
      else this.#reexports.push({ exported, request: binding.request, imported: binding.imported, at });
    }
    return {
      requests: this.#requests,
      imports: this.#imports,
      exports: this.#exports,
      reexports: this.#reexports,
      stars: this.#stars,
      edits: this.#edits,
      exportedNames: this.#exportedNames,
    };
  }

  statement(node: Node): void {
    switch (node.type) {
      case "ImportDeclaration":
        if (node.importKind !== "type") this.#import(node);
        return;
      case "ExportAllDeclaration":
        if (node.exportKind === "type") return;
        this.#stars.push(this.#request(node));
        this.#remove(node);
        return;
      case "ExportNamedDeclaration":
        if (node.exportKind !== "type") this.#exportNamed(node);
        return;
      case "ExportDefaultDeclaration":
        if (!isAmbient(node.declaration)) this.#exportDefault(node);
        return;
      default:
    }
  }

  #import(node: Extract<Node, { type: "ImportDeclaration" }>): void {
    const request = this.#request(node);
    for (const specifier of node.specifiers) {
      if (specifier.type === "ImportSpecifier") {
        if (specifier.importKind === "type") continue;
        const imported = nameOf(specifier.imported);
        this.#imports.push({
          request,
          imported,
          local: specifier.local.name,
          at: startOf(specifier.imported),
        });
      } else {
        const imported = specifier.type === "ImportDefaultSpecifier" ? "default" : "*";
        this.#imports.push({ request, imported, local: specifier.local.name, at: startOf(specifier.local) });
      }
    }
    this.#remove(node);
  }

  #exportNamed(node: Extract<Node, { type: "ExportNamedDeclaration" }>): void {
    const { declaration } = node;
    if (declaration != null) {
      if (isAmbient(declaration)) return;
      for (const name of boundNames(declaration)) {
        this.#exportedNames.push({ exported: name, at: startOf(declaration) });
        this.#exported.push({ exported: name, local: name, at: startOf(declaration) });
      }
      // Decorators may stand before `export`.
      const from = this.#text.startsWith("export", startOf(node)) ? startOf(node) : undefined;
      if (from !== undefined) this.#blank(from, from + "export".length);
      return;
    }
    const request = node.source == null ? undefined : this.#request({ ...node, source: node.source });
    for (const specifier of node.specifiers) {
      if (specifier.type === "ExportSpecifier" && specifier.exportKind === "type") continue;
      const exported = nameOf(specifier.exported);
      const local =
        specifier.type === "ExportSpecifier" && request === undefined
          ? { local: nameOf(specifier.local) }
          : {};
      this.#exportedNames.push({ exported, ...local, at: startOf(specifier.exported) });
      if (specifier.type === "ExportNamespaceSpecifier") {
        if (request !== undefined) {
          this.#reexports.push({ exported, request, imported: "*", at: startOf(specifier) });
        }
      } else if (specifier.type === "ExportSpecifier") {
        const at = startOf(specifier.local);
        const name = nameOf(specifier.local);
        if (request === undefined) this.#exported.push({ exported, local: name, at });
        else this.#reexports.push({ exported, request, imported: name, at });
      }
    }
    this.#remove(node);
  }

  #exportDefault(node: Extract<Node, { type: "ExportDefaultDeclaration" }>): void {
    const { declaration } = node;
    const start = startOf(node);
    const from = startOf(declaration);
    this.#exportedNames.push({ exported: "default", at: start });
    if (declaration.type === "FunctionDeclaration" || declaration.type === "ClassDeclaration") {
      if (declaration.id != null) {
        this.#exported.push({ exported: "default", local: declaration.id.name, at: from });
        this.#blank(start, start + "export".length);
        const keyword = this.#text.indexOf("default", start + "export".length);
        this.#blank(keyword, keyword + "default".length);
        return;
      }
    }
    if (declaration.type === "FunctionDeclaration") {
      // Hoisted, so it must stay a declaration. It gets the name "default" before anything runs.
      const local = `${this.#names.scope}default`;
      this.#exports.push({ exported: "default", read: local });
      const keyword = this.#text.indexOf("function", from) + "function".length;
      const head = `${this.#text.slice(from, keyword)}${declaration.generator ? "*" : ""} ${local}`;
      const star = declaration.generator ? this.#text.indexOf("*", keyword) + 1 : keyword;
      this.#replace(start, star, head.replace(/\s+/g, " "));
      return;
    }
    // As the value of a property "default", a nameless function or class takes that name.
    const box = `${this.#names.scope}.box`;
    this.#exports.push({ exported: "default", read: `${this.#names.scope}.read(${box})` });
    this.#replace(start, start + "export".length, "");
    const keyword = this.#text.indexOf("default", start + "export".length);
    this.#replace(keyword, keyword + "default".length, `${box}={default:`);
    const end = endOf(declaration);
    this.#edits.push({ start: end, end, text: "};" });
  }

  #request(node: Requesting): number {
    const attribute = node.attributes?.find(
      (item) => item.type === "ImportAttribute" && nameOf(item.key) === "type",
    );
    const type = attribute?.type === "ImportAttribute" ? attribute.value.value : undefined;
    const specifier = node.source.value;
    const known = this.#requests.findIndex((item) => item.specifier === specifier && item.type === type);
    return known >= 0 ? known : this.#requests.push({ specifier, type, at: startOf(node.source) }) - 1;
  }

  /** A statement goes; the semicolon keeps the lines around it apart. */
  #remove(node: Node): void {
    this.#blank(startOf(node), endOf(node), ";");
  }

  #blank(start: number, end: number, first = ""): void {
    let put = first;
    for (const match of this.#text.slice(start, end).matchAll(/[^\n\r\u2028\u2029]+/g)) {
      const at = start + match.index;
      this.#edits.push({ start: at, end: at + match[0].length, text: put.padEnd(match[0].length) });
      put = "";
    }
  }

  /** Keeps the columns after it where the text is shorter, and line breaks. */
  #replace(start: number, end: number, text: string): void {
    const lines = this.#text.slice(start, end).split(/[\n\r\u2028\u2029]/);
    const last = lines.at(-1) ?? "";
    const from = end - last.length;
    this.#blank(start, from);
    this.#edits.push({ start: from, end, text: text.padStart(last.length) });
  }
}

function nameOf(node: Node): string {
  if (node.type === "Identifier") return node.name;
  return node.type === "StringLiteral" ? node.value : "";
}
