import { type Engine, EngineError } from "../engine.ts";
import { bootContainer } from "./boot-container.ts";
import { connectMachine } from "./connect-machine.ts";
import { type ContainerApi, type FileSystemTree, loadContainerApi } from "./container-api.ts";
import { probeEngine } from "./probe.ts";

export interface WebContainerBootOptions {
  /** URL of the engine's own files (`writeContainerFiles`), absolute or relative to the page. */
  readonly files: string;
  /** For all of it: download, boot, probe. Default 20,000. */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
  /** The page's own Cross-Origin-Embedder-Policy: the two must agree. Default "require-corp". */
  readonly coep?: "require-corp" | "credentialless";
  /** Another way to the API; default: `@webcontainer/api`, loaded now. */
  readonly loadApi?: () => Promise<ContainerApi>;
}

export const BOOT_TIMEOUT_MS = 20_000;

/**
 * Boots StackBlitz's WebContainer, and proves by a small program that it does what an engine must. Rejects with
 * code "boot-failed" and one sentence that a learner can read, or with "aborted"; then nothing is left behind.
 */
export async function bootWebContainer(options: WebContainerBootOptions): Promise<Engine> {
  const { timeoutMs = BOOT_TIMEOUT_MS, signal, coep = "require-corp", loadApi = loadContainerApi } = options;
  const obstacle = pageObstacle();
  if (obstacle !== undefined) throw new EngineError("boot-failed", obstacle);
  const deadlineMs = performance.now() + timeoutMs;
  const left = () => Math.max(deadlineMs - performance.now(), 0);
  const [api, files] = await Promise.all([
    within(left(), timeoutMs, signal, loadApi()).catch(notLoaded),
    within(left(), timeoutMs, signal, downloadFiles(options.files, signal)),
  ]);
  const container = await bootContainer(api, { timeoutMs: left(), signal, coep });
  try {
    const engine = await within(left(), timeoutMs, signal, connectMachine(container, files));
    await within(left(), timeoutMs, signal, probeEngine(engine));
    return engine;
  } catch (error) {
    container.teardown();
    if (error instanceof EngineError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineError("boot-failed", `WebContainer could not be used: ${reason}`, { cause: error });
  }
}

function notLoaded(error: unknown): never {
  if (error instanceof EngineError) throw error;
  throw new EngineError("boot-failed", "WebContainer's script could not be loaded.", { cause: error });
}

/** Why this page cannot have a container, in a sentence. `undefined`: nothing is known against it. */
export function pageObstacle(page: PageFacts = globalThis): string | undefined {
  if (page.crossOriginIsolated === false) {
    return "WebContainer needs a page that is cross-origin isolated, and this one is not.";
  }
  if (page.navigator?.onLine === false) return "WebContainer needs the network, and the browser is offline.";
  return undefined;
}

export interface PageFacts {
  readonly crossOriginIsolated?: boolean;
  readonly navigator?: { readonly onLine?: boolean };
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

/** Like the promise, but rejects when the time is over or the signal fires. */
async function within<Value>(
  leftMs: number,
  timeoutMs: number,
  signal: AbortSignal | undefined,
  promise: Promise<Value>,
): Promise<Value> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      late.reject(
        new EngineError(
          "boot-failed",
          `WebContainer was not ready within ${(timeoutMs / 1000).toFixed(1)} seconds; the network may be slow.`,
        ),
      ),
    leftMs,
  );
  const abort = () => late.reject(new EngineError("aborted", "The start of WebContainer was given up."));
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, late.promise]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
    promise.catch(() => {});
  }
}
