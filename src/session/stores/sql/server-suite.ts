import { afterAll, beforeAll, describe } from "vitest";
import type { TrialBackend } from "../../trial-stores/trial-store.ts";
import { storeContract } from "../contract.ts";

/** What every SQL server must do with our sessions. */
export function serverSuite(name: string, start: () => Promise<TrialBackend>): void {
  describe(`sessions in ${name}`, () => {
    let backend: TrialBackend;
    beforeAll(async () => {
      backend = await start();
    }, 60_000);
    afterAll(() => backend?.stop());

    storeContract(name, () => backend.open());
  });
}
