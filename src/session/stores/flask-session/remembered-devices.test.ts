import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { newSessionId, ownerKey, sha256Hex } from "../../session-id.ts";
import { peopleStage, REMEMBER, SESSION } from "../../sign-in/trial-people.ts";
import type { Store } from "../../store.ts";
import {
  bilingualClient,
  type OurServer,
  ours,
  python,
  serveOurs,
} from "../../trial-python/trial-bilingual.ts";
import { missingPython, type PythonServer, servePython } from "../../trial-python/trial-python.ts";
import { startRedis, type TrialRedis } from "../../trial-servers/redis.ts";
import { start as startFile } from "../../trial-stores/flask-session-file.ts";
import { start as startOnRedis } from "../../trial-stores/flask-session-redis.ts";
import type { TrialBackend } from "../../trial-stores/trial-store.ts";
import { flaskSessionFileStore } from "../flask-session-file-store.ts";
import { flaskSessionRedisStore } from "../flask-session-redis-store.ts";
import { flaskSessionIds } from "./flask-session-ids.ts";

/** What somebody could send as `session` who has read the remember-me cookie. */
function guesses(selector: string): string[] {
  const hash = sha256Hex(`remember:${selector}`);
  return [selector, hash, `remember:${hash}`, flaskSessionIds({}).deviceKey(selector)];
}

describe.each([
  ["files", () => startFile()],
  ["Redis, pickle-0.3", () => startOnRedis("pickle-0.3")],
  ["Redis, msgpack-0.7", () => startOnRedis("msgpack-0.7")],
] as const)("a device that is remembered (%s, ids without a signature)", (_name, start) => {
  let backend: TrialBackend;
  beforeAll(async () => {
    backend = await start();
  });
  afterAll(() => backend.stop());

  const stage = peopleStage((options) => backend.open(options));

  it("is reached by no session id that follows from the cookie", async () => {
    const browser = await stage.signedIn("alice", true);
    const [selector = ""] = browser.cookies.get(REMEMBER)?.split(".") ?? [];
    expect(await stage.store.listByOwner(ownerKey("remember", "alice"))).toHaveLength(1);
    for (const guess of guesses(selector)) {
      const thief = stage.browser();
      thief.cookies.set(SESSION, guess);
      expect(await thief.me()).toMatchObject({ userId: null, fresh: false, data: {} });
      expect((await thief.post("/delicate")).status).toBe(401);
    }
    browser.cookies.delete(SESSION);
    expect(await browser.me()).toMatchObject({ userId: "alice", remembered: true });
  });
});

interface Place {
  readonly environment: Readonly<Record<string, unknown>>;
  readonly store: Store;
  stop(): Promise<void>;
}

const PLACES: readonly (readonly [name: string, missing: string | undefined, open: () => Promise<Place>])[] =
  [
    [
      "files",
      missingPython("flask", "flask_session", "cachelib"),
      async () => {
        const folder = await mkdtemp(join(tmpdir(), "keepsake-flask-session-"));
        return {
          environment: { SESSION_TYPE: "filesystem", SESSION_FILE_DIR: folder },
          store: flaskSessionFileStore({ folder }),
          stop: () => rm(folder, { recursive: true, force: true }),
        };
      },
    ],
    [
      "Redis",
      missingPython("flask", "flask_session", "redis"),
      async () => {
        const redis: TrialRedis = await startRedis();
        const store = flaskSessionRedisStore({ url: redis.url, format: "pickle-0.3" });
        return {
          environment: { SESSION_TYPE: "redis", REDIS_PORT: redis.port },
          store,
          stop: async () => {
            await store.close?.();
            await redis.stop();
          },
        };
      },
    ],
  ];

describe.each(PLACES)("a real Flask-Session program on the same %s", (_name, missing, open) => {
  let place: Place;
  let flask: PythonServer;
  let node: OurServer;
  beforeAll(async () => {
    if (missing !== undefined) return;
    place = await open();
    flask = await servePython("flask_app.py", { ...place.environment, SECRET_KEY: newSessionId() });
    node = await serveOurs({ store: place.store, name: "session" });
  });
  afterAll(async () => {
    await node?.stop();
    await flask?.stop();
    await place?.stop();
  });

  it("finds nobody under what follows from a remember-me cookie", async ({ skip }) => {
    if (missing !== undefined) skip(missing);
    const answer = await node.run(bilingualClient(), (session) => session.login(7, { remember: true }));
    const [, selector = ""] = /tina4_remember=([\w-]{32})\./.exec(answer.setCookies.join("\n")) ?? [];
    expect(selector).toHaveLength(32);
    for (const guess of guesses(selector)) {
      const here = await ours(node, bilingualClient(guess), (session) => [
        session.isNew,
        session.get("user_id") ?? null,
      ]);
      expect(here).toEqual([true, null]);
      const there = await python(flask, bilingualClient(guess), 'messages = session.get("user_id")');
      expect(there.messages).toBeNull();
    }
  });
});
