import { Redis } from "ioredis";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { loginChecks } from "../sign-in/login-checks.ts";
import { rememberChecks } from "../sign-in/remember-checks.ts";
import { userSessionsChecks } from "../sign-in/user-sessions-checks.ts";
import { startRedis, type TrialRedis } from "../trial-servers/redis.ts";
import { start } from "../trial-stores/flask-session-redis.ts";
import type { TrialBackend } from "../trial-stores/trial-store.ts";
import { recordWith, storeContract } from "./contract.ts";
import { flaskSessionRedisStore } from "./flask-session-redis-store.ts";

describe.each(["pickle-0.3", "msgpack-0.7"] as const)("%s", (format) => {
  let backend: TrialBackend;
  beforeAll(async () => {
    backend = await start(format);
  });
  afterAll(() => backend.stop());

  storeContract(`Flask-Session redis (${format})`, () => backend.open());
  for (const checks of [loginChecks, rememberChecks, userSessionsChecks]) {
    checks(`Flask-Session redis (${format})`, (options) => backend.open(options));
  }
});

describe("the index of an owner's sessions", () => {
  let server: TrialRedis;
  let admin: Redis;
  beforeAll(async () => {
    server = await startRedis();
    admin = new Redis(server.url);
  });
  afterAll(async () => {
    await admin?.quit();
    await server?.stop();
  });

  it("keeps a session that is about to come: a login would be in no list, and revoked by nobody", async () => {
    const store = flaskSessionRedisStore({ url: server.url, format: "msgpack-0.7" });
    const [there, coming, gone] = ["a".repeat(32), "b".repeat(32), "c".repeat(32)] as const;
    const owner = "d".repeat(64);
    const index = `keepsake:owner:{session:${owner}}`;
    const signedIn = recordWith({}, { owner, signInId: "login", authenticatedAtMs: 1, device: "Trial" });
    await store.create(there, signedIn);
    await admin.zadd(index, Date.now(), coming, Date.now() - 120_000, gone);
    expect((await store.listByOwner(owner)).map(({ key }) => key)).toEqual([there]);
    expect((await admin.zrange(index, "0", "-1")).sort()).toEqual([there, coming]);
    await store.close?.();
  });
});
