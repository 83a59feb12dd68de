import { positionAt } from "./edited-text.ts";
import type { ModuleRecord, SourceRecord } from "./module-record.ts";
import { excerpt } from "./uncaught.ts";

/** Node's warning about a graph that still waits; `undefined` when it does not. */
export function unsettledWarning(main: ModuleRecord): string | undefined {
  const module = waitingModule(main, new Set());
  if (module === undefined) return undefined;
  const [at, ...others] = module.program.awaits;
  const warning = "Warning: Detected unsettled top-level await at ";
  // Of several awaits nobody can say which one it is.
  if (at === undefined || others.length > 0) return `${warning}${module.url}\n`;
  const { line, column } = positionAt(module.source, at);
  return `${warning}${excerpt(module.url, module.source, line, column, 1)}\n\n\n`;
}

/** The first module that waits for something of its own. */
function waitingModule(module: ModuleRecord, visited: Set<ModuleRecord>): SourceRecord | undefined {
  if (visited.has(module) || module.kind === "value") return undefined;
  visited.add(module);
  if (module.evaluation.status !== "evaluating-async") return undefined;
  for (const dependency of module.dependencies) {
    const waiting = waitingModule(dependency, visited);
    if (waiting !== undefined) return waiting;
  }
  return module.evaluation.pendingDependencies === 0 ? module : undefined;
}
