import { type Engine, EngineError } from "../engine.ts";
import { downloadAssets } from "./assets-download.ts";
import type { InpageBootOptions } from "./boot-options.ts";
import { HostFrame } from "./host-frame.ts";
import { InpageMachine } from "./machine.ts";
import { Workers } from "./workers.ts";

export type { BootStep, InpageBootOptions } from "./boot-options.ts";

/**
 * Starts a machine in this page. Many may be there at once; each has a hidden frame of its own and they
 * share the downloaded script. Rejects with `EngineError`: "boot-failed" (assets cannot be fetched, the frame is
 * refused by the page's policy), "aborted" (by `signal`).
 */
export async function bootInpageEngine({ assets, signal, onStep }: InpageBootOptions): Promise<Engine> {
  const refuseWhenAborted = () => {
    if (signal?.aborted === true) throw new EngineError("aborted", "The boot was aborted.");
  };
  refuseWhenAborted();
  onStep?.("download");
  const downloaded = await downloadAssets(assets);
  refuseWhenAborted();
  onStep?.("host");
  const frame = await HostFrame.open(downloaded.hostUrl, downloaded.workerScript, signal);
  try {
    onStep?.("worker");
    const workers = new Workers(downloaded, frame);
    await workers.warmUp(signal);
    onStep?.("ready");
    return new InpageMachine(downloaded, workers);
  } catch (error) {
    frame.remove();
    throw error;
  }
}
