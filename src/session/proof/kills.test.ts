import { afterAll, beforeAll } from "vitest";
import * as file from "../trial-stores/file.ts";
import * as flaskSession from "../trial-stores/flask-session-file.ts";
import * as redis from "../trial-stores/redis.ts";
import * as sqlite from "../trial-stores/sqlite.ts";
import type { TrialBackend } from "../trial-stores/trial-store.ts";
import { sized } from "./run-size.ts";
import { storeKills } from "./store-kills.ts";

/** Stores that this machine keeps; a database server does not notice that its client is killed. */
for (const [name, module, kills] of [
  ["file", file, { short: 8, full: 200 }],
  ["sqlite", sqlite, { short: 4, full: 200 }],
  ["flask-session-file", flaskSession, { short: 2, full: 50 }],
  ["redis", redis, { short: 2, full: 50 }],
] as const) {
  let backend: TrialBackend;
  beforeAll(async () => {
    backend = await module.start();
  });
  afterAll(() => backend?.stop());
  storeKills(name, (options) => backend.open(options), sized(kills));
}
