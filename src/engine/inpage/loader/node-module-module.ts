import type { Require } from "./commonjs.ts";
import { eraseTypes } from "./erase-types.ts";
import { builtinNameOf, type ModuleNames } from "./module-names.ts";
import { nodeError } from "./node-error.ts";

interface NodeModuleHost {
  readonly names: ModuleNames;
  createRequire(from: string): Require;
}

/** What `require("node:module")` gives. */
export function nodeModuleModule(host: NodeModuleHost): object {
  const builtinModules = Object.freeze([...host.names.builtins].sort());
  const module = {
    builtinModules,
    createRequire(from: string | URL) {
      const path = String(from);
      if (path.startsWith("file:") || path.startsWith("/")) return host.createRequire(path);
      throw nodeError(
        new TypeError(
          `The argument 'filename' must be a file URL object, file URL string, or absolute path string. Received '${path}'`,
        ),
        "ERR_INVALID_ARG_VALUE",
      );
    },
    isBuiltin: (name: string) => builtinNameOf(name, host.names) !== undefined,
    stripTypeScriptTypes: (code: string) => eraseTypes(code),
  };
  return Object.assign(module, { Module: module });
}
