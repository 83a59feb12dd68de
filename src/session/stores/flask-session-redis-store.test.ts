import { afterAll, beforeAll, describe } from "vitest";
import { start } from "../trial-stores/flask-session-redis.ts";
import type { TrialBackend } from "../trial-stores/trial-store.ts";
import { storeContract } from "./contract.ts";

describe.each(["pickle-0.3", "msgpack-0.7"] as const)("%s", (format) => {
  let backend: TrialBackend;
  beforeAll(async () => {
    backend = await start(format);
  });
  afterAll(() => backend.stop());

  storeContract(`Flask-Session redis (${format})`, () => backend.open());
});
