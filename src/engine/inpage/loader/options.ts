import type { Volume } from "../kernel.ts";
import type { Builtins } from "../node/index.ts";
import type { CompiledModule } from "./compiled.ts";

/** What a {@link ModuleLoader} needs from its process. */
export interface ModuleLoaderOptions {
  /** Read at the moment of import. */
  readonly volume: Pick<Volume, "stat" | "read">;
  /** The folder of the program, absolute: no package.json above it is looked at. Default "/project". */
  readonly root?: string;
  /** Node's modules. The loader itself provides "module". */
  readonly builtins: Pick<Builtins, "modules" | "refused">;
  readonly packages: PackageSource;
  /** Kept by path. A `Map` will do; give the same to the next process, its values are plain data. */
  readonly cache?: CompileCache;
  /** `util.inspect`, for what an uncaught error carries besides its stack. */
  readonly inspect?: (value: unknown) => string;
}

/** The packages that a program may import; there is no node_modules folder. */
export interface PackageSource {
  /** Every specifier that can be imported, such as "express" and "keepsake/grader", for error messages. */
  readonly names: readonly string[];
  /**
   * Called once for each specifier, only with one of `names`. A value at once is best: a promise works for
   * every import, and for a `require("name")` that stands in the source as a literal.
   */
  load(name: string): PackageFactory | Promise<PackageFactory>;
}

/** A bundle, not yet run. */
export interface PackageFactory {
  /**
   * "commonjs": an ES importer's default is `module.exports`, as in Node. "module": the package is an ES
   * module, bundled; `module.exports` has its exports by name, its default export as `default`.
   */
  readonly format: "commonjs" | "module";
  /** Specifiers of other packages that it requires while it is evaluated. They are loaded before it. */
  readonly dependencies: readonly string[];
  /** Node's wrapper. Runs once. `importModule` stands for `import()`: it takes file URLs of the program too. */
  evaluate(
    exports: object,
    require: (specifier: string) => unknown,
    module: { exports: unknown },
    importModule: (specifier: string) => Promise<object>,
  ): void;
}

export interface CompileCache {
  get(path: string): CompiledModule | undefined;
  set(path: string, compiled: CompiledModule): unknown;
}
