import type { ModuleProgram } from "./compiled.ts";

/** A module in the graph of a process: one for each URL and type. */
export type ModuleRecord = SourceRecord | ValueRecord;

/** Where an imported name leads: a value somewhere, read anew or once. */
export interface ResolvedExport {
  /** Same for two ways to the same export. */
  readonly module: ModuleRecord;
  readonly name: string;
  /** Throws a ReferenceError while it is not initialised. */
  read(): unknown;
  /** Once the module is evaluated it never changes. */
  readonly constant: boolean;
}

/** An ES module of the program. */
export class SourceRecord {
  readonly kind = "source";
  readonly url: string;
  /** As the learner wrote it, without a byte-order mark. */
  readonly source: string;
  readonly program: ModuleProgram;
  /** By request. Filled by loading. */
  readonly dependencies: ModuleRecord[] = [];
  /** Part of a cycle of imports, perhaps of itself only. Known when linked. */
  cyclic = false;
  linked = false;
  /** By exported name, for local exports. Registered when the module's scope exists. */
  readonly reads = new Map<string, () => unknown>();
  namespace: object | undefined;
  /** Where each of `program.imports` leads. Filled by linking. */
  readonly resolutions: ResolvedExport[] = [];
  /** Runs the body; set up by linking. */
  execute: (() => void | Promise<void>) | undefined;
  readonly evaluation = new EvaluationState();

  constructor(url: string, source: string, program: ModuleProgram) {
    this.url = url;
    this.source = source;
    this.program = program;
  }

  get hasTopLevelAwait(): boolean {
    return this.program.awaits.length > 0;
  }
}

/** A module that is no ES module: a built-in, a package, CommonJS, JSON. */
export class ValueRecord {
  readonly kind = "value";
  readonly url: string;
  /** What it is for the message about a missing name. */
  readonly origin: "builtin" | "package" | "commonjs" | "json";
  readonly hasTopLevelAwait = false;
  readonly evaluation = new EvaluationState();
  readonly #evaluate: () => ReadonlyMap<string, unknown>;
  #values: ReadonlyMap<string, unknown> | undefined;
  namespace: object | undefined;

  constructor(url: string, origin: ValueRecord["origin"], evaluate: () => ReadonlyMap<string, unknown>) {
    this.url = url;
    this.origin = origin;
    this.#evaluate = evaluate;
  }

  /** Exports by name. Evaluates the module, when that has not been done. */
  values(): ReadonlyMap<string, unknown> {
    this.#values ??= this.#evaluate();
    return this.#values;
  }

  /** The names can be known without running anything of the program. */
  get namesAreKnown(): boolean {
    return this.#values !== undefined || this.origin === "builtin" || this.origin === "json";
  }
}

/** The fields of ECMA-262's Cyclic Module Records (16.2.1.5) that evaluation needs. */
export class EvaluationState {
  status: "linked" | "evaluating" | "evaluating-async" | "evaluated" = "linked";
  error: { readonly thrown: unknown } | undefined;
  index = 0;
  ancestorIndex = 0;
  cycleRoot: ModuleRecord | undefined;
  /** Order of becoming asynchronous; `undefined`: it is not. */
  asyncOrder: number | undefined;
  pendingDependencies = 0;
  readonly asyncParents: ModuleRecord[] = [];
  result: PromiseWithResolvers<void> | undefined;
}
