import { CommonJs, type Require } from "./commonjs.ts";
import { evaluateGraph, evaluationError } from "./evaluate-graph.ts";
import { filePath, fileUrl, folderOf, joinPath } from "./file-url.ts";
import { importMeta } from "./import-meta.ts";
import { linkGraph, namespaceOf } from "./link.ts";
import { ModuleGraph } from "./module-graph.ts";
import { type ModuleNames, moduleNames } from "./module-names.ts";
import { liveNamespace } from "./module-namespace.ts";
import type { ModuleRecord } from "./module-record.ts";
import { instantiate } from "./module-scope.ts";
import { nodeModuleModule } from "./node-module-module.ts";
import type { ModuleLoaderOptions } from "./options.ts";
import { PackageRegistry } from "./package-registry.ts";
import { ProgramFiles } from "./program-files.ts";
import { cannotFind, findFile, requireOfAsync } from "./resolve-require.ts";
import { SourcePositions } from "./source-positions.ts";
import { convertedStack, installStackTraces } from "./stack-traces.ts";
import { formatUncaught } from "./uncaught.ts";
import { unsettledWarning } from "./unsettled-await.ts";

/** Loads and runs the modules of one process, as Node does. */
export class ModuleLoader {
  readonly #options: ModuleLoaderOptions;
  readonly #files: ProgramFiles;
  readonly #names: ModuleNames;
  readonly #packages: PackageRegistry;
  readonly #graph: ModuleGraph;
  readonly #commonJs: CommonJs;
  readonly #positions = new SourcePositions();
  readonly #nodeModule: object;
  #stacksAreMapped = false;
  #mainUrl: string | undefined;
  #main: ModuleRecord | undefined;

  constructor(options: ModuleLoaderOptions) {
    this.#options = options;
    this.#files = new ProgramFiles(options.volume, options.root ?? "/project");
    this.#names = moduleNames(options);
    this.#packages = new PackageRegistry(options.packages);
    this.#commonJs = new CommonJs({
      files: this.#files,
      names: this.#names,
      positions: this.#positions,
      compile: (path, declared) => this.#graph.compile(path, declared),
      builtin: (name) => this.#builtin(name),
      packageExports: (name) => this.#package(name).exports,
      importModule: (specifier, parentUrl, importOptions) =>
        this.#import(specifier, parentUrl, importOptions),
      requireModule: (url) => this.#requireModule(url),
    });
    this.#graph = new ModuleGraph({
      files: this.#files,
      names: this.#names,
      cache: options.cache,
      commonJs: this.#commonJs,
      builtinValues: (name) => this.#builtinValues(name),
      packageFor: (name) => this.#package(name),
    });
    this.#nodeModule = nodeModuleModule({
      names: this.#names,
      createRequire: (from) => this.createRequire(from),
    });
  }

  /**
   * Runs the main module: an absolute path, or one relative to the root; `node server` finds "server.js" as
   * Node does. Settles when its evaluation has ended; rejects with what it threw, or with Node's error when
   * a module of its graph is missing, lacks an export or is no valid program.
   */
  async run(entry: string): Promise<void> {
    const { root } = this.#files;
    const path = findFile(entry.startsWith("/") ? entry : `./${entry}`, root, this.#files);
    if (path === undefined) throw cannotFind(joinPath(root, entry), []);
    const url = fileUrl(path);
    this.#mainUrl = url;
    const packages = new Set<string>();
    if (this.#startsAsCommonJs(path)) {
      this.#graph.addPackagesOf(path, packages);
      await this.#loadPackages(packages);
      this.#commonJs.runMain(path);
      return;
    }
    const module = this.#graph.loadUrl(url, packages);
    this.#main = module;
    await this.#evaluate(module, packages);
  }

  /** Runs a bundle as the main program. Rejects with what it threw, or when it could not be loaded. */
  async runBundle(name: string): Promise<void> {
    await this.#loadPackages(new Set([name]));
    this.#package(name);
  }

  /** `import(specifier)` in the module `parentUrl` (a file: URL). File URLs are specifiers too. */
  import(specifier: string, parentUrl: string): Promise<object> {
    return this.#import(specifier, parentUrl, undefined);
  }

  /** As `module.createRequire`: `from` is a file URL or an absolute path. */
  createRequire(from: string): Require {
    return this.#commonJs.createRequire(from.startsWith("file:") ? filePath(from) : from);
  }

  /** The main module waits for something that will not come: Node's warning, for exit code 13. */
  unsettledTopLevelAwait(): string | undefined {
    return this.#main === undefined ? undefined : unsettledWarning(this.#main);
  }

  /**
   * What Node writes to stderr for an error that nobody caught: where, the source line with a caret, the
   * stack with the program's own frames and positions, properties, Node's version. Ends with a newline.
   */
  formatUncaught(error: unknown): string {
    return formatUncaught(error, {
      inspect: this.#options.inspect,
      positions: this.#positions,
      stackOf: (thrown) => {
        // Where the realm asks nobody, the error is told: `inspect` looks at it too.
        if (!this.#stacksAreMapped) thrown.stack = convertedStack(thrown, this.#positions);
        return thrown.stack ?? "";
      },
    });
  }

  /** Makes `error.stack` in this realm show the program's own positions (V8 and SpiderMonkey). */
  installStackTraces(): void {
    this.#stacksAreMapped = installStackTraces(this.#positions);
  }

  #startsAsCommonJs(path: string): boolean {
    if (path.endsWith(".json")) return true;
    const declared = this.#graph.formatOf(path);
    return declared !== "json" && this.#graph.compile(path, declared).program.kind === "commonjs";
  }

  async #import(specifier: unknown, parentUrl: string, options: unknown): Promise<object> {
    const packages = new Set<string>();
    const request = { specifier: String(specifier), type: typeAttribute(options) };
    const module = this.#graph.load(request, parentUrl, packages);
    await this.#evaluate(module, packages);
    return namespaceOf(module);
  }

  async #evaluate(module: ModuleRecord, packages: ReadonlySet<string>): Promise<void> {
    await this.#loadPackages(packages);
    this.#link(module);
    await evaluateGraph(module);
  }

  async #loadPackages(names: ReadonlySet<string>): Promise<void> {
    const pending = this.#packages.load(names);
    if (pending !== undefined) await pending;
  }

  #link(root: ModuleRecord): void {
    for (const module of linkGraph(root)) {
      const { url } = module;
      const meta = importMeta(url, url === this.#mainUrl, (specifier) => this.#graph.urlOf(specifier, url));
      const importModule = (specifier: unknown, options: unknown) => this.#import(specifier, url, options);
      instantiate(module, meta, importModule, this.#positions);
    }
  }

  #requireModule(url: string): unknown {
    const packages = new Set<string>();
    const module = this.#graph.loadUrl(url, packages);
    void this.#packages.load(packages);
    if (awaits(module, new Set())) throw requireOfAsync(filePath(url));
    this.#link(module);
    void evaluateGraph(module);
    const failed = evaluationError(module);
    if (failed !== undefined) throw failed.thrown;
    return requiredNamespace(namespaceOf(module));
  }

  #builtin(name: string): unknown {
    return name === "module" ? this.#nodeModule : this.#options.builtins.modules.get(name)?.default;
  }

  #builtinValues(name: string): ReadonlyMap<string, unknown> {
    const face = name === "module" ? { ...this.#nodeModule, default: this.#nodeModule } : undefined;
    return new Map(Object.entries(face ?? this.#options.builtins.modules.get(name) ?? {}));
  }

  #package(name: string): { readonly exports: unknown; readonly format: "commonjs" | "module" } {
    const parentUrl = fileUrl(`${folderOf(this.#files.root)}/`);
    return this.#packages.evaluate(
      name,
      (specifier) => this.#requireFromPackage(specifier),
      (specifier) => this.import(specifier, parentUrl),
    );
  }

  #requireFromPackage(specifier: string): unknown {
    return this.#names.packages.has(specifier)
      ? this.#package(specifier).exports
      : this.createRequire(`${this.#files.root}/`)(specifier);
  }
}

function awaits(module: ModuleRecord, visited: Set<ModuleRecord>): boolean {
  if (module.kind === "value" || visited.has(module)) return false;
  visited.add(module);
  return module.hasTopLevelAwait || module.dependencies.some((item) => awaits(item, visited));
}

/** Node gives `require` the export named "module.exports", if there is one. */
function requiredNamespace(namespace: object): unknown {
  const whole = Reflect.getOwnPropertyDescriptor(namespace, "module.exports");
  if (whole !== undefined) return whole.value;
  if (!Reflect.has(namespace, "default") || Reflect.has(namespace, "__esModule")) return namespace;
  const reads = new Map(Object.keys(namespace).map((name) => [name, () => Reflect.get(namespace, name)]));
  return liveNamespace(reads.set("__esModule", () => true));
}

function typeAttribute(options: unknown): string | undefined {
  const attributes = fieldOf(options, "with");
  const type = fieldOf(attributes, "type");
  return typeof type === "string" ? type : undefined;
}

function fieldOf(value: unknown, name: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
}
