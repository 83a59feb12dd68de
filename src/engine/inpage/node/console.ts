import type { InspectOptions } from "node:util";
import { type BuiltinModule, moduleFace } from "./builtin.ts";
import { consoleTable } from "./console-table.ts";
import { formatWithOptions, inspect } from "./inspect.ts";

interface Sink {
  write(text: string): unknown;
}
interface ConsoleOptions {
  readonly stdout: Sink;
  readonly stderr?: Sink;
  readonly groupIndentation?: number;
  readonly inspectOptions?: InspectOptions;
}

/** Node's Console over two sinks. Its methods are bound to it, as Node's are. */
export class Console {
  readonly #out: Sink;
  readonly #err: Sink;
  readonly #options: InspectOptions;
  readonly #step: number;
  readonly #counts = new Map<string, number>();
  readonly #timers = new Map<string, number>();
  #indent = "";

  constructor(out: Sink | ConsoleOptions, err?: Sink) {
    const options: ConsoleOptions = "write" in out ? { stdout: out, ...(err && { stderr: err }) } : out;
    this.#out = options.stdout;
    this.#err = options.stderr ?? options.stdout;
    this.#options = options.inspectOptions ?? {};
    this.#step = options.groupIndentation ?? 2;
    for (const name of Object.getOwnPropertyNames(Console.prototype)) {
      if (name === "constructor") continue;
      const method = (this as unknown as Record<string, unknown>)[name];
      if (typeof method !== "function") continue;
      Object.defineProperty(this, name, {
        value: method.bind(this),
        writable: true,
        configurable: true,
        enumerable: true,
      });
    }
  }

  #print(sink: Sink, args: readonly unknown[]): void {
    const text = formatWithOptions(this.#options, ...args);
    const indented = this.#indent === "" ? text : this.#indent + text.replaceAll("\n", `\n${this.#indent}`);
    sink.write(`${indented}\n`);
  }

  log(...args: unknown[]): void {
    this.#print(this.#out, args);
  }
  info(...args: unknown[]): void {
    this.#print(this.#out, args);
  }
  debug(...args: unknown[]): void {
    this.#print(this.#out, args);
  }
  dirxml(...args: unknown[]): void {
    this.#print(this.#out, args);
  }
  error(...args: unknown[]): void {
    this.#print(this.#err, args);
  }
  warn(...args: unknown[]): void {
    this.#print(this.#err, args);
  }
  trace(...args: unknown[]): void {
    const trace = {
      name: "Trace",
      message: args.length === 0 ? "" : formatWithOptions(this.#options, ...args),
    };
    const stack = (new Error().stack ?? "").split("\n").slice(2).join("\n");
    this.#print(this.#err, [`${trace.name}${trace.message === "" ? "" : `: ${trace.message}`}\n${stack}`]);
  }
  dir(value: unknown, options?: InspectOptions): void {
    this.#print(this.#out, [inspect(value, { customInspect: false, ...this.#options, ...options })]);
  }
  assert(condition?: unknown, ...args: unknown[]): void {
    if (condition) return;
    if (typeof args[0] === "string") this.warn(`Assertion failed: ${args[0]}`, ...args.slice(1));
    else this.warn(...(args.length === 0 ? ["Assertion failed"] : ["Assertion failed:", ...args]));
  }
  table(data: unknown, columns?: readonly string[]): void {
    this.log(typeof data === "object" && data !== null ? consoleTable(data, columns) : data);
  }

  group(...label: unknown[]): void {
    if (label.length > 0) this.log(...label);
    this.#indent += " ".repeat(this.#step);
  }
  groupCollapsed(...label: unknown[]): void {
    this.group(...label);
  }
  groupEnd(): void {
    this.#indent = this.#indent.slice(this.#step);
  }

  count(label = "default"): void {
    const count = (this.#counts.get(label) ?? 0) + 1;
    this.#counts.set(label, count);
    this.log(`${label}: ${count}`);
  }
  countReset(label = "default"): void {
    this.#counts.delete(label);
  }

  time(label = "default"): void {
    this.#timers.set(label, performance.now());
  }
  timeLog(label = "default", ...args: unknown[]): void {
    const started = this.#timers.get(label);
    if (started === undefined) this.warn(`Warning: No such label '${label}' for console.timeLog()`);
    else this.log(`${label}: ${duration(performance.now() - started)}`, ...args);
  }
  timeEnd(label = "default"): void {
    this.timeLog(label);
    this.#timers.delete(label);
  }

  clear(): void {}
  profile(): void {}
  profileEnd(): void {}
  timeStamp(): void {}
}

function duration(ms: number): string {
  if (ms < 1000) return `${Number(ms.toFixed(3))}ms`;
  const seconds = ms / 1000;
  if (seconds < 60) return `${seconds.toFixed(3)}s`;
  const minutes = Math.floor(seconds / 60);
  return `${minutes}:${(seconds % 60).toFixed(3).padStart(6, "0")} (m:ss.mmm)`;
}

export function createConsole(stdout: Sink, stderr: Sink): { console: object; module: BuiltinModule } {
  const console = Object.assign(new Console(stdout, stderr), { Console });
  return { console, module: moduleFace(console) };
}
