import type { CommonJs } from "./commonjs.ts";
import { compile } from "./compile.ts";
import type { CompiledModule, DeclaredFormat, ModuleRequest } from "./compiled.ts";
import { locate, placeOf } from "./error-places.ts";
import { valuesOfBundledModule, valuesOfCommonJs } from "./export-values.ts";
import { filePath, fileUrl } from "./file-url.ts";
import { checkAttributes } from "./import-attributes.ts";
import { builtinNameOf, type ModuleNames } from "./module-names.ts";
import { type ModuleRecord, SourceRecord, ValueRecord } from "./module-record.ts";
import { nodeError } from "./node-error.ts";
import type { CompileCache } from "./options.ts";
import { formatOf } from "./package-scope.ts";
import type { ProgramFiles } from "./program-files.ts";
import { importUrl, resolveImport } from "./resolve-import.ts";
import { findFile } from "./resolve-require.ts";

/** What the graph of ES modules needs from the rest of the loader. */
export interface GraphHost {
  readonly files: ProgramFiles;
  readonly names: ModuleNames;
  readonly cache: CompileCache | undefined;
  readonly commonJs: CommonJs;
  builtinValues(name: string): ReadonlyMap<string, unknown>;
  packageFor(name: string): { readonly exports: unknown; readonly format: "commonjs" | "module" };
}

/** All modules of a process that ES importers know, by URL. */
export class ModuleGraph {
  readonly #host: GraphHost;
  readonly #records = new Map<string, ModuleRecord>();

  constructor(host: GraphHost) {
    this.#host = host;
  }

  /** As `import.meta.resolve`. */
  urlOf(specifier: string, parentUrl: string): string {
    return importUrl(specifier, parentUrl, this.#host.files, this.#host.names);
  }

  /**
   * Loads a module and all that it imports, depth first and in source order, as Node does: so the first fault
   * in that order is the one that is thrown. Adds the packages that the graph needs to `packages`.
   */
  load(request: ModuleRequest, parentUrl: string, packages: Set<string>): ModuleRecord {
    const { files, names } = this.#host;
    const resolved = resolveImport(request.specifier, parentUrl, files, names);
    if (resolved.kind === "file") return this.#loadFile(resolved.url, request.type, packages);
    if (resolved.kind === "package") packages.add(resolved.name);
    return this.#named(resolved.kind, resolved.name);
  }

  loadUrl(url: string, packages: Set<string>): ModuleRecord {
    return this.#loadFile(url, undefined, packages);
  }

  /** Throws ERR_UNKNOWN_FILE_EXTENSION. */
  formatOf(path: string): DeclaredFormat | "json" {
    return formatOf(path, this.#host.files);
  }

  /** Throws the SyntaxError of what is no program. */
  compile(path: string, declared: DeclaredFormat): CompiledModule {
    const source = this.#host.files.text(path);
    const cached = this.#host.cache?.get(path);
    const known = cached?.source === source && cached.declared === declared;
    const compiled = known ? cached : compile(source, path, declared);
    if (!known) this.#host.cache?.set(path, compiled);
    const { program } = compiled;
    if (program.kind !== "refused") return compiled;
    const place = {
      url: fileUrl(path),
      text: source,
      start: program.start,
      end: program.end,
    };
    const error = new SyntaxError(program.message);
    throw locate(program.code === undefined ? error : nodeError(error, program.code), place);
  }

  #named(kind: "builtin" | "package", name: string): ModuleRecord {
    const url = kind === "builtin" ? `node:${name}` : `package:${name}`;
    return this.#record(url, () =>
      kind === "builtin"
        ? new ValueRecord(url, kind, () => this.#host.builtinValues(name))
        : new ValueRecord(url, kind, () => {
            const { exports, format } = this.#host.packageFor(name);
            return format === "module" ? valuesOfBundledModule(exports) : valuesOfCommonJs(exports);
          }),
    );
  }

  #loadFile(url: string, type: string | undefined, packages: Set<string>): ModuleRecord {
    const path = filePath(url);
    const known = this.#records.get(url);
    if (known !== undefined) {
      checkAttributes(url, known.kind === "value" && known.origin === "json" ? "json" : "code", type);
      return known;
    }
    const format = formatOf(path, this.#host.files);
    checkAttributes(url, format === "json" ? "json" : "code", type);
    if (format === "json") {
      const value = parseJson(path, this.#host.files.text(path));
      return this.#record(url, () => new ValueRecord(url, "json", () => new Map([["default", value]])));
    }
    const { program, source } = this.compile(path, format);
    if (program.kind === "module") {
      const record = new SourceRecord(url, withoutMark(source), program);
      this.#records.set(url, record);
      for (const request of program.requests) this.#loadDependency(record, request, packages);
      this.#addRequired(program.requires, path, packages, new Set());
      return record;
    }
    this.#addRequired(program.kind === "commonjs" ? program.requires : [], path, packages, new Set([path]));
    return this.#record(
      url,
      () => new ValueRecord(url, "commonjs", () => valuesOfCommonJs(this.#host.commonJs.load(path))),
    );
  }

  #loadDependency(module: SourceRecord, request: ModuleRequest, packages: Set<string>): void {
    const { url, source } = module;
    try {
      module.dependencies.push(this.load(request, url, packages));
    } catch (error) {
      this.#records.delete(url);
      const { at, specifier } = request;
      if (!(error instanceof Error) || at === undefined || placeOf(error) !== undefined) throw error;
      throw locate(error, { url, text: source, start: at, end: at + specifier.length + 2 });
    }
  }

  #record(url: string, make: () => ModuleRecord): ModuleRecord {
    const known = this.#records.get(url);
    if (known !== undefined) return known;
    const record = make();
    this.#records.set(url, record);
    return record;
  }

  /** Finds the packages behind `require` with literals, file by file. What cannot be read is found out later. */
  #addRequired(requires: readonly string[], path: string, packages: Set<string>, visited: Set<string>): void {
    const { files, names } = this.#host;
    for (const specifier of requires) {
      if (builtinNameOf(specifier, names) !== undefined) continue;
      if (names.packages.has(specifier)) {
        packages.add(specifier);
        continue;
      }
      const found = findFile(specifier, path.slice(0, path.lastIndexOf("/")) || "/", files);
      if (found !== undefined && !visited.has(found)) this.addPackagesOf(found, packages, visited);
    }
  }

  addPackagesOf(path: string, packages: Set<string>, visited = new Set<string>()): void {
    visited.add(path);
    try {
      const format = formatOf(path, this.#host.files);
      if (format === "json") return;
      const { program } = this.compile(path, format);
      if (program.kind === "commonjs") this.#addRequired(program.requires, path, packages, visited);
      else if (program.kind === "module") this.loadUrl(fileUrl(path), packages);
    } catch {
      // The fault is thrown again where the file is required, if it is.
    }
  }
}

function withoutMark(source: string): string {
  return source.replace(/^\ufeff/, "");
}

function parseJson(path: string, text: string): unknown {
  try {
    return JSON.parse(withoutMark(text));
  } catch (error) {
    if (error instanceof Error) error.message = `${path}: ${error.message}`;
    throw error;
  }
}
