import type { Engine } from "../engine/engine.ts";
import type { ContainerBootStep } from "../engine/webcontainer/boot-webcontainer.ts";

const stepText: Record<ContainerBootStep, string> = {
  download: "Loading what goes into the container",
  boot: "Starting WebContainer from StackBlitz's servers",
  machine: "Starting Node in the container",
  probe: "Asking a small program whether all is well",
  ready: "The container is ready",
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
