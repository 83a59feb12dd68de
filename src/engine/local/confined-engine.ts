import type { Confinement } from "./confinement.ts";
import { bootLocalEngine, type LocalMachine } from "./local-engine.ts";
import { linkConfinedPackages, temporaryFolders, workFolders } from "./machine-folders.ts";
import { ProcessKeeper } from "./process-keeper.ts";
import { DEFAULT_LIMITS } from "./process-limits.ts";

export interface ConfinedEngineOptions extends Partial<Confinement> {
  /** Of the exercise whose folder `work/NAME` the machine has. Default: a temporary folder. */
  readonly folder?: string;
  /** Of the folder `work`. Default: this repository. */
  readonly root?: string;
}

/** One for all machines of this process. */
const sharedKeeper = new ProcessKeeper();

/** Boots an engine for programs of whoever sits at the page: each is held to its folder and to limits. */
export async function bootConfinedEngine({
  folder,
  root,
  limits = DEFAULT_LIMITS,
  keeper = sharedKeeper,
  closedPorts = () => [],
}: ConfinedEngineOptions = {}): Promise<LocalMachine> {
  const folders = await (folder === undefined
    ? temporaryFolders(linkConfinedPackages)
    : workFolders(folder, linkConfinedPackages, root));
  return bootLocalEngine({ folders, confinement: { limits, keeper, closedPorts } });
}
