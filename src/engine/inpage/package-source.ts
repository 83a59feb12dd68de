import type { PackageFactory, PackageSource } from "./loader/index.ts";
import type { PackageText } from "./process-messages.ts";

/** The packages of one process: bundles at hand, and a way to ask the page for the others. */
export class WorkerPackages implements PackageSource {
  readonly names: readonly string[];
  readonly #ready = new Map<string, PackageFactory>();
  readonly #asked = new Map<string, PromiseWithResolvers<PackageFactory>>();
  readonly #ask: (name: string) => void;

  constructor(names: readonly string[], ready: readonly PackageText[], ask: (name: string) => void) {
    this.names = names;
    this.#ask = ask;
    for (const text of ready) this.#ready.set(text.name, packageFactory(text));
  }

  load(name: string): PackageFactory | Promise<PackageFactory> {
    const ready = this.#ready.get(name);
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
    else asked.resolve(packageFactory(text));
  }
}

/** The name that bundles call where the package's source says `import()`. */
export const IMPORT_NAME = "__keepsakeImport";

type Wrapper = (
  exports: object,
  require: (specifier: string) => unknown,
  module: { exports: unknown },
  importModule: (specifier: string) => Promise<object>,
) => void;

/** Compiled when the process is prepared, so that the first import only runs it. */
function packageFactory({ name, format, dependencies, code }: PackageText): PackageFactory {
  const wrapper = new Function(
    ...["exports", "require", "module", IMPORT_NAME],
    `${code}\n//# sourceURL=node_modules/${name}/index.js`,
  ) as Wrapper;
  return { format, dependencies, evaluate: wrapper };
}
