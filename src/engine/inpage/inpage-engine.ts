import type { Engine } from "../engine.ts";
import type { InpageBootOptions } from "./boot-options.ts";

export type { BootStep, InpageBootOptions } from "./boot-options.ts";

/**
 * Starts a machine in this page. Many may be there at once; each has a hidden frame of its own and they
 * share the downloaded script. Rejects with `EngineError`: "boot-failed" (assets cannot be fetched, the frame is
 * refused by the page's policy), "aborted" (by `signal`).
 */
export declare function bootInpageEngine(options: InpageBootOptions): Promise<Engine>;
