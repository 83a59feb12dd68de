import { afterAll, beforeAll } from "vitest";
import { peopleChecks } from "./people-checks.ts";
import * as file from "./trial-stores/file.ts";
import * as memory from "./trial-stores/memory.ts";
import type { TrialBackend, TrialStoreModule } from "./trial-stores/trial-store.ts";

function checkPeople(name: string, module: TrialStoreModule): void {
  let backend: TrialBackend | undefined;
  beforeAll(async () => {
    backend = await module.start();
  });
  afterAll(() => backend?.stop());
  peopleChecks(name, (options) => {
    if (backend === undefined) throw new Error(`The ${name} store was not started.`);
    return backend.open(options);
  });
}

checkPeople("memory", memory);
checkPeople("file", file);
