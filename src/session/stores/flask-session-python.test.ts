import process from "node:process";
import { Redis } from "ioredis";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { bilingualClient, type OurServer, ours, python, serveOurs } from "../trial-python/trial-bilingual.ts";
import { missingPython, type PythonServer, servePython } from "../trial-python/trial-python.ts";
import { startRedis, type TrialRedis } from "../trial-servers/redis.ts";
import { type FlaskSessionRedisStoreOptions, flaskSessionRedisStore } from "./flask-session-redis-store.ts";

const SECRET_KEY = "1nKlZiuKSp8cFNfAbFueq2I84gs5FTiw5b1GfA4daDA";

/** A folder that `pip install --target` has put Flask-Session 0.7 or later into; Debian has none. */
const MODERN_PYTHON = process.env["KEEPSAKE_PYTHON_PATH"];

const VERSIONS = [
  {
    format: "pickle-0.3",
    environment: {},
    missing: missingPython("flask", "flask_session", "redis"),
  },
  {
    format: "msgpack-0.7",
    environment: { PYTHONPATH: MODERN_PYTHON ?? "" },
    missing:
      MODERN_PYTHON === undefined
        ? "cannot run here: needs KEEPSAKE_PYTHON_PATH, a folder with Flask-Session 0.7 or later and msgspec"
        : undefined,
  },
] as const satisfies readonly {
  readonly format: FlaskSessionRedisStoreOptions["format"];
  readonly environment: Readonly<Record<string, string>>;
  readonly missing: string | undefined;
}[];

describe.each(VERSIONS)(
  "a real Flask-Session program on Redis ($format)",
  ({ format, environment, missing }) => {
    let redis: TrialRedis;
    let flask: PythonServer;
    let node: OurServer;
    let client: Redis;
    const stores: { close?(): unknown }[] = [];

    const open = (more: Partial<FlaskSessionRedisStoreOptions> = {}) => {
      const store = flaskSessionRedisStore({ url: redis.url, format, secretKey: SECRET_KEY, ...more });
      stores.push(store);
      return store;
    };

    beforeAll(async () => {
      if (missing !== undefined) return;
      redis = await startRedis();
      client = new Redis(redis.url);
      flask = await servePython(
        "flask_app.py",
        {
          SESSION_TYPE: "redis",
          REDIS_PORT: redis.port,
          SECRET_KEY,
          SESSION_USE_SIGNER: true,
          PERMANENT_SESSION_LIFETIME: 1800,
        },
        environment,
      );
      node = await serveOurs({ store: open(), name: "session", idleTimeoutSeconds: 3600 });
    });
    afterEach(() => client?.flushall());
    afterAll(async () => {
      await node?.stop();
      await flask?.stop();
      for (const store of stores) await store.close?.();
      client?.disconnect();
      await redis?.stop();
    });

    const both = (name: string, run: () => Promise<void>) =>
      it(name, async ({ skip }) => {
        if (missing !== undefined) skip(missing);
        await run();
      });

    both("keeps one user signed in who goes back and forth", async () => {
      const browser = bilingualClient();
      await python(flask, browser, 'session["user_id"] = 42; session["cart"] = [{"id": 1, "price": 2.0}]');
      const cookie = browser.cookie;
      expect(await ours(node, browser, (session) => session.all())).toEqual({
        user_id: 42,
        cart: [{ id: 1, price: 2 }],
      });
      await ours(node, browser, (session) => session.set("seen", "日本 🍰"));
      const there = await python(flask, browser, 'messages = repr(session["cart"]); session["n"] = 1');
      expect(there.messages).toBe("[{'id': 1, 'price': 2.0}]");
      expect(there.data).toMatchObject({ user_id: 42, seen: "日本 🍰" });
      expect(await ours(node, browser, (session) => session.get("n"))).toBe(1);
      expect(browser.cookie).toBe(cookie);
    });

    both("begins at ours too, with an id that Python takes", async () => {
      const browser = bilingualClient();
      await ours(node, browser, (session) => session.set("user_id", 7));
      expect((await python(flask, browser, "")).data).toMatchObject({ user_id: 7, _permanent: true });
      expect((await client.keys("session:*")).length).toBe(1);
    });

    both("signs in at ours: a new id, and the old one is nobody's", async () => {
      const browser = bilingualClient();
      await python(flask, browser, 'session["cart"] = [1]');
      const before = bilingualClient(browser.cookie);
      await ours(node, browser, (session) => session.login(42));
      expect(browser.cookie).not.toBe(before.cookie);
      expect((await python(flask, browser, "")).data).toMatchObject({ user_id: 42, cart: [1] });
      expect(await ours(node, browser, (session) => session.userId)).toBe(42);
      expect((await client.keys("session:*")).length).toBe(1);
      expect((await python(flask, before, "")).data).not.toHaveProperty("cart");
    });

    both("signs out wherever the user does", async () => {
      const browser = bilingualClient();
      await python(flask, browser, 'session["user_id"] = 1');
      const copy = bilingualClient(browser.cookie);
      await ours(node, browser, (session) => session.destroy());
      expect(browser.cookie).toBeUndefined();
      expect((await python(flask, copy, "")).data).not.toHaveProperty("user_id");

      const second = bilingualClient();
      await ours(node, second, (session) => session.set("user_id", 2));
      const secondCopy = bilingualClient(second.cookie);
      await python(flask, second, "session.clear()");
      expect(await ours(node, secondCopy, (session) => session.get("user_id") ?? null)).toBeNull();
    });

    both("flashes both ways, each once", async () => {
      const browser = bilingualClient();
      await python(flask, browser, 'flash("Saved", "success"); flash("One")');
      expect(await ours(node, browser, (session) => session.getFlash("success"))).toBe("Saved");
      await ours(node, browser, (session) => session.flash("error", "Not so"));
      const { messages } = await python(
        flask,
        browser,
        "messages = get_flashed_messages(with_categories=True)",
      );
      expect(messages).toEqual([
        ["message", "One"],
        ["error", "Not so"],
      ]);
      expect(await ours(node, browser, (session) => session.getFlash("message") ?? null)).toBeNull();
      // The same words again are another message.
      await python(flask, browser, 'flash("One")');
      expect(await ours(node, browser, (session) => session.getFlash("message"))).toBe("One");
      expect(await ours(node, browser, (session) => session.getFlash("message") ?? null)).toBeNull();
    });

    both("takes only the flash that it has read, not one that came after", async () => {
      const browser = bilingualClient();
      await ours(node, browser, (session) => session.flash("news", "first"));
      const other = bilingualClient(browser.cookie);
      await ours(node, browser, async (session) => {
        session.getFlash("news");
        await python(flask, other, 'get_flashed_messages(); flash("second", "news")');
      });
      expect(await ours(node, browser, (session) => session.getFlash("news") ?? null)).toBe("second");
    });

    both("keeps what Python wrote before our commit, key by key", async () => {
      const browser = bilingualClient();
      await python(flask, browser, 'session["n"] = 1');
      await ours(node, browser, async (session) => {
        session.set("ours", true);
        await python(flask, bilingualClient(browser.cookie), 'session["theirs"] = True; session["n"] = 2');
      });
      expect(await ours(node, browser, (session) => session.all())).toEqual({
        n: 2,
        ours: true,
        theirs: true,
      });
    });

    both("adds up increments of ours on one of Python's sessions", async () => {
      const browser = bilingualClient();
      await python(flask, browser, 'session["n"] = 0');
      await Promise.all(
        Array.from({ length: 50 }, () =>
          ours(node, bilingualClient(browser.cookie), (session) => session.increment("n")),
        ),
      );
      expect((await python(flask, browser, "")).data["n"]).toBe(50);
    });

    both("ends sessions with Redis's own clock, which both look at", async () => {
      const browser = bilingualClient();
      await python(flask, browser, 'session["n"] = 1');
      const [key = ""] = await client.keys("session:*");
      expect(await client.pttl(key)).toBeLessThanOrEqual(1_800_000);
      await ours(node, browser, (session) => session.set("m", 1));
      expect(await client.pttl(key)).toBeGreaterThan(3_500_000);
      expect(await client.pttl(key)).toBeLessThanOrEqual(3_600_000);
      await client.pexpire(key, 1);
      await expect.poll(() => client.exists(key)).toBe(0);
      expect(await ours(node, browser, (session) => session.all())).toEqual({});
    });

    both("check 32: an id with a wrong signature is nobody's", async () => {
      const browser = bilingualClient();
      await python(flask, browser, 'session["user_id"] = 1');
      const [id = ""] = browser.cookie?.split(".") ?? [];
      for (const cookie of [id, `${id}.`, `${browser.cookie}x`, `x${browser.cookie}`, ".".repeat(30)]) {
        expect(await ours(node, bilingualClient(cookie), (session) => session.all())).toEqual({});
      }
    });

    both("checks 3 and 4: an id that could not be one asks no store", async () => {
      const store = open({ keyPrefix: "unsigned:" });
      for (const value of ["", "short", "a b c d e f g h i j k l m n o p", "*".repeat(32), "x".repeat(300)]) {
        expect(store.ids?.parse(value)).toBeUndefined();
      }
    });

    both("leaves alone what is no plain data, and says so", async () => {
      if (format !== "pickle-0.3") return;
      const browser = bilingualClient();
      await python(flask, browser, 'session["id"] = uuid.UUID(int=1); session["n"] = 1');
      expect(await ours(node, browser, (session) => session.all())).toEqual({});
      expect((await python(flask, browser, "")).data).toMatchObject({ n: 1 });
    });
  },
);

describe("flaskSessionRedisStore", () => {
  it("refuses settings that cannot be meant", () => {
    const make = (options: object) => () =>
      flaskSessionRedisStore({ format: "pickle-0.3", ...options } as FlaskSessionRedisStoreOptions);
    expect(make({ format: "pickle" })).toThrow(/format is "pickle". Use pickle-0.3 or msgpack-0.7/);
    expect(make({ secretKey: "sekrit" })).toThrow(/secretKey/);
    expect(make({ keyPrefix: "{a}" })).toThrow(/keyPrefix/);
  });
});
