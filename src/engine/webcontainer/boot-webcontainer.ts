import { type Engine, EngineError } from "../engine.ts";
import { connectMachine } from "./connect-machine.ts";
import { type ContainerApi, type FileSystemTree, loadContainerApi } from "./container-api.ts";
import { pageObstacle } from "./page-obstacle.ts";
import { probeEngine } from "./probe.ts";
import { leaseContainer } from "./shared-container.ts";
import { within } from "./within.ts";

export interface WebContainerBootOptions {
  /** URL of the engine's own files (`writeContainerFiles`), absolute or relative to the page. */
  readonly files: string;
  /** For all of it: download, boot, probe. Default {@link BOOT_TIMEOUT_MS}. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** The page's own Cross-Origin-Embedder-Policy: the two must agree. Default "require-corp". */
  readonly coep?: "require-corp" | "credentialless";
  /** Calls back when a step begins. Never after the boot has settled. */
  readonly onStep?: (step: ContainerBootStep) => void;
  /** How often the machine in the container is asked whether it is still there. Default 5,000. */
  readonly pulseMs?: number;
  /** Another way to the API; default: `@webcontainer/api`, loaded now. */
  readonly loadApi?: () => Promise<ContainerApi>;
}

/**
 * In this order: "download" (the package and our own files), "boot" (the runtime, from StackBlitz's servers; at
 * once when the page has a container), "machine" (our process in it), "probe" (a small program), "ready".
 */
export type ContainerBootStep = "download" | "boot" | "machine" | "probe" | "ready";

export const BOOT_TIMEOUT_MS = 20_000;
const PULSE_MS = 5_000;

/**
 * Gives an engine in the page's WebContainer, which is booted when it is the first one, and proves by a small
 * program that it does what an engine must. Several engines share the container; each has a process, a folder and
 * ports of its own. Rejects with code "boot-failed" and a sentence that a learner can read, or with
 * "aborted"; then nothing is left behind.
 */
export async function bootWebContainer(options: WebContainerBootOptions): Promise<Engine> {
  const { timeoutMs = BOOT_TIMEOUT_MS, signal, coep = "require-corp" } = options;
  const { loadApi = loadContainerApi, onStep, pulseMs = PULSE_MS } = options;
  const obstacle = pageObstacle();
  if (obstacle !== undefined) throw new EngineError("boot-failed", obstacle);
  const deadlineMs = performance.now() + timeoutMs;
  const left = () => Math.max(deadlineMs - performance.now(), 0);
  const late = `WebContainer was not ready within ${(timeoutMs / 1000).toFixed(1)} seconds; the network may be slow.`;
  const inTime = <Value>(promise: Promise<Value>) => within({ leftMs: left(), signal, late }, promise);
  onStep?.("download");
  const [api, files] = await Promise.all([
    inTime(loadApi()).catch(notLoaded),
    inTime(downloadFiles(options.files, signal)),
  ]);
  onStep?.("boot");
  const lease = await leaseContainer(api, { timeoutMs: left(), signal, coep, files });
  const givenUp = new AbortController();
  let engine: Engine | undefined;
  try {
    onStep?.("machine");
    engine = await inTime(connectMachine({ lease, pulseMs, signal: givenUp.signal }));
    onStep?.("probe");
    await inTime(probeEngine(engine));
    onStep?.("ready");
    return engine;
  } catch (error) {
    givenUp.abort();
    await engine?.teardown();
    lease.release();
    if (error instanceof EngineError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineError("boot-failed", `WebContainer could not be used: ${reason}`, { cause: error });
  }
}

function notLoaded(error: unknown): never {
  if (error instanceof EngineError) throw error;
  throw new EngineError("boot-failed", "WebContainer's script could not be loaded.", { cause: error });
}

async function downloadFiles(url: string, signal: AbortSignal | undefined): Promise<FileSystemTree> {
  let response: Response;
  try {
    response = await fetch(url, signal === undefined ? {} : { signal });
  } catch (cause) {
    throw new EngineError("boot-failed", `The engine's files could not be loaded from ${url}.`, { cause });
  }
  if (!response.ok) {
    throw new EngineError("boot-failed", `The engine's files are not at ${url}: status ${response.status}.`);
  }
  return response.json();
}
