import type { Kernel } from "../kernel.ts";
import { Buffer } from "./buffer.ts";
import type { Lifecycle } from "./builtin.ts";
import { EventEmitter, setEmitterVoice } from "./event-emitter.ts";
import { fileError } from "./fs/file-errors.ts";
import { filePath } from "./fs/file-paths.ts";
import { inspect } from "./inspect.ts";
import { invalidArgType, nodeError } from "./node-error.ts";
import { parseEnv } from "./parse-env.ts";
import { Readable, Writable } from "./stream.ts";
import { textEnv } from "./text-env.ts";
import { enter, nextTick, setTickErrorHandler } from "./ticks.ts";

const NODE_VERSION = "24.0.0";
const RELEASE = { name: "node", lts: "Krypton" } as const;

type WritableStreamOf = InstanceType<typeof Writable>;

export interface ProcessOptions {
  /** What is written to stderr for an error nobody caught. Default: the error, inspected. */
  readonly formatUncaught?: (error: unknown, origin: "error" | "rejection") => string;
}

export interface ProcessParts {
  readonly emitWarning: (message: string, type: string, code?: string) => void;
  readonly process: object;
  readonly lifecycle: Lifecycle;
  readonly stdout: WritableStreamOf;
  readonly stderr: WritableStreamOf;
}

/** `process` on a kernel, with what the machine tells it. */
export function createProcess(kernel: Kernel, options: ProcessOptions = {}): ProcessParts {
  const startedMs = performance.now();
  const stdout = outputStream(kernel, "stdout", 1);
  const stderr = outputStream(kernel, "stderr", 2);
  let stdin: object | undefined;
  let exiting = false;

  const hrtime = (before?: readonly [number, number]): [number, number] => {
    const nanos = BigInt(Math.round(performance.now() * 1e6));
    const base = before === undefined ? 0n : BigInt(before[0]) * 1_000_000_000n + BigInt(before[1]);
    const passed = nanos - base;
    return [Number(passed / 1_000_000_000n), Number(passed % 1_000_000_000n)];
  };
  const memory = () => {
    const { memory: heap } = performance as { memory?: { usedJSHeapSize: number; totalJSHeapSize: number } };
    const heapUsed = heap?.usedJSHeapSize ?? 16 * 1024 * 1024;
    const heapTotal = heap?.totalJSHeapSize ?? 32 * 1024 * 1024;
    return { rss: heapTotal, heapTotal, heapUsed, external: 0, arrayBuffers: 0 };
  };

  const emitter = new EventEmitter();
  const warned = new Set<string>();
  const emitWarning = (
    warning: string | Error,
    typeOrOptions?: string | { type?: string; code?: string; detail?: string },
    code?: string,
  ) => {
    const details = typeof typeOrOptions === "object" ? typeOrOptions : { type: typeOrOptions, code };
    if (typeof warning !== "string" && !(warning instanceof Error)) {
      throw invalidArgType("warning", ["string", "Error"], warning);
    }
    const error = typeof warning === "string" ? new Error(warning) : warning;
    if (typeof warning === "string") error.name = details.type ?? "Warning";
    if (details.code !== undefined) Object.assign(error, { code: details.code });
    if (error.name === "DeprecationWarning" && self["noDeprecation"] === true) return;
    nextTick(() => emitter.emit.call(self, "warning", error));
  };
  const onWarning = (warning: Error & { code?: string }) => {
    const code = warning.code === undefined ? "" : `[${warning.code}] `;
    kernel.write("stderr", `(node:${kernel.pid}) ${code}${warning.name}: ${warning.message}\n`);
    if (!warned.has("trace")) {
      warned.add("trace");
      kernel.write("stderr", "(Use `node --trace-warnings ...` to show where the warning was created)\n");
    }
  };

  /** Without 'exit'. */
  const end = (code: number): never => {
    exiting = true;
    return kernel.exit(code);
  };
  const exit = (code?: number | string): never => {
    if (code !== undefined) self["exitCode"] = exitCodeOf(code);
    if (!exiting) {
      exiting = true;
      self["_exiting"] = true;
      emitter.emit.call(self, "exit", currentExitCode(self));
    }
    return kernel.exit(currentExitCode(self));
  };

  const self: Record<string, unknown> = Object.assign(Object.create(processPrototype()) as object, {
    title: "node",
    version: `v${NODE_VERSION}`,
    versions: { node: NODE_VERSION, v8: "13.6.233.10-node.26", modules: "137", uv: "1.51.0" },
    arch: "x64",
    platform: "linux",
    release: RELEASE,
    argv: [...kernel.argv],
    execArgv: [],
    execPath: kernel.argv[0] ?? "/usr/local/bin/node",
    argv0: "node",
    env: textEnv(kernel.env),
    pid: kernel.pid,
    ppid: 1,
    exitCode: undefined,
    features: { inspector: false, typescript: "strip", require_module: true },
    config: { variables: {}, target_defaults: {} },
    allowedNodeEnvironmentFlags: new Set<string>(),
    report: {},
    stdout,
    stderr,
    nextTick: (run: unknown, ...args: unknown[]) => {
      if (typeof run !== "function") throw invalidArgType("callback", "function", run);
      nextTick(run as (...all: unknown[]) => void, ...args);
    },
    cwd: () => kernel.cwd,
    chdir: () => {
      throw nodeError(
        Error,
        "ERR_FEATURE_UNAVAILABLE_ON_PLATFORM",
        "process.chdir() does not exist in the page's engine: use absolute paths, or path.join(import.meta.dirname, …)",
      );
    },
    exit,
    reallyExit: (code?: number) => end(code ?? 0),
    abort: () => end(134),
    kill: (pid: number, signal: string | number = "SIGTERM") => {
      if (!kernel.runs(pid)) {
        throw Object.assign(new Error("kill ESRCH"), { errno: -3, code: "ESRCH", syscall: "kill" });
      }
      if (signal === 0) return true;
      // Processes of a page end each other by Stop alone.
      if (pid !== kernel.pid) {
        throw Object.assign(new Error("kill EPERM"), { errno: -1, code: "EPERM", syscall: "kill" });
      }
      if (!emitter.emit.call(self, String(signal), signal)) end(signal === "SIGINT" ? 130 : 143);
      return true;
    },
    hrtime: Object.assign(hrtime, { bigint: () => BigInt(Math.round(performance.now() * 1e6)) }),
    uptime: () => (performance.now() - startedMs) / 1000,
    memoryUsage: Object.assign(memory, { rss: () => memory().rss }),
    availableMemory: () => 512 * 1024 * 1024,
    constrainedMemory: () => 0,
    cpuUsage: () => ({ user: Math.round((performance.now() - startedMs) * 1000), system: 0 }),
    resourceUsage: () => ({
      userCPUTime: Math.round((performance.now() - startedMs) * 1000),
      systemCPUTime: 0,
    }),
    umask: () => 0o22,
    getuid: () => 1000,
    geteuid: () => 1000,
    getgid: () => 1000,
    getegid: () => 1000,
    getgroups: () => [1000],
    emitWarning,
    /** What is set already stays. */
    loadEnvFile: (path: unknown = ".env") => {
      const file = filePath(path, kernel.cwd);
      const found = kernel.volume.stat(file.full);
      if (found?.kind !== "file") throw fileError("ENOENT", { syscall: "open", path: file.shown });
      const text = new TextDecoder().decode(kernel.volume.read(file.full));
      for (const [name, value] of Object.entries(parseEnv(text))) kernel.env[name] ??= value;
    },
    getActiveResourcesInfo: () => [],
    setUncaughtExceptionCaptureCallback: () => undefined,
    hasUncaughtExceptionCaptureCallback: () => false,
    setSourceMapsEnabled: () => undefined,
    binding: (name: string) => {
      throw nodeError(Error, "ERR_INVALID_MODULE", `No such binding: ${name}`);
    },
  });
  Object.defineProperty(self, "stdin", {
    enumerable: true,
    configurable: true,
    get: () => {
      stdin ??= Object.assign(Readable.from([]), { fd: 0, isTTY: undefined });
      return stdin;
    },
  });
  Object.defineProperty(self, "exitCode", exitCodeProperty());
  EventEmitter.call(self as unknown as InstanceType<typeof EventEmitter>);
  emitter.on.call(self, "warning", onWarning);

  setEmitterVoice({
    warn: (message, name) => emitWarning(message, name),
    show: (value) => inspect(value),
  });

  const report = (error: unknown, origin: "error" | "rejection" = "error") => {
    kernel.write("stderr", (options.formatUncaught ?? plainReport)(error, origin));
  };
  const uncaught = (error: unknown, origin = "uncaughtException") => {
    if (exiting) return;
    try {
      emitter.emit.call(self, "uncaughtExceptionMonitor", error, origin);
      if (emitter.emit.call(self, "uncaughtException", error, origin)) return;
    } catch (second) {
      report(second);
      exit(7);
    }
    report(error, origin === "unhandledRejection" ? "rejection" : "error");
    exit(1);
  };
  setTickErrorHandler(uncaught);

  /** `kernel.holdsTaken` before 'beforeExit': when it is still so at the next idleness, that gave no new work. */
  let askedAt: number | undefined;
  const lifecycle: Lifecycle = {
    enter,
    uncaught: (error) => enter(() => uncaught(error)),
    unhandledRejection: (reason, promise) =>
      enter(() => {
        if (emitter.emit.call(self, "unhandledRejection", reason, promise)) return;
        uncaught(reason instanceof Error ? reason : unhandledRejectionError(reason), "unhandledRejection");
      }),
    signal: (name) => {
      let heard = false;
      enter(() => {
        heard = emitter.emit.call(self, name, name, name === "SIGINT" ? 2 : 15);
      });
      return heard;
    },
    idle: () => {
      const { holdsTaken } = kernel;
      if (holdsTaken !== askedAt) {
        askedAt = holdsTaken;
        let isHeard = false;
        enter(() => {
          isHeard = emitter.emit.call(self, "beforeExit", currentExitCode(self));
        });
        if (isHeard) return false;
      }
      enter(() => exit());
      return true;
    },
  };
  return { process: self, lifecycle, stdout, stderr, emitWarning };
}

function processPrototype(): object {
  function process(): void {}
  const prototype = Object.create(EventEmitter.prototype, {
    constructor: { value: process, writable: true, configurable: true },
    [Symbol.toStringTag]: { value: "process", configurable: true },
  }) as object;
  return Object.create(prototype) as object;
}

function exitCodeProperty(): PropertyDescriptor {
  let value: number | undefined;
  return {
    enumerable: true,
    configurable: true,
    get: () => value,
    set: (code: number | string | null | undefined) => {
      value = code === undefined || code === null ? undefined : exitCodeOf(code);
    },
  };
}

function exitCodeOf(code: number | string): number {
  const number = typeof code === "string" && code.trim() !== "" ? Number(code) : code;
  if (typeof number !== "number" || !Number.isInteger(number)) throw invalidArgType("code", "integer", code);
  return number & 0xff;
}

function currentExitCode(self: Record<string, unknown>): number {
  const { exitCode } = self;
  return typeof exitCode === "number" ? exitCode : 0;
}

function unhandledRejectionError(reason: unknown): Error {
  return nodeError(
    Error,
    "ERR_UNHANDLED_REJECTION",
    "This error originated either by throwing inside of an async function without a catch block, " +
      "or by rejecting a promise which was not handled with .catch(). The promise rejected with the reason " +
      `"${inspect(reason)}".`,
  );
}

/** What Node prints before it ends. */
function plainReport(error: unknown): string {
  const shown =
    error instanceof Error
      ? inspect(error)
      : `Uncaught:\n${inspect(error)}\n(Use \`node --trace-uncaught ...\` to show where the exception was thrown)`;
  return `${shown}\n\nNode.js v${NODE_VERSION}\n`;
}

function outputStream(kernel: Kernel, name: "stdout" | "stderr", fd: number): WritableStreamOf {
  const decoder = new TextDecoder();
  const stream = new Writable({
    decodeStrings: false,
    write: (chunk: string | Uint8Array, encoding: string, done: () => void) => {
      const text =
        typeof chunk === "string"
          ? encoding === "utf8" || encoding === "utf-8"
            ? chunk
            : Buffer.from(chunk, encoding as BufferEncoding).toString()
          : decoder.decode(chunk, { stream: true });
      kernel.write(name, text);
      done();
    },
  });
  return Object.assign(stream, { fd, _type: "pipe", _isStdio: true, isTTY: undefined, columns: undefined });
}
