import { join } from "node:path";
import ts from "typescript";
import { bundledPackages, isImportable } from "../../engine/inpage/package-list.ts";
import { learnerOptions } from "./learner-options.ts";
import type { LibraryFiles } from "./library-pack.ts";

const OUR_PACKAGE = "/node_modules/keepsake/";
const ROOT_FILE = "/every-package.ts";
/** What module resolution reads of a package.json; the rest is left out. */
const MANIFEST_FIELDS = ["name", "version", "type", "main", "types", "typings", "typesVersions", "exports"];

/** A file system as the learner's programs see it, over the repository at `root`. */
interface VirtualFiles {
  /** `undefined`: there is no such file. */
  read(path: string): string | undefined;
  directoryExists(path: string): boolean;
}

/**
 * Everything that a program may need which imports any of the packages that the page offers: TypeScript's own
 * declarations, Node's, those of the packages, and of our library, made from its sources in the repository at `root`.
 */
export function collectLibrary(root: string): LibraryFiles {
  const files = virtualFiles(root);
  const manifests = new Map<string, string>();
  const host: ts.CompilerHost = {
    fileExists: (path) => files.read(path) !== undefined,
    readFile: (path) => {
      const text = files.read(path);
      if (text !== undefined && path.endsWith("/package.json")) manifests.set(path, text);
      return text;
    },
    directoryExists: (path) => files.directoryExists(path),
    getSourceFile: (path, target) => {
      const text = path === ROOT_FILE ? importAll() : files.read(path);
      return text === undefined ? undefined : ts.createSourceFile(path, text, target);
    },
    getDefaultLibFileName: () => "/lib/lib.d.ts",
    getDefaultLibLocation: () => "/lib",
    getCurrentDirectory: () => "/",
    getCanonicalFileName: (path) => path,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => "\n",
    writeFile: () => undefined,
  };
  const program = ts.createProgram([ROOT_FILE], learnerOptions, host);
  const missing = program.getSemanticDiagnostics(program.getSourceFile(ROOT_FILE));
  if (missing.length > 0) {
    const messages = missing.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
    throw new Error(`The types for the page are not complete: ${messages.join(" ")}`);
  }
  const collected = new Map<string, string>();
  for (const { fileName, text } of program.getSourceFiles()) {
    if (fileName !== ROOT_FILE) collected.set(fileName, text);
  }
  for (const [path, text] of manifests) {
    const folder = path.slice(0, path.lastIndexOf("/") + 1);
    if ([...collected.keys()].some((file) => file.startsWith(folder))) collected.set(path, trimmed(text));
  }
  return collected;
}

function importAll(): string {
  const names = bundledPackages.filter((each) => isImportable(each)).map(({ name }) => name);
  return names.map((name) => `import "${name}";`).join("\n");
}

function trimmed(manifest: string): string {
  const fields = Object.entries(JSON.parse(manifest) as Record<string, unknown>);
  return JSON.stringify(Object.fromEntries(fields.filter(([name]) => MANIFEST_FIELDS.includes(name))));
}

function virtualFiles(root: string): VirtualFiles {
  const ours = ourDeclarations(root);
  const real = (path: string): string | undefined => {
    if (path.startsWith("/lib/")) return join(root, "node_modules/typescript", path);
    return path.startsWith("/node_modules/") ? join(root, path) : undefined;
  };
  return {
    read: (path) => {
      if (path.startsWith(OUR_PACKAGE)) return ours.get(path);
      const there = real(path);
      return there === undefined ? undefined : ts.sys.readFile(there);
    },
    directoryExists: (path) => {
      const folder = path.endsWith("/") ? path : `${path}/`;
      if (folder.startsWith(OUR_PACKAGE)) return [...ours.keys()].some((file) => file.startsWith(folder));
      const there = folder === "/node_modules/" ? join(root, "node_modules") : real(folder);
      return there !== undefined && ts.sys.directoryExists(there);
    },
  };
}

/** Our library's declarations as the published package has them, with a package.json of their own. */
function ourDeclarations(root: string): Map<string, string> {
  const config = ts.getParsedCommandLineOfConfigFile(
    join(root, "src/cli/tsconfig.lib.json"),
    { emitDeclarationOnly: true, outDir: `${OUR_PACKAGE}dist` },
    { ...ts.sys, onUnRecoverableConfigFileDiagnostic: ({ messageText }) => fail(messageText) },
  );
  if (config === undefined) throw new Error("src/cli/tsconfig.lib.json cannot be read.");
  const declarations = new Map<string, string>();
  const program = ts.createProgram([join(root, "src/app/index.ts")], config.options);
  program.emit(
    undefined,
    (path, text) => void declarations.set(path, withoutTsEndings(text)),
    undefined,
    true,
  );
  const manifest = { name: "keepsake", type: "module", exports: { ".": { types: "./dist/app/index.d.ts" } } };
  return declarations.set(`${OUR_PACKAGE}package.json`, JSON.stringify(manifest));
}

function fail(message: string | ts.DiagnosticMessageChain): never {
  throw new Error(ts.flattenDiagnosticMessageText(message, " "));
}

/** The compiler leaves `.ts` in a declaration's imports, where no such file will lie. */
function withoutTsEndings(declaration: string): string {
  return declaration.replace(/((?:from |import\()"\.{1,2}\/[^"]+)\.ts"/g, '$1.js"');
}
