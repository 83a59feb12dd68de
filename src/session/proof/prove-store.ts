import { afterAll, beforeAll } from "vitest";
import { opsChecks } from "../ops-checks.ts";
import { peopleChecks } from "../people-checks.ts";
import type { OpenTrial, TrialBackend, TrialStoreModule } from "../trial-stores/trial-store.ts";
import { storeChecks } from "./store-checks.ts";
import { storeFaults } from "./store-faults.ts";
import { storeModel } from "./store-model.ts";
import { storeRaces } from "./store-races.ts";

/** All that is required of sessions, whatever keeps them, on one backend whose server is started once. */
export function proveStore(name: string, module: TrialStoreModule): void {
  let backend: TrialBackend | undefined;

  beforeAll(async () => {
    backend = await module.start();
  }, START_LIMIT_MS);
  afterAll(() => backend?.stop(), START_LIMIT_MS);

  const open: OpenTrial = (options) => {
    if (backend === undefined) throw new Error(`The server of the ${name} store does not run.`);
    return backend.open(options);
  };
  storeChecks(name, open);
  peopleChecks(name, open);
  if (!WRITES_ITS_OWN_WAY.includes(name)) opsChecks(name, open);
  storeRaces(name, open, module.storeAt !== undefined);
  storeModel(name, open);
  if (module.isRemote === true) storeFaults(name, open, () => backend?.port ?? 0);
}

/** Nothing is written down in memory, and express-session's stores write as they are used to. */
const WRITES_ITS_OWN_WAY = ["memory", "express-session", "express-session-redis"];

const START_LIMIT_MS = 120_000;
