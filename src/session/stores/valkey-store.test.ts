import { afterAll, beforeAll } from "vitest";
import type { TrialBackend } from "../trial-stores/trial-store.ts";
import { start } from "../trial-stores/valkey.ts";
import { storeContract } from "./contract.ts";

let backend: TrialBackend;
beforeAll(async () => {
  backend = await start();
});
afterAll(() => backend.stop());

storeContract("valkey", () => backend.open());
