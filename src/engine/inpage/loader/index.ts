export type { CompiledModule, DeclaredFormat } from "./compiled.ts";
export type {
  BuiltinSource,
  CompileCache,
  ModuleLoaderOptions,
  PackageFactory,
  PackageSource,
} from "./options.ts";

import type { CompiledModule, DeclaredFormat } from "./compiled.ts";
import type { ModuleLoaderOptions } from "./options.ts";

/** Loads and runs the modules of one process, as Node does. (Published shape; the body follows.) */
export declare class ModuleLoader {
  constructor(options: ModuleLoaderOptions);
  /**
   * Runs the main module: an absolute path, or one relative to the root; `node server` finds "server.js" as
   * Node does. Settles when its evaluation has ended; rejects with what it threw, or with Node's error when
   * a module of its graph is missing, lacks an export or is no valid program.
   */
  run(entry: string): Promise<void>;
  /** `import(specifier)` in the module `parentUrl` (a file: URL). File URLs are specifiers too. */
  import(specifier: string, parentUrl: string): Promise<object>;
  /** `createRequire(fileUrlOrPath)`. */
  createRequire(from: string): (specifier: string) => unknown;
  /** The main module waits for something; where. For Node's warning at exit 13. */
  unsettledTopLevelAwait(): string | undefined;
  /**
   * What Node writes to stderr for an error that nobody caught: where, the source line with a caret, the
   * stack with the program's own frames and positions, properties, Node's version. Ends with a newline.
   */
  formatUncaught(error: unknown, origin: "error" | "rejection"): string;
  /** Makes `error.stack` in this realm show the program's own positions (V8 and SpiderMonkey). */
  installStackTraces(): void;
}

/** Needs no loader and keeps nothing; may run in another worker. Syntax errors are in the result. */
export declare function compile(source: string, path: string, declared: DeclaredFormat): CompiledModule;

/**
 * TypeScript to JavaScript: types become spaces, every other byte stays. The same as Node's
 * `module.stripTypeScriptTypes(source)`. Throws Node's SyntaxError for what cannot be erased.
 */
export declare function eraseTypes(source: string, path?: string): string;
