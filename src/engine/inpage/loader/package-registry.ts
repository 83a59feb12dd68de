import type { PackageFactory, PackageSource } from "./options.ts";

/** The bundles of one process: loaded once, evaluated once. */
export class PackageRegistry {
  readonly #source: PackageSource;
  readonly #factories = new Map<string, PackageFactory | Promise<PackageFactory>>();
  readonly #modules = new Map<string, { exports: unknown }>();

  constructor(source: PackageSource) {
    this.#source = source;
  }

  /** Loads packages and what they depend on. `undefined`: all is there already. */
  load(names: Iterable<string>): Promise<void> | undefined {
    return this.#load(names, new Set());
  }

  #load(names: Iterable<string>, visited: Set<string>): Promise<void> | undefined {
    const pending: Promise<void>[] = [];
    for (const name of names) {
      if (visited.has(name)) continue;
      visited.add(name);
      const factory = this.#factory(name);
      const rest =
        factory instanceof Promise
          ? factory.then((loaded) => this.#load(loaded.dependencies, visited))
          : this.#load(factory.dependencies, visited);
      if (rest !== undefined) pending.push(rest);
    }
    return pending.length === 0 ? undefined : Promise.all(pending).then(() => undefined);
  }

  #factory(name: string): PackageFactory | Promise<PackageFactory> {
    const known = this.#factories.get(name);
    if (known !== undefined) return known;
    const factory = this.#source.load(name);
    this.#factories.set(name, factory);
    if (factory instanceof Promise) {
      factory.then(
        (loaded) => this.#factories.set(name, loaded),
        () => this.#factories.delete(name),
      );
    }
    return factory;
  }

  /**
   * `module.exports` of a loaded package, evaluated at the first call. In a cycle of packages it is what is
   * there so far, as in Node.
   */
  evaluate(
    name: string,
    require: (specifier: string) => unknown,
    importModule: (specifier: string) => Promise<object>,
  ): { readonly exports: unknown; readonly format: PackageFactory["format"] } {
    const factory = this.#factory(name);
    if (factory instanceof Promise) {
      throw new Error(
        `The package '${name}' is not loaded yet. Import it, or require it by a literal name: require("${name}").`,
      );
    }
    const known = this.#modules.get(name);
    if (known !== undefined) return { exports: known.exports, format: factory.format };
    const exports = {};
    const module: { exports: unknown } = { exports };
    this.#modules.set(name, module);
    try {
      factory.evaluate(exports, require, module, importModule);
    } catch (error) {
      this.#modules.delete(name);
      throw error;
    }
    return { exports: module.exports, format: factory.format };
  }
}
