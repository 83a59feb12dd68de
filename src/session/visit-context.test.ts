import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, vi } from "vitest";
import { session } from "./express.ts";
import { FileStore } from "./stores/file-store.ts";
import { redisStore } from "./stores/redis-store.ts";
import { trialApp } from "./trial-app.ts";
import { TrialClient } from "./trial-client.ts";
import { whileServed } from "./trial-serve.ts";
import { startRedis } from "./trial-servers/redis.ts";
import { freePort } from "./trial-servers/server-process.ts";

describe("a store at start", () => {
  it("check 42: that is down is logged and answered with 503, and used when it is back, with no restart", async () => {
    const port = await freePort();
    const logged: string[] = [];
    const log = (message: string) => logged.push(message);
    const store = redisStore({ port, timeoutMs: 500, log });
    await session({ store, log }).ready();
    expect(logged.join("\n")).toContain("The redis store cannot be reached");
    try {
      await whileServed(trialApp({ store, log }), async (address) => {
        const client = new TrialClient();
        expect((await client.get(`${address}/untouched`)).status).toBe(200);
        const down = await client.get(`${address}/increment`);
        expect([down.status, down.setCookies]).toEqual([503, []]);
        const redis = await startRedis({ port });
        try {
          await vi.waitFor(async () => expect((await client.get(`${address}/increment`)).status).toBe(200), {
            timeout: 60_000,
          });
          expect((await client.get(`${address}/increment`)).json()).toEqual({ sum: 2 });
        } finally {
          await redis.stop();
        }
      });
    } finally {
      await store.close?.();
    }
  });

  it("whose folder cannot be used is refused, with the setting and the remedy", async () => {
    const folder = await mkdtemp(join(tmpdir(), "keepsake-ready-"));
    try {
      await writeFile(join(folder, "a-file"), "");
      const store = new FileStore({ folder: join(folder, "a-file") });
      await expect(session({ store }).ready()).rejects.toMatchObject({
        code: "bad-setting",
        message: expect.stringContaining("TINA4_SESSION_PATH"),
      });
      const made = join(folder, "made", "at", "start");
      await session({ store: new FileStore({ folder: made }) }).ready();
      await writeFile(join(made, "is there"), "");
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it("that is opened by a variable is the one that it names, with its settings", () => {
    vi.stubEnv("TINA4_SESSION_BACKEND", "redis");
    vi.stubEnv("TINA4_SESSION_URL", "redis:nonsense");
    try {
      expect(() => session()).toThrow("TINA4_SESSION_URL (its value is not shown)");
    } finally {
      vi.unstubAllEnvs();
    }
  });
});
