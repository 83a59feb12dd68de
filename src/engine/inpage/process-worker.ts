// The script of every process: a classic worker, started by the host frame.
import { ModuleLoader } from "./loader/index.ts";
import { createBuiltins, inspect, installClock, type Lifecycle } from "./node/index.ts";
import { WorkerPackages } from "./package-source.ts";
import type { FromProcess, StartProcess, ToProcess } from "./process-messages.ts";
import { furnishGlobals } from "./worker-globals.ts";
import { ExitSignal, WorkerKernel } from "./worker-kernel.ts";

const clock = installClock(globalThis);
const listen = globalThis.addEventListener.bind(globalThis);

listen("message", connect, { once: true });

function connect(event: MessageEvent): void {
  const port = event.ports[0];
  if (port === undefined) throw new Error("The host frame sent no port.");
  const post = (message: FromProcess, transfer: Transferable[] = []) => port.postMessage(message, transfer);
  let packages: WorkerPackages | undefined;
  let kernel: WorkerKernel | undefined;
  port.onmessage = ({ data }: MessageEvent<ToProcess>) => {
    switch (data.kind) {
      case "ping":
        return post({ kind: "pong" });
      case "clock":
        clock.setOffset(data.offsetMs);
        return;
      case "prepare":
        packages = new WorkerPackages(data.names, data.packages, (name) => post({ kind: "package", name }));
        return post({ kind: "ready" });
      case "package":
        return packages?.receive(data.name, data.text);
      case "start":
        if (packages === undefined) throw new Error("A process was started before it was prepared.");
        kernel = start(data.start, packages, post);
        return;
      default:
        kernel?.receive(data);
    }
  };
}

function start(
  request: StartProcess,
  packages: WorkerPackages,
  post: (message: FromProcess, transfer?: Transferable[]) => void,
): WorkerKernel {
  clock.setOffset(request.clockOffsetMs);
  let settled = false;
  const kernel: WorkerKernel = new WorkerKernel(request, {
    post,
    nowMs: Date.now,
    onIdle: () => unwound(() => (settled ? void lifecycle.idle() : endUnsettled(kernel, loader))),
    onError: (error) => unwound(() => lifecycle.uncaught(error)),
  });
  const { modules, refused, globals, lifecycle } = createBuiltins(kernel, {
    formatUncaught: (error) => loader.formatUncaught(error),
  });
  const loader: ModuleLoader = new ModuleLoader({
    volume: kernel.volume,
    root: kernel.cwd,
    builtins: { modules, refused },
    inspect,
    packages: {
      names: packages.names,
      load: (name) => held(kernel, packages.load(name)),
    },
  });
  reportErrors(lifecycle);
  furnishGlobals(globals);
  loader.installStackTraces();
  const entry = request.argv[1] ?? "";
  loader.run(entry).then(
    () => {
      settled = true;
      kernel.checkIdleSoon();
    },
    (error: unknown) => {
      settled = true;
      if (!(error instanceof ExitSignal)) unwound(() => lifecycle.uncaught(error));
      kernel.checkIdleSoon();
    },
  );
  kernel.checkIdleSoon();
  return kernel;
}

/** Loading a bundle keeps the process alive. */
function held<T>(kernel: WorkerKernel, value: T | Promise<T>): T | Promise<T> {
  return value instanceof Promise ? value.finally(kernel.hold()) : value;
}

/** The main module awaits what nothing can settle any more: Node's exit code 13. */
function endUnsettled(kernel: WorkerKernel, loader: ModuleLoader): void {
  const warning = loader.unsettledTopLevelAwait();
  if (warning === undefined) {
    kernel.checkIdleSoon();
    return;
  }
  kernel.write("stderr", warning);
  kernel.exit(13);
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
function reportErrors(lifecycle: Lifecycle): void {
  listen("error", (event) => {
    event.preventDefault();
    const error: unknown = event instanceof ErrorEvent ? (event.error ?? new Error(event.message)) : event;
    if (!(error instanceof ExitSignal)) unwound(() => lifecycle.uncaught(error));
  });
  listen("unhandledrejection", (event) => {
    event.preventDefault();
    if (!(event.reason instanceof ExitSignal)) {
      unwound(() => lifecycle.unhandledRejection(event.reason, event.promise));
    }
  });
}
