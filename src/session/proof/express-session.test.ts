import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as onMemory from "../trial-stores/express-session.ts";
import * as onRedis from "../trial-stores/express-session-redis.ts";
import type { OpenTrial, TrialBackend } from "../trial-stores/trial-store.ts";
import { storeChecks } from "./store-checks.ts";
import { storeModel } from "./store-model.ts";
import { storeRaces } from "./store-races.ts";
import { unlistedChecks } from "./unlisted-checks.ts";

// A store made for express-session lists nobody's sessions and has turns in one process only: what needs either
// (two servers on one store, remembered logins, a user's sessions) is refused and not proved here.
for (const [name, module] of [
  ["express-session", onMemory],
  ["connect-redis", onRedis],
] as const) {
  describe(`${name} behind the façade`, () => {
    let backend: TrialBackend;
    beforeAll(async () => {
      backend = await module.start();
    });
    afterAll(() => backend.stop());
    const open: OpenTrial = (options) => backend.open(options);

    storeChecks(name, open);
    unlistedChecks(name, open);
    storeRaces(name, open, false);
    storeModel(name, open);

    it("can do what it says and no more", async () => {
      const trial = await open();
      expect(trial.store.capabilities).toEqual({ turns: false, merge: false, revoke: true, list: false });
      await trial.close();
    });
  });
}
