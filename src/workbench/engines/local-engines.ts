import type { MachineAddress } from "../../engine/local/dev/machine-address.ts";
import type { EngineOffer } from "./engine-offer.ts";

/**
 * Real Node on the learner's own machine: only the development server has it, so there is none in a built site, nor
 * the code that would use it. Never rejects. `folder`: the exercise whose files are in `work/FOLDER`.
 */
export async function localEngines(folder?: string): Promise<readonly EngineOffer[]> {
  if (import.meta.env.DEV) {
    const { ADDRESS_PATH, folderName } = await import("../../engine/local/dev/machine-address.ts");
    const response = await fetch(ADDRESS_PATH).catch(() => undefined);
    if (response?.ok !== true) return [];
    const { token, nodeVersion }: MachineAddress = await response.json();
    const files =
      folder === undefined ? "" : ` Your own editor can open the same files in ${folderName(folder)}.`;
    return [
      {
        kind: "local",
        place: `on this machine (Node ${nodeVersion})`,
        about: `Real Node, real files, and servers that run here, such as Redis.${files}`,
        obstacle: () => undefined,
        boot: async ({ signal, forTests = false, onStep }) => {
          onStep?.("Starting a machine behind the dev server");
          const { connectMachine } = await import("../../engine/local/dev/connect-machine.ts");
          return connectMachine({
            origin: location.origin,
            token,
            ...(folder === undefined || forTests ? {} : { folder }),
            ...(signal === undefined ? {} : { signal }),
          });
        },
      },
    ];
  }
  return [];
}
