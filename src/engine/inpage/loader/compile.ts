import type {
  CommonJsProgram,
  CompiledModule,
  DeclaredFormat,
  Edit,
  GeneratedNames,
  ModuleProgram,
  RefusedProgram,
} from "./compiled.ts";
import { walkExpressions } from "./expression-walk.ts";
import { type ModuleScan, scanModule } from "./module-scan.ts";
import { parse } from "./parse.ts";
import { Refusal } from "./refusal.ts";
import { addLexicalNames, addVarNames } from "./scope-names.ts";
import { type File, forEachChild, type Node } from "./syntax-tree.ts";
import { eraseTree } from "./type-eraser.ts";

/** Needs no loader and keeps nothing; may run in another worker. A syntax error is part of the result. */
export function compile(source: string, path: string, declared: DeclaredFormat): CompiledModule {
  const text = source.startsWith("\ufeff") ? source.slice(1) : source;
  try {
    return { path, source, declared, program: program(text, /\.[cm]?ts$/.test(path), declared) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { path, source, declared, program: refused(error) };
  }
}

function refused({ code, message, start, end }: Refusal): RefusedProgram {
  return { kind: "refused", code, message, start, end };
}

function program(
  text: string,
  typescript: boolean,
  declared: DeclaredFormat,
): ModuleProgram | CommonJsProgram {
  if (declared === "commonjs") return commonJsProgram(text, typescript);
  if (declared === "module") return moduleProgram(text, typescript);
  return hasModuleSyntax(text, typescript)
    ? moduleProgram(text, typescript)
    : commonJsProgram(text, typescript);
}

const MODULE_STATEMENT = /^[ \t]*(?:import\b(?![ \t]*[(.])|export\b)/m;

/** Node's rule for a ".js" that no package.json speaks of: what only an ES module can hold, makes it one. */
function hasModuleSyntax(text: string, typescript: boolean): boolean {
  let file: File;
  try {
    ({ file } = parse(text, { typescript, sourceType: "module" }));
  } catch (error) {
    // Broken either way: as Node does, say what is wrong with it as the module that it begins as.
    return error instanceof Refusal && MODULE_STATEMENT.test(text.slice(0, error.start));
  }
  const syntax = file.program.body.some(
    (item) =>
      item.type === "ImportDeclaration" ||
      item.type === "ExportNamedDeclaration" ||
      item.type === "ExportDefaultDeclaration" ||
      item.type === "ExportAllDeclaration",
  );
  if (syntax) return true;
  const walk = walkExpressions(file.program, text, [], generatedNames(text));
  if (walk.usesImportMeta) return true;
  if (walk.awaits.length === 0) return false;
  try {
    parse(text, { typescript, sourceType: "script" });
    return false;
  } catch {
    return true;
  }
}

function moduleProgram(text: string, typescript: boolean): ModuleProgram {
  const { file, suspicion } = parse(text, { typescript, sourceType: "module" });
  const names = generatedNames(text);
  const scan = scanModule(file.program, text, names);
  const walk = walkExpressions(
    file.program,
    text,
    scan.imports.map((item) => item.local),
    names,
  );
  refuseExports(scan, file.program, text);
  const mayChange = (name: string) => walk.assigned.has("*") || walk.assigned.has(name);
  return {
    kind: "module",
    text: typescript ? eraseTree(file, text, "units") : text,
    edits: inOrder([...hashbang(text), ...scan.edits, ...walk.edits]),
    requests: scan.requests,
    imports: scan.imports,
    exports: scan.exports.map((item) => ({ ...item, reassigned: mayChange(item.read) })),
    reexports: scan.reexports,
    stars: scan.stars,
    awaits: walk.awaits,
    references: walk.references,
    names,
    requires: walk.requires,
    suspicion: suspicion && refused(suspicion),
  };
}

/** Babel does not look for these in TypeScript, or takes exported types for values. */
function refuseExports(scan: ModuleScan, program: Node, text: string): void {
  const declared = new Set(scan.imports.map((item) => item.local));
  const names: string[] = [];
  addLexicalNames(program, names);
  forEachChild(program, (child) => addVarNames(child, names));
  for (const name of names) declared.add(name);
  const exported = new Set<string>();
  for (const item of scan.exportedNames) {
    const end = item.at + (/[\p{ID_Continue}$]+/uy.exec(text.slice(item.at))?.[0].length ?? 1);
    if (exported.has(item.exported)) {
      throw new Refusal(undefined, `Duplicate export of '${item.exported}'`, item.at, end);
    }
    exported.add(item.exported);
    if (item.local !== undefined && !declared.has(item.local)) {
      throw new Refusal(undefined, `Export '${item.local}' is not defined in module`, item.at, end);
    }
  }
}

function commonJsProgram(text: string, typescript: boolean): CommonJsProgram {
  const { file, suspicion } = parse(text, { typescript, sourceType: "script" });
  const names = generatedNames(text);
  const walk = walkExpressions(file.program, text, [], names);
  return {
    kind: "commonjs",
    text: typescript ? eraseTree(file, text, "units") : text,
    edits: inOrder([...hashbang(text), ...walk.edits]),
    requires: walk.requires,
    names,
    suspicion: suspicion && refused(suspicion),
  };
}

function inOrder(edits: readonly Edit[]): readonly Edit[] {
  return [...edits].sort((a, b) => a.start - b.start);
}

function hashbang(text: string): readonly Edit[] {
  return text.startsWith("#!") ? [{ start: 0, end: 2, text: "//" }] : [];
}

function generatedNames(text: string): GeneratedNames {
  return {
    scope: unusedName(text, "$"),
    meta: unusedName(text, "import_meta"),
    dynamicImport: unusedName(text, "import"),
  };
}

/** As long as `model` if that can be: its letters are varied until `text` holds no such word. */
function unusedName(text: string, model: string): string {
  const usable = (name: string) => name !== "import" && !text.includes(name);
  if (usable(model)) return model;
  for (const letter of "$_äöüßéèêàâçñ") {
    const name = model.slice(0, -1) + letter;
    if (usable(name)) return name;
  }
  for (let index = 0; ; index += 1) {
    const name = `${model.slice(0, -1)}$${index}`;
    if (usable(name)) return name;
  }
}
