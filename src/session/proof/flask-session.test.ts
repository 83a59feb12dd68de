import { afterAll, beforeAll, describe } from "vitest";
import { start as startFiles } from "../trial-stores/flask-session-file.ts";
import { start as startRedis } from "../trial-stores/flask-session-redis.ts";
import type { TrialBackend } from "../trial-stores/trial-store.ts";
import { storeFaults } from "./store-faults.ts";
import { storeModel } from "./store-model.ts";
import { storeRaces } from "./store-races.ts";

/** What must hold of sessions that Python shares, as far as ours alone are at them. */
describe.each([
  ["flask-session-file", () => startFiles()],
  ["flask-session-redis", () => startRedis()],
] as const)("%s", (name, start) => {
  let backend: TrialBackend;
  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend?.stop());

  storeRaces(name, (options) => backend.open(options), true);
  storeModel(name, (options) => backend.open(options));
  if (name === "flask-session-redis") {
    storeFaults(
      name,
      (options) => backend.open(options),
      () => backend.port ?? 0,
    );
  }
});
