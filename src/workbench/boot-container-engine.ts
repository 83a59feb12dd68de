import type { Engine } from "../engine/engine.ts";
import type { ContainerBootStep } from "../engine/webcontainer/boot-webcontainer.ts";
import * as words from "../words/en/program.ts";

const stepText: Record<ContainerBootStep, string> = {
  download: words.loadingContainer,
  boot: words.startingContainer,
  machine: words.startingNode,
  probe: words.probing,
  ready: words.containerReady,
};

/** StackBlitz's real Node, fetched only when it is wanted. Rejects with a sentence that says why not. */
export async function bootContainerEngine(
  onStep?: (sentence: string) => void,
  signal?: AbortSignal,
): Promise<Engine> {
  const { bootWebContainer } = await import("../engine/webcontainer/boot-webcontainer.ts");
  return bootWebContainer({
    files: "/webcontainer/files.json",
    onStep: (step) => onStep?.(stepText[step]),
    ...(signal === undefined ? {} : { signal }),
  });
}
