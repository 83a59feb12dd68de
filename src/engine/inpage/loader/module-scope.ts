import { locate, nativeFault } from "./error-places.ts";
import { type ImportAccess, moduleFunction } from "./generated-code.ts";
import { checkLateName } from "./link.ts";
import type { ResolvedExport, SourceRecord } from "./module-record.ts";
import { evaluateFunction } from "./named-scripts.ts";
import type { SourcePositions } from "./source-positions.ts";

/** What the generated function of an ES module gets. */
interface ModuleScope {
  /** Values of imports that never change, in order. */
  readonly once: readonly unknown[];
  /** Readers of the other imports, in order. */
  readonly each: readonly (() => unknown)[];
  /** The imports by name; none can be assigned to. */
  readonly sealed: object;
  /** Settles when a module of a cycle may run. */
  readonly start: Promise<void>;
  /** Holds the default export that has no name. */
  box: { readonly default: unknown } | undefined;
  read(box: { readonly default: unknown } | undefined): unknown;
  nameDefault(declaration: object): void;
  exports(reads: readonly (readonly [string, () => unknown])[]): void;
}

/**
 * Compiles a linked module and sets `module.execute`. The scope of one in a cycle is made here, so that the
 * others can call its functions before it runs. Throws the SyntaxError of what only the engine's compiler sees.
 */
export function instantiate(
  module: SourceRecord,
  meta: object,
  importModule: (specifier: unknown, options?: unknown) => Promise<object>,
  positions: SourcePositions,
): void {
  const { program, cyclic } = module;
  const access = module.resolutions.map((item) => accessOf(item, cyclic));
  const { code, edits } = moduleFunction(program, cyclic, access);
  positions.set(module.url, { source: module.source, text: program.text, edits });
  const body = compileBody(code, module);
  const begin = Promise.withResolvers<void>();
  const scope = moduleScope(module, access, begin.promise);
  if (!cyclic) {
    module.execute = () => {
      checkLateNames(module);
      fillOnce(scope.once, module, access);
      return body(scope, importModule, meta) as void | Promise<void>;
    };
    return;
  }
  fillOnce(scope.once, module, access);
  const running = body(scope, importModule, meta);
  if (module.hasTopLevelAwait) {
    const done = running as Promise<void>;
    done.catch(() => {});
    module.execute = () => {
      checkLateNames(module);
      begin.resolve();
      return done;
    };
    return;
  }
  const generator = running as Generator<void, void>;
  generator.next();
  module.execute = () => {
    checkLateNames(module);
    generator.next();
  };
}

type Body = (scope: ModuleScope, importModule: unknown, meta: object) => unknown;

function compileBody(code: string, module: SourceRecord): Body {
  try {
    return evaluateFunction(code, module.url) as Body;
  } catch (error) {
    throw nativeFault(error, module.program.suspicion, module.url, module.source);
  }
}

/** In a cycle only a namespace exists before its importer runs. */
function accessOf(resolved: ResolvedExport, cyclic: boolean): ImportAccess {
  if (!resolved.constant) return "each";
  return !cyclic || (resolved.name === "*" && resolved.module.kind === "source") ? "once" : "each";
}

function checkLateNames(module: SourceRecord): void {
  module.resolutions.forEach((resolved, index) => {
    const item = module.program.imports[index];
    if (item === undefined) return;
    try {
      checkLateName(resolved, module.program.requests[item.request]?.specifier ?? "");
    } catch (error) {
      const place = { url: module.url, text: module.source, start: item.at, end: item.at + 1 };
      throw error instanceof SyntaxError ? locate(error, place) : error;
    }
  });
}

function fillOnce(once: unknown[], module: SourceRecord, access: readonly ImportAccess[]): void {
  module.resolutions.forEach((resolved, index) => {
    if (access[index] === "once") once.push(resolved.read());
  });
}

/** The ReferenceError of a name that is not initialised speaks of the importer's name. */
function readAs(resolved: ResolvedExport, local: string): unknown {
  try {
    return resolved.read();
  } catch (error) {
    throw error instanceof ReferenceError
      ? new ReferenceError(`Cannot access '${local}' before initialization`)
      : error;
  }
}

function moduleScope(
  module: SourceRecord,
  access: readonly ImportAccess[],
  start: Promise<void>,
): ModuleScope & { readonly once: unknown[] } {
  const each: (() => unknown)[] = [];
  const sealed = {};
  module.resolutions.forEach((resolved, index) => {
    if (access[index] !== "each") return;
    const local = module.program.imports[index]?.local ?? "";
    const read = () => readAs(resolved, local);
    each.push(read);
    Object.defineProperty(sealed, local, {
      get: read,
      set() {
        throw new TypeError("Assignment to constant variable.");
      },
    });
  });
  return {
    once: [],
    each,
    sealed,
    start,
    box: undefined,
    read(box) {
      if (box === undefined) throw new ReferenceError("Cannot access 'default' before initialization");
      return box.default;
    },
    nameDefault(declaration) {
      Object.defineProperty(declaration, "name", { value: "default", configurable: true });
    },
    exports(reads) {
      for (const [name, read] of reads) module.reads.set(name, read);
    },
  };
}
