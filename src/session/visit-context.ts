import { ObservedStore } from "./observed-store.ts";
import { openStore } from "./open-store.ts";
import { SessionError } from "./session-error.ts";
import type { SessionSettings } from "./settings.ts";
import { realNowMs, type Store } from "./store.ts";
import { loadTracing } from "./tracing.ts";
import { TurnRenewal } from "./turn-renewal.ts";
import type { VisitContext } from "./visit.ts";

/** Different reports on one middleware's sessions; after so many nobody reads them. */
const REPORT_LIMIT = 100;

/** What all visits of one middleware share. Throws "bad-setting" for a store that cannot be made. */
export function contextOf(settings: SessionSettings): VisitContext {
  const { backend, log } = settings;
  const opened = openStore(settings);
  // What is not there neither answers late nor fails.
  const store =
    backend.kind === "cookie"
      ? opened
      : new ObservedStore(opened, settings.storeTimeoutMs, (turn) => renewal.giveBack(turn));
  const renewal: TurnRenewal = new TurnRenewal(store, log);
  let nextCollectionMs = realNowMs() + store.collectionIntervalMs;
  const reported = new Set<string>();
  void loadTracing();
  return {
    settings,
    store,
    cookieHeld: backend.kind === "cookie" ? backend.codec : undefined,
    logOnce(message) {
      if (reported.size >= REPORT_LIMIT || reported.has(message)) return;
      reported.add(message);
      log(message);
    },
    renewal,
    collectNowAndThen(nowMs) {
      if (realNowMs() < nextCollectionMs) return;
      nextCollectionMs = realNowMs() + store.collectionIntervalMs;
      Promise.resolve(store.collect(nowMs)).catch((error: unknown) => {
        log(`The ${store.name} store could not collect expired sessions: ${String(error)}`);
      });
    },
  };
}

/**
 * Connects before the first request comes. A store that is down must not keep the server down with it: that is
 * logged, and requests get 503 until it is back. What no waiting mends, a wrong setting or a driver that is not
 * installed, rejects.
 */
export async function makeReady(store: Store, log: (message: string) => void): Promise<void> {
  await loadTracing();
  try {
    await store.open?.();
  } catch (error) {
    if (isWrongSetting(error)) throw error;
    log(
      `The ${store.name} store cannot be reached: ${String(error)} ` +
        "Requests that need a session are answered with 503 until it can; nothing needs to be restarted.",
    );
  }
}

function isWrongSetting(error: unknown): boolean {
  if (error instanceof SessionError) return error.code === "bad-setting";
  const kind: unknown = error instanceof Error && "kind" in error ? error.kind : undefined;
  return kind === "bad-url" || kind === "no-driver" || kind === "misuse";
}
