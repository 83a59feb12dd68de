import type { ModuleRecord } from "./module-record.ts";

/**
 * Evaluates a linked graph in the order of ECMA-262 16.2.1.5.3, with modules that await at their top. The
 * same promise every time. What can run at once has run when this returns.
 */
export function evaluateGraph(module: ModuleRecord): Promise<void> {
  const settled = module.evaluation.status !== "linked" ? (module.evaluation.cycleRoot ?? module) : module;
  const { evaluation } = settled;
  if (evaluation.result !== undefined) return evaluation.result.promise;
  const result = Promise.withResolvers<void>();
  result.promise.catch(() => {});
  evaluation.result = result;
  const stack: ModuleRecord[] = [];
  try {
    enter(settled, stack, 0);
    if (evaluation.asyncOrder === undefined) result.resolve();
  } catch (thrown) {
    for (const open of stack) {
      open.evaluation.status = "evaluated";
      open.evaluation.error = { thrown };
    }
    result.reject(thrown);
  }
  return result.promise;
}

/** The error with which the module, or one that it needs, has failed. */
export function evaluationError(module: ModuleRecord): { readonly thrown: unknown } | undefined {
  return (module.evaluation.cycleRoot ?? module).evaluation.error ?? module.evaluation.error;
}

let asyncCount = 0;

function enter(module: ModuleRecord, stack: ModuleRecord[], start: number): number {
  const { evaluation } = module;
  if (evaluation.status === "evaluated" || evaluation.status === "evaluating-async") {
    if (evaluation.error !== undefined) throw evaluation.error.thrown;
    return start;
  }
  if (evaluation.status === "evaluating") return start;
  if (module.kind === "value") {
    try {
      module.values();
    } catch (thrown) {
      evaluation.error = { thrown };
      evaluation.status = "evaluated";
      throw thrown;
    }
    evaluation.status = "evaluated";
    return start;
  }
  evaluation.status = "evaluating";
  evaluation.index = start;
  evaluation.ancestorIndex = start;
  let index = start + 1;
  stack.push(module);
  for (const dependency of module.dependencies) {
    index = enter(dependency, stack, index);
    noteDependency(module, dependency);
  }
  if (evaluation.pendingDependencies > 0 || module.hasTopLevelAwait) {
    asyncCount += 1;
    evaluation.asyncOrder = asyncCount;
    if (evaluation.pendingDependencies === 0) startAsync(module);
  } else {
    execute(module);
  }
  if (evaluation.ancestorIndex === evaluation.index) closeCycle(module, stack);
  return index;
}

function noteDependency(module: ModuleRecord, dependency: ModuleRecord): void {
  const { evaluation } = module;
  let required = dependency;
  if (required.evaluation.status === "evaluating") {
    evaluation.ancestorIndex = Math.min(evaluation.ancestorIndex, required.evaluation.ancestorIndex);
  } else {
    required = required.evaluation.cycleRoot ?? required;
    if (required.evaluation.error !== undefined) throw required.evaluation.error.thrown;
  }
  if (required.evaluation.asyncOrder !== undefined && required.evaluation.status !== "evaluated") {
    evaluation.pendingDependencies += 1;
    required.evaluation.asyncParents.push(module);
  }
}

function closeCycle(root: ModuleRecord, stack: ModuleRecord[]): void {
  for (;;) {
    const module = stack.pop();
    if (module === undefined) return;
    module.evaluation.status = module.evaluation.asyncOrder === undefined ? "evaluated" : "evaluating-async";
    module.evaluation.cycleRoot = root;
    if (module === root) return;
  }
}

function execute(module: ModuleRecord): void | Promise<void> {
  return module.kind === "source" ? module.execute?.() : undefined;
}

function startAsync(module: ModuleRecord): void {
  let running: void | Promise<void>;
  try {
    running = execute(module);
  } catch (thrown) {
    running = Promise.reject(thrown);
  }
  Promise.resolve(running).then(
    () => fulfil(module),
    (thrown: unknown) => fail(module, thrown),
  );
}

function fulfil(module: ModuleRecord): void {
  const { evaluation } = module;
  if (evaluation.status === "evaluated") return;
  evaluation.asyncOrder = undefined;
  evaluation.status = "evaluated";
  evaluation.result?.resolve();
  const ready: ModuleRecord[] = [];
  gatherReady(module, ready);
  ready.sort((a, b) => (a.evaluation.asyncOrder ?? 0) - (b.evaluation.asyncOrder ?? 0));
  for (const parent of ready) {
    if (parent.evaluation.status === "evaluated") continue;
    if (parent.hasTopLevelAwait) {
      startAsync(parent);
      continue;
    }
    try {
      execute(parent);
    } catch (thrown) {
      fail(parent, thrown);
      continue;
    }
    parent.evaluation.asyncOrder = undefined;
    parent.evaluation.status = "evaluated";
    parent.evaluation.result?.resolve();
  }
}

function gatherReady(module: ModuleRecord, ready: ModuleRecord[]): void {
  for (const parent of module.evaluation.asyncParents) {
    const { evaluation } = parent;
    if (ready.includes(parent) || (evaluation.cycleRoot ?? parent).evaluation.error !== undefined) continue;
    evaluation.pendingDependencies -= 1;
    if (evaluation.pendingDependencies > 0) continue;
    ready.push(parent);
    if (!parent.hasTopLevelAwait) gatherReady(parent, ready);
  }
}

function fail(module: ModuleRecord, thrown: unknown): void {
  const { evaluation } = module;
  if (evaluation.status === "evaluated") return;
  evaluation.error = { thrown };
  evaluation.asyncOrder = undefined;
  evaluation.status = "evaluated";
  for (const parent of evaluation.asyncParents) fail(parent, thrown);
  evaluation.result?.reject(thrown);
}
