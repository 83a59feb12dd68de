import type { PackageFactory, PackageSource } from "./loader/index.ts";
import type { PackageText } from "./process-messages.ts";

export type FinishPackage = (factory: PackageFactory, wasm: Uint8Array) => Promise<PackageFactory>;

/** The packages of one process: bundles at hand, and a way to ask the page for the others. */
export class WorkerPackages implements PackageSource {
  readonly names: readonly string[];
  readonly #ready = new Map<string, PackageFactory>();
  readonly #ahead = new Map<string, PackageFactory>();
  readonly #asked = new Map<string, PromiseWithResolvers<PackageFactory>>();
  readonly #ask: (name: string) => void;
  readonly #finish: FinishPackage;

  /** `finish` makes a package ready that comes with WebAssembly. */
  constructor(
    names: readonly string[],
    ready: readonly PackageText[],
    ask: (name: string) => void,
    finish: FinishPackage = async (factory) => factory,
  ) {
    this.names = names;
    this.#ask = ask;
    this.#finish = finish;
    for (const text of ready) this.#ready.set(text.name, packageFactory(text));
  }

  /**
   * Evaluates the bundles at hand before there is a program, so that its import of them costs nothing.
   * `builtin`: what `require` of one of Node's modules gives.
   */
  evaluateAhead(builtin: (name: string) => unknown): void {
    const done = new Map<string, unknown>();
    const evaluate = (name: string): unknown => {
      const factory = this.#ready.get(name);
      if (factory === undefined || done.has(name)) return done.get(name) ?? builtin(name);
      const module = { exports: {} as unknown };
      let importModule = (specifier: string): Promise<object> =>
        Promise.reject(new Error(`import("${specifier}") before the program has started`));
      factory.evaluate(module.exports as object, evaluate, module, (specifier) => importModule(specifier));
      done.set(name, module.exports);
      this.#ahead.set(name, {
        ...factory,
        evaluate(_exports, _require, program, importInProgram) {
          importModule = importInProgram;
          program.exports = module.exports;
        },
      });
      return module.exports;
    };
    for (const name of this.#ready.keys()) evaluate(name);
  }

  /** What was evaluated ahead is not used: the program's environment may change it. */
  forgetAhead(): void {
    this.#ahead.clear();
  }

  load(name: string): PackageFactory | Promise<PackageFactory> {
    const ready = this.#ahead.get(name) ?? this.#ready.get(name);
    if (ready !== undefined) return ready;
    const asked = this.#asked.get(name) ?? Promise.withResolvers<PackageFactory>();
    if (!this.#asked.has(name)) {
      this.#asked.set(name, asked);
      this.#ask(name);
    }
    return asked.promise;
  }

  /** The page's answer: the bundle, or why there is none. */
  receive(name: string, text: PackageText | string): void {
    const asked = this.#asked.get(name);
    if (asked === undefined) return;
    if (typeof text === "string")
      asked.reject(new Error(`The package "${name}" could not be loaded: ${text}`));
    else if (text.wasm === undefined) asked.resolve(packageFactory(text));
    else this.#finish(packageFactory(text), text.wasm).then(asked.resolve, asked.reject);
  }
}

/** The name that bundles call where the package's source says `import()`. */
export const IMPORT_NAME = "__keepsakeImport";

/** Compiled when the process is prepared, so that the first import only runs it. */
function packageFactory({ name, format, dependencies, code }: PackageText): PackageFactory {
  const wrapper = new Function(
    ...["exports", "require", "module", IMPORT_NAME],
    `${code}\n//# sourceURL=node_modules/${name}/index.js`,
  ) as PackageFactory["evaluate"];
  return { format, dependencies, evaluate: wrapper };
}
