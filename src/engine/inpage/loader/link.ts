import { locate } from "./error-places.ts";
import { ambiguousExport, missingExport, missingValue } from "./link-errors.ts";
import { fixedNamespace, liveNamespace } from "./module-namespace.ts";
import type { ModuleRecord, ResolvedExport, SourceRecord, ValueRecord } from "./module-record.ts";

/**
 * Finds where each imported name of the graph leads. Throws V8's SyntaxError for one that leads nowhere, for
 * the dependency before its importer. Links nothing twice.
 */
export function linkGraph(root: ModuleRecord): readonly SourceRecord[] {
  const linked: SourceRecord[] = [];
  const visited = new Set<ModuleRecord>();
  const visit = (module: ModuleRecord) => {
    if (module.kind === "value" || module.linked || visited.has(module)) return;
    visited.add(module);
    module.dependencies.forEach(visit);
    linked.push(module);
  };
  visit(root);
  markCycles(linked);
  for (const module of linked) resolveImports(module);
  for (const module of linked) module.linked = true;
  return linked;
}

/** Tarjan's strongly connected components, over the modules that are new. */
function markCycles(modules: readonly SourceRecord[]): void {
  const indexes = new Map<SourceRecord, number>();
  const open: SourceRecord[] = [];
  const visit = (module: SourceRecord): number => {
    const index = indexes.size;
    indexes.set(module, index);
    open.push(module);
    let lowest = index;
    for (const dependency of module.dependencies) {
      if (dependency === module) module.cyclic = true;
      if (dependency.kind === "value" || dependency.linked) continue;
      const known = indexes.get(dependency);
      if (known === undefined) lowest = Math.min(lowest, visit(dependency));
      else if (open.includes(dependency)) lowest = Math.min(lowest, known);
    }
    if (lowest === index) {
      const component = open.splice(open.indexOf(module));
      if (component.length > 1) for (const member of component) member.cyclic = true;
    }
    return lowest;
  };
  for (const module of modules) if (!indexes.has(module)) visit(module);
}

function resolveImports(module: SourceRecord): void {
  const { program } = module;
  for (const item of program.reexports) {
    if (item.imported === "*") continue;
    demand(module, item.request, item.imported, item.at);
  }
  for (const item of program.imports) {
    module.resolutions.push(
      item.imported === "*"
        ? namespaceExport(dependencyOf(module, item.request))
        : demand(module, item.request, item.imported, item.at),
    );
  }
}

function demand(module: SourceRecord, request: number, name: string, at: number): ResolvedExport {
  const specifier = module.program.requests[request]?.specifier ?? "";
  const target = dependencyOf(module, request);
  const resolved = resolveExport(target, name);
  if (resolved !== undefined && resolved !== "ambiguous") return resolved;
  const error = resolved === "ambiguous" ? ambiguousExport(specifier, name) : missingExport(specifier, name);
  throw locate(error, { url: module.url, text: module.source, start: at, end: at + name.length });
}

function dependencyOf(module: SourceRecord, request: number): ModuleRecord {
  const dependency = module.dependencies[request];
  if (dependency === undefined) throw new Error(`Request ${request} of ${module.url} has not been loaded.`);
  return dependency;
}

type Trail = readonly { readonly module: ModuleRecord; readonly name: string }[];

/** ECMA-262 16.2.1.7.2.2 ResolveExport. `undefined`: there is none, or it leads back to itself. */
export function resolveExport(
  module: ModuleRecord,
  name: string,
  trail: Trail = [],
): ResolvedExport | "ambiguous" | undefined {
  if (trail.some((step) => step.module === module && step.name === name)) return undefined;
  if (module.kind === "value") return valueExport(module, name);
  const { program } = module;
  const next = [...trail, { module, name }];
  const local = program.exports.find((item) => item.exported === name);
  if (local !== undefined) {
    const constant = !local.reassigned;
    return { module, name, constant, read: () => readLocal(module, name) };
  }
  const reexport = program.reexports.find((item) => item.exported === name);
  if (reexport !== undefined) {
    const target = dependencyOf(module, reexport.request);
    return reexport.imported === "*"
      ? namespaceExport(target)
      : resolveExport(target, reexport.imported, next);
  }
  if (name === "default") return undefined;
  let found: ResolvedExport | undefined;
  for (const request of program.stars) {
    const resolved = resolveExport(starTarget(module, request), name, next);
    if (resolved === "ambiguous") return "ambiguous";
    if (resolved === undefined) continue;
    if (found === undefined) found = resolved;
    else if (found.module !== resolved.module || found.name !== resolved.name) return "ambiguous";
  }
  return found;
}

/** The names behind `export *` must be known now, so what is no ES module is evaluated for them. */
function starTarget(module: SourceRecord, request: number): ModuleRecord {
  const target = dependencyOf(module, request);
  if (target.kind === "value") target.values();
  return target;
}

function readLocal(module: SourceRecord, name: string): unknown {
  const read = module.reads.get(name);
  if (read === undefined) throw new ReferenceError(`Cannot access '${name}' before initialization`);
  return read();
}

function valueExport(module: ValueRecord, name: string): ResolvedExport | undefined {
  if (module.namesAreKnown && !module.values().has(name)) return undefined;
  return { module, name, constant: true, read: () => module.values().get(name) };
}

/** Throws Node's error when `module`, which is evaluated now, turns out not to have the name. */
export function checkLateName(resolved: ResolvedExport, specifier: string): void {
  const { module, name } = resolved;
  if (module.kind === "value" && name !== "*" && !module.values().has(name)) {
    throw missingValue(module, specifier, name);
  }
}

function namespaceExport(module: ModuleRecord): ResolvedExport {
  return { module, name: "*", constant: true, read: () => namespaceOf(module) };
}

/** The same object every time. */
export function namespaceOf(module: ModuleRecord): object {
  if (module.namespace !== undefined) return module.namespace;
  if (module.kind === "value") {
    module.namespace = fixedNamespace(module.values());
    return module.namespace;
  }
  const reads = new Map<string, () => unknown>();
  let settled = isEvaluated(module);
  for (const name of exportNames(module, new Set())) {
    const resolved = resolveExport(module, name);
    if (resolved === undefined || resolved === "ambiguous") continue;
    reads.set(name, resolved.read);
    settled &&= resolved.constant && isEvaluated(resolved.module);
  }
  module.namespace = settled
    ? fixedNamespace(new Map([...reads].map(([name, read]) => [name, read()])))
    : liveNamespace(reads);
  return module.namespace;
}

function isEvaluated(module: ModuleRecord): boolean {
  return module.evaluation.status === "evaluated" && module.evaluation.error === undefined;
}

function exportNames(module: ModuleRecord, visited: Set<ModuleRecord>): ReadonlySet<string> {
  if (visited.has(module)) return new Set();
  visited.add(module);
  if (module.kind === "value") return new Set(module.values().keys());
  const names = new Set<string>();
  for (const item of module.program.exports) names.add(item.exported);
  for (const item of module.program.reexports) names.add(item.exported);
  for (const request of module.program.stars) {
    for (const name of exportNames(starTarget(module, request), visited)) {
      if (name !== "default") names.add(name);
    }
  }
  return names;
}
