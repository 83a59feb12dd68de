import { EngineError } from "../engine.ts";
import type { Container, ContainerApi } from "./container-api.ts";

export interface ContainerBootOptions {
  readonly timeoutMs: number;
  readonly signal: AbortSignal | undefined;
  /** The page's own Cross-Origin-Embedder-Policy: the two must agree. */
  readonly coep: "require-corp" | "credentialless";
}

/** Of this page: there is one container at most, and a boot that hangs blocks all later ones. */
const underWay = new WeakMap<ContainerApi, Promise<Container>>();

/**
 * `boot()` against a clock: with no network it neither resolves nor rejects. A boot that is still under way is
 * waited for instead of started again; one that comes too late is shut down. Rejects with code "boot-failed"
 * or "aborted".
 */
export async function bootContainer(
  api: ContainerApi,
  { timeoutMs, signal, coep }: ContainerBootOptions,
): Promise<Container> {
  const booting = underWay.get(api) ?? start(api, coep);
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () =>
      late.reject(
        new EngineError(
          "boot-failed",
          `WebContainer did not start within ${(timeoutMs / 1000).toFixed(1)} seconds; the network may be down or its servers blocked.`,
        ),
      ),
    timeoutMs,
  );
  const abort = () => late.reject(new EngineError("aborted", "The start of WebContainer was given up."));
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([booting, late.promise]);
  } catch (error) {
    if (error instanceof EngineError) {
      // Nobody waits for it any more.
      booting.then(
        (container) => container.teardown(),
        () => {},
      );
      throw error;
    }
    const reason = error instanceof Error ? error.message : String(error);
    throw new EngineError("boot-failed", `WebContainer could not start: ${reason}`, { cause: error });
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
  }
}

function start(api: ContainerApi, coep: ContainerBootOptions["coep"]): Promise<Container> {
  const booting = api.boot({ coep, workdirName: "keepsake" });
  underWay.set(api, booting);
  const forget = () => underWay.delete(api);
  booting.then(forget, forget);
  return booting;
}
