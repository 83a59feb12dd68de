export interface InpageBootOptions {
  /** URL of the folder that holds `manifest.json`, absolute or relative to the page: "/engine/". */
  readonly assets: string;
  /** Gives up: the boot rejects with `EngineError` code "aborted" and leaves nothing behind. */
  readonly signal?: AbortSignal;
  /** Calls back when a step begins, for a progress line. Never after the boot has settled. */
  readonly onStep?: (step: BootStep) => void;
}

/**
 * In this order: "download" (script and packages), "host" (the frame), "worker" (the first process is made
 * ready), "ready".
 */
export type BootStep = "download" | "host" | "worker" | "ready";
