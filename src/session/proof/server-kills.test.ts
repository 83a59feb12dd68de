import { describe, expect, it } from "vitest";
import { redisStore } from "../stores/redis-store.ts";
import { databaseStore } from "../stores/sql/database-store.ts";
import { startMariadb } from "../trial-servers/mariadb.ts";
import { startRedis } from "../trial-servers/redis.ts";
import { FaultStage } from "./fault-stage.ts";
import { sized } from "./run-size.ts";

const ALWAYS_WRITTEN = ["--appendonly", "yes", "--appendfsync", "always"];

/** Database servers that are killed with SIGKILL while our server goes on and never restarts. */
const SERVERS = [
  [
    "redis that writes each change to disk",
    () => startRedis({ args: ALWAYS_WRITTEN }),
    (url: string) => redisStore({ url, timeoutMs: 400, log: () => {} }),
  ],
  ["mariadb", startMariadb, (url: string) => databaseStore({ url, timeoutMs: 400, log: () => {} })],
] as const;

describe.each(SERVERS)("a database that is killed while it writes: %s", (_name, start, storeOn) => {
  const kills = sized({ short: 2, full: 20 });

  it(`loses no acknowledged write, ${kills} times, and our server goes on`, async () => {
    const server = await start();
    const store = storeOn(server.url);
    const stage = await FaultStage.serve(store);
    try {
      await stage.begin();
      let acknowledged = 0;
      let sent = 0;
      for (let kill = 0; kill < kills; kill += 1) {
        let isUp = true;
        const enough = Promise.withResolvers<void>();
        const write = async () => {
          while (isUp) {
            sent += 1;
            const { status } = await stage.send("GET", "/increment");
            expect([200, 503]).toContain(status);
            if (status === 200) acknowledged += 1;
            if (acknowledged > 10 * (kill + 1)) enough.resolve();
          }
        };
        const writers = Promise.all([write(), write(), write()]);
        // A writer that fails ends the wait too.
        await Promise.race([enough.promise, writers]);
        await server.kill();
        isUp = false;
        await writers;
        await server.restart();
        await stage.untilServed("GET", "/all");
        const { n, here } = await stage.all();
        expect(here).toBe("yes");
        expect(Number(n)).toBeGreaterThanOrEqual(acknowledged);
        expect(Number(n)).toBeLessThanOrEqual(sent);
      }
      stage.expectNoIds();
    } finally {
      stage.close();
      await store.close?.();
      await server.stop();
    }
  }, 600_000);
});
