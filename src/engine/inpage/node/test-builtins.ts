import { bundledBuiltins } from "./bundled.ts";
import type { MemoryKernel, MemoryKernelOptions } from "./memory-kernel.ts";

/** The modules by name, typed as Node's own. */
export interface NodeModules {
  readonly assert: typeof import("node:assert");
  readonly async_hooks: typeof import("node:async_hooks");
  readonly buffer: typeof import("node:buffer");
  readonly console: typeof import("node:console");
  readonly crypto: typeof import("node:crypto");
  readonly diagnostics_channel: typeof import("node:diagnostics_channel");
  readonly events: typeof import("node:events");
  readonly fs: typeof import("node:fs");
  readonly "fs/promises": typeof import("node:fs/promises");
  readonly http: typeof import("node:http");
  readonly net: typeof import("node:net");
  readonly path: typeof import("node:path");
  readonly process: typeof import("node:process");
  readonly querystring: typeof import("node:querystring");
  readonly stream: typeof import("node:stream");
  readonly "stream/promises": typeof import("node:stream/promises");
  readonly string_decoder: typeof import("node:string_decoder");
  readonly timers: typeof import("node:timers");
  readonly "timers/promises": typeof import("node:timers/promises");
  readonly url: typeof import("node:url");
  readonly util: typeof import("node:util");
  readonly zlib: typeof import("node:zlib");
}

export interface TestMachine {
  readonly kernel: MemoryKernel;
  readonly globals: Readonly<Record<string, unknown>>;
  readonly lifecycle: import("./builtin.ts").Lifecycle;
  readonly refused: ReadonlyMap<string, string>;
  load<K extends keyof NodeModules>(name: K): NodeModules[K];
}

/** A process in memory with the bundled built-ins, as the page gets them. */
export async function testMachine(options?: MemoryKernelOptions): Promise<TestMachine> {
  const { createBuiltins, MemoryKernel } = await bundledBuiltins();
  const kernel = new MemoryKernel(options);
  const { modules, globals, lifecycle, refused } = createBuiltins(kernel);
  return {
    kernel,
    globals,
    lifecycle,
    refused,
    load: <K extends keyof NodeModules>(name: K) => modules.get(name)?.default as NodeModules[K],
  };
}

/** What a call gives or throws, as text that two implementations can be compared by. */
export function outcome(run: () => unknown): string {
  try {
    return `gives ${shown(run())}`;
  } catch (error) {
    const { name, code, message } = error as Error & { code?: string };
    return `throws ${name} ${code} ${message}`;
  }
}

function shown(value: unknown): string {
  if (value instanceof Uint8Array) return `bytes ${[...value].join(",")}`;
  if (typeof value === "bigint") return `${value}n`;
  return JSON.stringify(value) ?? String(value);
}
