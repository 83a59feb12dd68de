import type { DeclaredFormat } from "./compiled.ts";
import { extensionOf, fileUrl, folderOf } from "./file-url.ts";
import { nodeError } from "./node-error.ts";
import type { ProgramFiles } from "./program-files.ts";

export interface PackageConfig {
  readonly path: string;
  readonly name: string | undefined;
  readonly type: "module" | "commonjs" | undefined;
  readonly main: string | undefined;
  readonly imports: Readonly<Record<string, unknown>> | undefined;
}

/**
 * The package.json nearest to `path`, up to the root of the program. Throws ERR_INVALID_PACKAGE_CONFIG when it
 * is no JSON.
 */
export function nearestPackage(path: string, files: ProgramFiles): PackageConfig | undefined {
  for (let folder = folderOf(path); ; folder = folderOf(folder)) {
    const config = packageIn(folder, files);
    if (config !== undefined || folder === "/" || folder === files.root) return config;
  }
}

export function packageIn(folder: string, files: ProgramFiles): PackageConfig | undefined {
  const path = folder === "/" ? "/package.json" : `${folder}/package.json`;
  const text = files.textIfThere(path);
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw nodeError(new Error(`Invalid package config ${path}.`, { cause }), "ERR_INVALID_PACKAGE_CONFIG");
  }
  const fields: Readonly<Record<string, unknown>> = { ...(typeof json === "object" ? json : {}) };
  const { name, type, main, imports } = fields;
  return {
    path,
    name: typeof name === "string" ? name : undefined,
    type: type === "module" || type === "commonjs" ? type : undefined,
    main: typeof main === "string" ? main : undefined,
    imports: typeof imports === "object" && imports !== null ? { ...imports } : undefined,
  };
}

/** How the file at `path` is to be read. Throws ERR_UNKNOWN_FILE_EXTENSION. */
export function formatOf(path: string, files: ProgramFiles): DeclaredFormat | "json" {
  const extension = extensionOf(path);
  switch (extension) {
    case ".mjs":
    case ".mts":
      return "module";
    case ".cjs":
    case ".cts":
      return "commonjs";
    case ".json":
      return "json";
    case ".js":
    case ".ts":
    case "":
      return nearestPackage(path, files)?.type ?? "detect";
    default:
      throw nodeError(
        new TypeError(`Unknown file extension "${extension}" for ${path}`),
        "ERR_UNKNOWN_FILE_EXTENSION",
      );
  }
}

/** The target of a `#name` in the nearest package.json's "imports". Throws when there is none. */
export function importsTarget(specifier: string, parentPath: string, files: ProgramFiles): string {
  const config = nearestPackage(parentPath, files);
  const found = config?.imports === undefined ? undefined : matchImports(specifier, config.imports);
  if (config === undefined || found === undefined) {
    const where = config === undefined ? "" : ` in package ${config.path}`;
    throw nodeError(
      new TypeError(
        `Package import specifier "${specifier}" is not defined${where} imported from ${parentPath}`,
      ),
      "ERR_PACKAGE_IMPORT_NOT_DEFINED",
    );
  }
  return found.startsWith("./") ? fileUrl(`${folderOf(config.path)}/${found.slice(2)}`) : found;
}

const CONDITIONS = ["node", "import", "module-sync", "default"];

function matchImports(specifier: string, imports: Readonly<Record<string, unknown>>): string | undefined {
  const exact = chooseTarget(imports[specifier]);
  if (exact !== undefined && !specifier.includes("*")) return exact;
  const patterns = Object.keys(imports)
    .filter((key) => key.split("*").length === 2)
    .sort((a, b) => b.indexOf("*") - a.indexOf("*"));
  for (const pattern of patterns) {
    const [before = "", after = ""] = pattern.split("*");
    if (specifier.length < pattern.length || !specifier.startsWith(before) || !specifier.endsWith(after))
      continue;
    const middle = specifier.slice(before.length, specifier.length - after.length);
    return chooseTarget(imports[pattern])?.replaceAll("*", () => middle);
  }
  return undefined;
}

function chooseTarget(target: unknown): string | undefined {
  if (typeof target === "string") return target;
  if (typeof target !== "object" || target === null) return undefined;
  for (const [condition, value] of Object.entries(target)) {
    if (!CONDITIONS.includes(condition)) continue;
    const chosen = chooseTarget(value);
    if (chosen !== undefined) return chosen;
  }
  return undefined;
}
