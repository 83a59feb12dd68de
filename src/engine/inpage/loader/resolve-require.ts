import { joinPath } from "./file-url.ts";
import { nodeError } from "./node-error.ts";
import { packageIn } from "./package-scope.ts";
import type { ProgramFiles } from "./program-files.ts";

/** What Node tries, in its order. */
const EXTENSIONS = [".js", ".json", ".node"];

/** The file that `require(specifier)` means for a path-like specifier; `undefined` when there is none. */
export function findFile(
  specifier: string,
  folder: string,
  files: ProgramFiles,
  extensions: readonly string[] = EXTENSIONS,
): string | undefined {
  const path = joinPath(folder, specifier);
  const mustBeFolder = /(?:^|\/)\.{0,2}$/.test(specifier);
  if (!mustBeFolder) {
    if (files.kindOf(path) === "file") return path;
    const extended = withExtension(path, files, extensions);
    if (extended !== undefined) return extended;
  }
  if (files.kindOf(path) !== "folder") return undefined;
  const main = packageIn(path, files)?.main;
  if (main !== undefined && main !== "") {
    const target = joinPath(path, main);
    if (files.kindOf(target) === "file") return target;
    const found =
      withExtension(target, files, extensions) ?? withExtension(`${target}/index`, files, extensions);
    if (found !== undefined) return found;
  }
  return withExtension(`${path}/index`, files, extensions);
}

function withExtension(path: string, files: ProgramFiles, extensions: readonly string[]): string | undefined {
  const extension = extensions.find((item) => files.kindOf(path + item) === "file");
  return extension === undefined ? undefined : path + extension;
}

/** Node's MODULE_NOT_FOUND. `stack`: the files that required each other, the last first. */
export function cannotFind(specifier: string, stack: readonly string[], hint = ""): Error {
  const trail = stack.length === 0 ? "" : `\nRequire stack:\n- ${stack.join("\n- ")}`;
  return nodePlain(new Error(`Cannot find module '${specifier}'${hint}${trail}`), stack);
}

function nodePlain(error: Error, requireStack: readonly string[]): Error {
  return Object.assign(error, { code: "MODULE_NOT_FOUND", requireStack: [...requireStack] });
}

export function requireOfAsync(path: string): Error {
  return nodeError(
    new Error(
      `require() cannot be used on an ESM graph with top-level await. Use import() instead. To see where the top-level await comes from, use --experimental-print-required-tla.\n  Requiring ${path}`,
    ),
    "ERR_REQUIRE_ASYNC_MODULE",
  );
}
