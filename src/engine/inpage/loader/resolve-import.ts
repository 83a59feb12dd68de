import { filePath, fileUrl, folderOf } from "./file-url.ts";
import {
  builtinNameOf,
  isRefused,
  type ModuleNames,
  missingBuiltin,
  missingPackage,
} from "./module-names.ts";
import { nodeError } from "./node-error.ts";
import { importsTarget } from "./package-scope.ts";
import type { ProgramFiles } from "./program-files.ts";
import { findFile } from "./resolve-require.ts";

export type ResolvedImport =
  | { readonly kind: "file"; readonly url: string }
  | { readonly kind: "builtin" | "package"; readonly name: string };

/** Where the specifier leads, whether or not something is there: `import.meta.resolve`. Throws for names that are not known. */
export function importUrl(
  specifier: string,
  parentUrl: string,
  files: ProgramFiles,
  names: ModuleNames,
): string {
  const target = specifier.startsWith("#") ? importsTarget(specifier, filePath(parentUrl), files) : specifier;
  const named = resolveName(target, parentUrl, names);
  if (named === undefined) return toUrl(target, parentUrl, names).href;
  if (named.kind === "file") return named.url;
  if (named.name.startsWith("node:")) return named.name;
  return `${named.kind === "builtin" ? "node" : "package"}:${named.name}`;
}

/**
 * What `specifier` means in an ES module at `parentUrl`, by Node's rules. Throws Node's error when there is no
 * such file, built-in or package.
 */
export function resolveImport(
  specifier: string,
  parentUrl: string,
  files: ProgramFiles,
  names: ModuleNames,
): ResolvedImport {
  const target = specifier.startsWith("#") ? importsTarget(specifier, filePath(parentUrl), files) : specifier;
  const named = resolveName(target, parentUrl, names);
  if (named !== undefined) return named;
  const url = toUrl(target, parentUrl, names);
  const path = checkedPath(url, parentUrl);
  const kind = files.kindOf(path.length > 1 ? path.replace(/\/+$/, "") : path);
  if (kind === "folder") {
    throw withHint(
      nodeError(
        new Error(
          `Directory import '${path}' is not supported resolving ES modules imported from ${filePath(parentUrl)}`,
        ),
        "ERR_UNSUPPORTED_DIR_IMPORT",
        { url: url.href },
      ),
      specifier,
      parentUrl,
      files,
    );
  }
  if (kind === undefined || path.endsWith("/")) {
    throw withHint(
      nodeError(
        new Error(`Cannot find module '${path}' imported from ${filePath(parentUrl)}`),
        "ERR_MODULE_NOT_FOUND",
        { url: url.href },
      ),
      specifier,
      parentUrl,
      files,
    );
  }
  return { kind: "file", url: `${fileUrl(path)}${url.search}${url.hash}` };
}

/** A built-in or a package; `undefined` for what is a URL or a path. */
function resolveName(specifier: string, parentUrl: string, names: ModuleNames): ResolvedImport | undefined {
  const builtin = builtinNameOf(specifier, names);
  if (builtin !== undefined) return { kind: "builtin", name: builtin };
  if (names.packages.has(specifier)) return { kind: "package", name: specifier };
  if (specifier.startsWith("node:") || isRefused(specifier, names)) throw missingBuiltin(specifier, names);
  if (/^(?:\.{1,2}(?:\/|$)|\/)/.test(specifier) || URL.canParse(specifier)) return undefined;
  throw missingPackage(specifier, filePath(parentUrl), names);
}

function toUrl(specifier: string, parentUrl: string, names: ModuleNames): URL {
  const url = URL.canParse(specifier) ? new URL(specifier) : new URL(specifier, parentUrl);
  if (url.protocol === "file:") return url;
  throw nodeError(
    new Error(
      `Only URLs with a scheme in: file and node are supported by this engine's loader. Received protocol '${url.protocol}'. Packages here: ${names.available()}.`,
    ),
    "ERR_UNSUPPORTED_ESM_URL_SCHEME",
  );
}

function checkedPath(url: URL, parentUrl: string): string {
  if (!/%2f|%5c/i.test(url.pathname)) return filePath(url.href);
  throw nodeError(
    new TypeError(
      `Invalid module "${url.pathname}" must not include encoded "/" or "\\" characters imported from ${filePath(parentUrl)}`,
    ),
    "ERR_INVALID_MODULE_SPECIFIER",
  );
}

/** Node names what `require` would have found. So do we, and TypeScript files beside. */
function withHint<T extends Error>(error: T, specifier: string, parentUrl: string, files: ProgramFiles): T {
  if (!/^\.{0,2}\//.test(specifier)) return error;
  const folder = folderOf(filePath(parentUrl));
  const found = findFile(specifier, folder, files, [".js", ".json", ".node", ".ts", ".mts", ".cts"]);
  if (found === undefined) return error;
  const relative = found.startsWith(`${folder}/`) ? `./${found.slice(folder.length + 1)}` : found;
  const name = specifier.startsWith("../") ? relativePath(folder, found) : relative;
  if (name === specifier) return error;
  const hint = `Did you mean to import ${JSON.stringify(name)}?`;
  const [first = "", ...frames] = (error.stack ?? "").split("\n");
  error.message += `\n${hint}`;
  error.stack = [first, hint, ...frames].join("\n");
  return error;
}

function relativePath(folder: string, path: string): string {
  let up = "";
  let from = folder;
  while (!path.startsWith(from === "/" ? "/" : `${from}/`)) {
    from = folderOf(from);
    up += "../";
  }
  return `${up}${path.slice(from === "/" ? 1 : from.length + 1)}`;
}
