import type { Kernel } from "../kernel.ts";
import type { Builtins } from "./builtin.ts";
import { refusedModules } from "./refused.ts";

export type { BuiltinModule, Builtins, Lifecycle } from "./builtin.ts";

/** Node's modules and globals for one process, on its kernel. */
export function createBuiltins(_kernel: Kernel): Builtins {
  return {
    modules: new Map(),
    globals: {},
    refused: refusedModules,
    lifecycle: {
      enter: (run) => run(),
      uncaught: () => undefined,
      unhandledRejection: () => undefined,
      signal: () => false,
      idle: () => true,
    },
  };
}
