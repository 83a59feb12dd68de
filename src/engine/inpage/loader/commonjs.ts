import type { CommonJsProgram, CompiledModule } from "./compiled.ts";
import { nativeFault } from "./error-places.ts";
import { fileUrl, folderOf } from "./file-url.ts";
import { commonJsFunction } from "./generated-code.ts";
import { builtinNameOf, isRefused, type ModuleNames, missingBuiltin } from "./module-names.ts";
import { evaluateFunction } from "./named-scripts.ts";
import { nodeError } from "./node-error.ts";
import { formatOf } from "./package-scope.ts";
import type { ProgramFiles } from "./program-files.ts";
import { cannotFind, findFile } from "./resolve-require.ts";
import type { SourcePositions } from "./source-positions.ts";

/** What CommonJS needs from the rest of the loader. */
export interface CommonJsHost {
  readonly files: ProgramFiles;
  readonly names: ModuleNames;
  readonly positions: SourcePositions;
  compile(path: string, declared: "module" | "commonjs" | "detect"): CompiledModule;
  builtin(name: string): unknown;
  packageExports(name: string): unknown;
  importModule(specifier: unknown, parentUrl: string, options: unknown): Promise<object>;
  /** `require` of an ES module. Throws when its graph awaits. */
  requireModule(url: string): unknown;
}

export interface Require {
  (specifier: string): unknown;
  resolve(specifier: string): string;
  readonly cache: Record<string, CommonJsModule>;
  readonly main: CommonJsModule | undefined;
}

/** Node's `module` object. */
export class CommonJsModule {
  id: string;
  path: string;
  exports: unknown = {};
  filename: string;
  loaded = false;
  children: CommonJsModule[] = [];
  paths: string[] = [];

  constructor(filename: string) {
    this.id = filename;
    this.filename = filename;
    this.path = folderOf(filename);
  }
}

export class CommonJs {
  readonly cache: Record<string, CommonJsModule> = Object.create(null);
  readonly #host: CommonJsHost;
  readonly #parents = new WeakMap<CommonJsModule, CommonJsModule>();
  #main: CommonJsModule | undefined;

  constructor(host: CommonJsHost) {
    this.#host = host;
  }

  /** Runs the file as the main module. */
  runMain(path: string): unknown {
    return this.#load(path, undefined, true);
  }

  /** `module.exports` of a file, run now if that has not been done. */
  load(path: string): unknown {
    return this.#load(path, undefined, false);
  }

  /** For an ES module, or for what is no module: `createRequire`. */
  createRequire(filename: string): Require {
    return this.#requireFor(new CommonJsModule(filename));
  }

  #load(path: string, parent: CommonJsModule | undefined, isMain: boolean): unknown {
    const cached = this.cache[path];
    if (cached !== undefined) {
      if (parent !== undefined && !parent.children.includes(cached)) parent.children.push(cached);
      return cached.exports;
    }
    const module = new CommonJsModule(path);
    if (isMain) {
      this.#main = module;
      module.id = ".";
    }
    if (parent !== undefined) {
      this.#parents.set(module, parent);
      parent.children.push(module);
    }
    this.cache[path] = module;
    let finished = false;
    try {
      this.#evaluate(module);
      finished = true;
    } finally {
      if (!finished) delete this.cache[path];
    }
    module.loaded = true;
    return module.exports;
  }

  #evaluate(module: CommonJsModule): void {
    const { files } = this.#host;
    const { filename } = module;
    const format = formatForRequire(filename, files);
    if (format === "json") {
      module.exports = parseJson(filename, files.text(filename));
      return;
    }
    const { program, source } = this.#host.compile(filename, format);
    if (program.kind === "module") module.exports = this.#host.requireModule(fileUrl(filename));
    else if (program.kind === "commonjs") this.#run(module, program, source);
  }

  #run(module: CommonJsModule, program: CommonJsProgram, source: string): void {
    const url = fileUrl(module.filename);
    const { code, edits } = commonJsFunction(program);
    this.#host.positions.set(module.filename, { source, text: program.text, edits });
    const importModule = (specifier: unknown, options: unknown) =>
      this.#host.importModule(specifier, url, options);
    let make: WrapperMaker;
    try {
      make = evaluateFunction(code, module.filename) as WrapperMaker;
    } catch (error) {
      throw nativeFault(error, program.suspicion, module.filename, source);
    }
    const wrapper = make(importModule);
    const { exports } = module;
    wrapper.call(exports, exports, this.#requireFor(module), module, module.filename, module.path);
  }

  #requireFor(module: CommonJsModule): Require {
    const require = (specifier: string) => this.#require(specifier, module);
    return Object.assign(require, {
      resolve: (specifier: string) => this.#resolve(specifier, module),
      cache: this.cache,
      main: this.#main,
      extensions: Object.create(null),
    });
  }

  #require(specifier: string, module: CommonJsModule): unknown {
    checkSpecifier(specifier);
    const { names } = this.#host;
    const builtin = builtinNameOf(specifier, names);
    if (builtin !== undefined) return this.#host.builtin(builtin);
    if (names.packages.has(specifier)) return this.#host.packageExports(specifier);
    return this.#load(this.#resolve(specifier, module), module, false);
  }

  #resolve(specifier: string, module: CommonJsModule): string {
    checkSpecifier(specifier);
    const { names, files } = this.#host;
    if (builtinNameOf(specifier, names) !== undefined || names.packages.has(specifier)) return specifier;
    if (specifier.startsWith("node:") || isRefused(specifier, names)) throw missingBuiltin(specifier, names);
    if (/^(?:\.{1,2}(?:\/|$)|\/)/.test(specifier)) {
      const found = findFile(specifier, module.path, files);
      if (found !== undefined) return found;
      throw cannotFind(specifier, this.#stackOf(module));
    }
    throw cannotFind(
      specifier,
      this.#stackOf(module),
      `. This engine has no package registry; packages here: ${names.available()}`,
    );
  }

  #stackOf(module: CommonJsModule): readonly string[] {
    const stack: string[] = [];
    for (let at: CommonJsModule | undefined = module; at !== undefined; at = this.#parents.get(at)) {
      stack.push(at.filename);
    }
    return stack;
  }
}

type Wrapper = (this: unknown, ...values: readonly unknown[]) => unknown;

type WrapperMaker = (importModule: unknown) => Wrapper;

/** `require` reads a file of an unknown kind as JavaScript. */
function formatForRequire(path: string, files: ProgramFiles): "module" | "commonjs" | "detect" | "json" {
  try {
    return formatOf(path, files);
  } catch (error) {
    if (error instanceof TypeError) return "commonjs";
    throw error;
  }
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ""));
  } catch (error) {
    if (error instanceof Error) error.message = `${path}: ${error.message}`;
    throw error;
  }
}

function checkSpecifier(specifier: unknown): void {
  if (typeof specifier !== "string") {
    throw nodeError(
      new TypeError(
        `The "id" argument must be of type string. Received ${specifier == null ? specifier : `type ${typeof specifier} (${String(specifier)})`}`,
      ),
      "ERR_INVALID_ARG_TYPE",
    );
  }
  if (specifier === "") {
    throw nodeError(
      new TypeError("The argument 'id' must be a non-empty string. Received ''"),
      "ERR_INVALID_ARG_VALUE",
    );
  }
}
