import { EngineError } from "../engine.ts";

export interface Patience {
  readonly leftMs: number;
  readonly signal: AbortSignal | undefined;
  /** The sentence for when the time is over. */
  readonly late: string;
}

/**
 * Like the promise, but rejects with code "boot-failed" when the time is over, and with "aborted" when the
 * signal fires. The promise goes on; what comes of it then is nobody's concern.
 */
export async function within<Value>(
  { leftMs, signal, late }: Patience,
  promise: Promise<Value>,
): Promise<Value> {
  const { promise: givenUp, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new EngineError("boot-failed", late)), leftMs);
  const abort = () => reject(new EngineError("aborted", "The start of WebContainer was given up."));
  if (signal?.aborted) abort();
  signal?.addEventListener("abort", abort, { once: true });
  try {
    return await Promise.race([promise, givenUp]);
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", abort);
    promise.catch(() => {});
  }
}
