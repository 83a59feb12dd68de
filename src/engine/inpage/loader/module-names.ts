import { nodeError } from "./node-error.ts";
import type { ModuleLoaderOptions } from "./options.ts";

/** What can be imported by name. */
export interface ModuleNames {
  readonly builtins: ReadonlySet<string>;
  readonly refused: ReadonlyMap<string, string>;
  readonly packages: ReadonlySet<string>;
  /** The packages, for a message. */
  available(): string;
}

/** Built-ins that Node knows by `node:` only. */
const PREFIX_ONLY = new Set(["sea", "sqlite", "test", "test/reporters"]);

export function moduleNames(options: ModuleLoaderOptions): ModuleNames {
  const { builtins, packages } = options;
  return {
    builtins: new Set([...builtins.modules.keys(), "module"]),
    refused: builtins.refused,
    packages: new Set(packages.names),
    available: () => {
      const shown = packages.names.filter((name) => !name.startsWith("node:"));
      return shown.length === 0 ? "none" : shown.sort().join(", ");
    },
  };
}

/** Without its prefix; `undefined` when there is no such built-in. */
export function builtinNameOf(specifier: string, names: ModuleNames): string | undefined {
  const name = specifier.startsWith("node:") ? specifier.slice("node:".length) : specifier;
  if (name === specifier && PREFIX_ONLY.has(name)) return undefined;
  return names.builtins.has(name) ? name : undefined;
}

export function missingBuiltin(specifier: string, names: ModuleNames): Error {
  const reason = names.refused.get(specifier.replace(/^node:/, ""));
  const message = `No such built-in module: ${specifier}`;
  return nodeError(
    new Error(reason === undefined ? message : `${message}. ${reason}`),
    "ERR_UNKNOWN_BUILTIN_MODULE",
  );
}

export function missingPackage(specifier: string, parentPath: string, names: ModuleNames): Error {
  const name = /^(?:@[^/]+\/)?[^/]+/.exec(specifier)?.[0] ?? specifier;
  const what = names.packages.has(name) ? `path '${specifier}' of the package` : `package '${name}'`;
  return nodeError(
    new Error(
      `Cannot find ${what} imported from ${parentPath}\nThis engine has no package registry. Packages here: ${names.available()}.`,
    ),
    "ERR_MODULE_NOT_FOUND",
  );
}

/** A built-in that Node has under this name, and this engine has not. */
export function isRefused(specifier: string, names: ModuleNames): boolean {
  return !PREFIX_ONLY.has(specifier) && names.refused.has(specifier);
}
