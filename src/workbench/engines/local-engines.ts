import type { MachineAddress } from "../../engine/local/dev/machine-address.ts";
import * as words from "../../words/en/engines.ts";
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
    const about =
      folder === undefined
        ? words.aboutLocal
        : `${words.aboutLocal} ${words.localFolder(folderName(folder))}`;
    return [
      {
        kind: "local",
        place: words.onThisMachine(nodeVersion),
        about,
        obstacle: () => undefined,
        boot: async ({ signal, forTests = false, onStep }) => {
          onStep?.(words.startingMachine);
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
