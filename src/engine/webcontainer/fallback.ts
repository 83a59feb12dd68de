import { type Engine, EngineError } from "../engine.ts";

/** Which engine is wanted; "auto" and "webcontainer" fall back to the in-page one. */
export type EnginePreference = "auto" | "inpage" | "webcontainer";

export interface BootAutoOptions {
  readonly prefer: EnginePreference;
  readonly bootInpage: () => Promise<Engine>;
  /** Rejects with a sentence that says why not. */
  readonly bootWebContainer: (signal: AbortSignal) => Promise<Engine>;
  readonly signal?: AbortSignal;
}

export interface AutoBoot {
  /** To be used now. */
  readonly engine: Engine;
  /**
   * Settles, never rejects, when it is known whether there is a WebContainer. One that is `ready` belongs to
   * the caller, as `engine` does: who changes over tears the first one down.
   */
  readonly better: Promise<BetterEngine>;
}

export type BetterEngine =
  | { readonly kind: "ready"; readonly engine: Engine }
  /** One sentence, with a full stop. */
  | { readonly kind: "unavailable"; readonly reason: string };

/**
 * Gives the in-page engine at once, and tries WebContainer beside it, unless "inpage" is preferred. Rejects only
 * as `bootInpage` does. When `signal` fires, the trial ends; the in-page engine stays.
 */
export async function bootAuto(options: BootAutoOptions): Promise<AutoBoot> {
  const { prefer, bootInpage, bootWebContainer, signal } = options;
  const controller = new AbortController();
  const giveUp = () => controller.abort();
  if (signal?.aborted) giveUp();
  signal?.addEventListener("abort", giveUp, { once: true });
  const better: Promise<BetterEngine> =
    prefer === "inpage"
      ? Promise.resolve({ kind: "unavailable", reason: "The engine in the page was chosen." })
      : bootWebContainer(controller.signal).then(
          (engine): BetterEngine => ({ kind: "ready", engine }),
          (error: unknown): BetterEngine => ({ kind: "unavailable", reason: reasonOf(error) }),
        );
  void better.finally(() => signal?.removeEventListener("abort", giveUp));
  try {
    return { engine: await bootInpage(), better };
  } catch (error) {
    giveUp();
    void better.then((result) => (result.kind === "ready" ? result.engine.teardown() : undefined));
    throw error;
  }
}

function reasonOf(error: unknown): string {
  if (error instanceof EngineError) return error.message;
  const message = error instanceof Error ? error.message : String(error);
  return `WebContainer could not be used: ${message.replace(/\.?$/, ".")}`;
}
