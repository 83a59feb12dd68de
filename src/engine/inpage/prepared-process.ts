import {
  CompileAhead,
  type CompiledModule,
  compile,
  type FileAhead,
  ModuleLoader,
  type PackageFactory,
  withScriptUrls,
} from "./loader/index.ts";
import { holdDuringNativeWork } from "./native-work.ts";
import { type Builtins, createBuiltins, inspect, type Lifecycle } from "./node/index.ts";
import type { WorkerPackages } from "./package-source.ts";
import type { FromProcess, StartProcess } from "./process-messages.ts";
import { sqlitePackage } from "./sqlite-package.ts";
import type { Post } from "./wire.ts";
import { furnishGlobals } from "./worker-globals.ts";
import { ExitSignal, WorkerKernel } from "./worker-kernel.ts";

/** Settings that libraries read once, while they are loaded. */
const READ_AT_LOAD = /^(DEBUG|NODE_DEBUG|NODE_ENV|NO_DEPRECATION|TRACE_DEPRECATION)/i;

/** Uses most of the syntax that the eraser and the linker know, so that they are warm for the program. */
const WARM_UP = `import express, { type Request, type Response } from "express";
interface Item { id: number; name?: string }
const items: readonly Item[] = [{ id: 1, name: "one" }];
export async function find(id: number, ...rest: string[]): Promise<Item | undefined> {
  for (const item of items) if (item.id === id) return { ...item, name: \`\${item.name ?? rest[0]}\` };
  return undefined;
}
class Shop<T extends Item> { #all: T[] = []; add(item: T): this { this.#all.push(item as T); return this; } }
export const shop = new Shop<Item>(), app = express();
app.get("/:id", async (req: Request, res: Response) => { res.json(await find(Number(req.params.id!))); });
export default app satisfies unknown;
`;

// The program's timers hold the process; this does not.
const realSetTimeout = setTimeout;

type Listen = typeof globalThis.addEventListener;

/** A process that has everything but its program: made ahead, so that Run only has to run. */
export class PreparedProcess {
  readonly kernel: WorkerKernel;
  readonly #packages: WorkerPackages;
  readonly #builtins: Builtins;
  readonly #loader: ModuleLoader;
  readonly #globalProcess: { argv: string[] };
  readonly #ahead: CompileAhead;
  #settled = false;

  constructor(pid: number, packages: WorkerPackages, post: Post<FromProcess>) {
    this.#packages = packages;
    this.kernel = new WorkerKernel(pid, {
      post,
      readable: withScriptUrls,
      onIdle: () => unwound(() => this.#onIdle()),
      onError: (error) => unwound(() => this.#builtins.lifecycle.uncaught(error)),
    });
    this.#builtins = createBuiltins(this.kernel, {
      formatUncaught: (error) => this.#loader.formatUncaught(error),
    });
    const { modules, refused, globals } = this.#builtins;
    this.#globalProcess = globals["process"] as { argv: string[] };
    const cache = new Map<string, CompiledModule>();
    const later = (run: () => void) => realSetTimeout(run, 0);
    this.#ahead = new CompileAhead({ root: this.kernel.cwd, cache, later });
    this.#loader = new ModuleLoader({
      volume: this.kernel.volume,
      root: this.kernel.cwd,
      builtins: { modules, refused },
      inspect,
      packages: { names: packages.names, load: (name) => this.#load(name) },
      cache,
    });
    const listen: Listen = globalThis.addEventListener.bind(globalThis);
    furnishGlobals(globals);
    holdDuringNativeWork(globalThis, () => this.kernel.hold());
    this.#loader.installStackTraces();
    packages.evaluateAhead((name) => modules.get(name.replace(/^node:/, ""))?.default);
    compile(WARM_UP, "/warm-up.ts", "module");
    reportErrors(listen, this.#builtins.lifecycle);
  }

  /** Sources that the program may run. */
  readAhead(files: readonly FileAhead[]): void {
    this.#ahead.note(files);
  }

  start(request: StartProcess): void {
    this.#ahead.stop();
    if (Object.keys(request.env).some((name) => READ_AT_LOAD.test(name))) this.#packages.forgetAhead();
    this.kernel.begin(request);
    this.#globalProcess.argv.splice(0, Number.POSITIVE_INFINITY, ...request.argv);
    const { argv, bundle } = request;
    const ran = bundle === undefined ? this.#loader.run(argv[1] ?? "") : this.#loader.runBundle(bundle);
    ran.then(
      () => this.#settle(),
      (error: unknown) => {
        this.#settle();
        if (!(error instanceof ExitSignal)) unwound(() => this.#builtins.lifecycle.uncaught(error));
      },
    );
    this.kernel.checkIdleSoon();
  }

  finishSqlite(bundle: PackageFactory, wasm: Uint8Array): Promise<PackageFactory> {
    return sqlitePackage(
      this.kernel,
      bundle,
      wasm,
      (name) => this.#builtins.modules.get(name.replace(/^node:/, ""))?.default,
    );
  }

  #settle(): void {
    this.#settled = true;
    this.kernel.checkIdleSoon();
  }

  #onIdle(): void {
    if (!this.#settled) this.#endUnsettled();
    else if (!this.#builtins.lifecycle.idle()) this.kernel.checkIdleSoon();
  }

  /** The main module awaits what nothing can settle any more: Node's exit code 13. */
  #endUnsettled(): void {
    const warning = this.#loader.unsettledTopLevelAwait();
    if (warning === undefined) {
      this.kernel.checkIdleSoon();
      return;
    }
    this.kernel.write("stderr", warning);
    this.kernel.exit(13);
  }

  /** Loading a bundle keeps the process alive. */
  #load(name: string) {
    const loaded = this.#packages.load(name);
    return loaded instanceof Promise ? loaded.finally(this.kernel.hold()) : loaded;
  }
}

/** Runs what may end the process. */
function unwound(run: () => void): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof ExitSignal)) throw error;
  }
}

/** Hands what nobody caught to the program's `process` object. */
function reportErrors(listen: Listen, lifecycle: Lifecycle): void {
  listen("error", (event) => {
    event.preventDefault();
    const error: unknown = event instanceof ErrorEvent ? (event.error ?? new Error(event.message)) : event;
    if (!(error instanceof ExitSignal)) unwound(() => lifecycle.uncaught(error));
  });
  listen("unhandledrejection", (event) => {
    event.preventDefault();
    if (event.reason instanceof ExitSignal) return;
    unwound(() => lifecycle.unhandledRejection(event.reason, event.promise));
  });
}
