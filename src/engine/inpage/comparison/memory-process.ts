// A program on the built-ins and the loader in a thread of real Node: what the page's worker is, without a page.
import { readFile } from "node:fs/promises";
import { parentPort, workerData } from "node:worker_threads";
import { bundlePackage } from "../bundles.ts";
import { ModuleLoader } from "../loader/index.ts";
import { bundledBuiltins } from "../node/bundled.ts";
import { bundledPackages } from "../package-list.ts";
import { WorkerPackages } from "../package-source.ts";
import type { ComparedRequest, ComparedResponse } from "./compared.ts";

const {
  program,
  env,
  packages: wanted,
} = workerData as { program: string; env: Record<string, string>; packages: string[] };
const port = parentPort;
if (port === null) throw new Error("memory-process.ts is started as a worker thread");

const source = await readFile(new URL(`programs/${program}`, import.meta.url));
const { createBuiltins, MemoryKernel } = await bundledBuiltins();
const bundles = await Promise.all(
  bundledPackages.filter(({ name }) => wanted.includes(name)).map((one) => bundlePackage(one)),
);
const packages = new WorkerPackages(
  wanted,
  bundles.map(({ name, format, code, dependencies }) => ({ name, format, code, dependencies })),
  () => undefined,
);
const kernel = new MemoryKernel({
  files: { [program]: source },
  argv: ["/usr/local/bin/node", program],
  env,
});
const builtins = createBuiltins(kernel);
const loader = new ModuleLoader({
  volume: kernel.volume,
  root: kernel.cwd,
  builtins,
  packages: { names: wanted, load: (name) => packages.load(name) },
});

port.on("message", ({ id, request }: { id: number; request: ComparedRequest }) => {
  exchange(request).then((response) => port.postMessage({ id, response }));
});

for (const [name, value] of Object.entries(builtins.globals)) {
  Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
}
try {
  await loader.run(program);
  port.postMessage({ started: true });
} catch (error) {
  port.postMessage({ failed: error instanceof Error ? String(error.stack) : String(error) });
}

async function exchange({ method, target, headers, body }: ComparedRequest): Promise<ComparedResponse> {
  const parts: Uint8Array[] = [];
  let head = { status: 0, statusText: "connection-reset", headers: [] as ComparedResponse["headers"] };
  let complete = true;
  try {
    const response = await kernel.connect(Number(env["PORT"]), {
      method,
      target,
      headers,
      body: body ?? null,
    });
    head = { status: response.status, statusText: response.statusText, headers: response.headers };
    const reader = response.body.getReader();
    for (let next = await reader.read(); !next.done; next = await reader.read()) parts.push(next.value);
  } catch {
    complete = false;
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const whole = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return { ...head, body: whole, complete };
}
