import { afterAll, beforeAll } from "vitest";
import { start } from "../trial-stores/redis.ts";
import type { TrialBackend } from "../trial-stores/trial-store.ts";
import { storeContract } from "./contract.ts";

let backend: TrialBackend;
beforeAll(async () => {
  backend = await start();
});
afterAll(() => backend.stop());

storeContract("redis", () => backend.open());
