import type { Engine } from "../engine/engine.ts";
import type { BootStep } from "../engine/inpage/boot-options.ts";
import * as words from "../words/en/program.ts";

const stepText: Record<BootStep, string> = {
  download: words.loadingEngine,
  host: words.preparingFrame,
  worker: words.startingBuiltIns,
  ready: words.engineReady,
};

/** The in-page engine, fetched when it is first wanted. `onStep` is told each step as a sentence. */
export async function bootPageEngine(
  onStep?: (sentence: string) => void,
  signal?: AbortSignal,
): Promise<Engine> {
  const { bootInpageEngine } = await import("../engine/inpage/inpage-engine.ts");
  return bootInpageEngine({
    assets: "/engine/",
    onStep: (step) => onStep?.(stepText[step]),
    ...(signal === undefined ? {} : { signal }),
  });
}
