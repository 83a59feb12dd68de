import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { SessionError } from "../session-error.ts";
import { bilingualClient, type OurServer, ours, python, serveOurs } from "../trial-python/trial-bilingual.ts";
import { missingPython, type PythonServer, servePython } from "../trial-python/trial-python.ts";
import { FLASK_COOKIE, flaskCookie } from "./flask-cookie.ts";
import { SignedDictCookie } from "./signed-dict-cookie.ts";

const NEW_KEY = "1nKlZiuKSp8cFNfAbFueq2I84gs5FTiw5b1GfA4daDA";
const OLD_KEY = "pSRKh1iIkBwTpiMbRSPM9r5g-jPKtUB1NkD7OQVzdOQ";

const missing = missingPython("flask", "itsdangerous");

describe("flaskCookie and a real Flask program", () => {
  let flask: PythonServer;
  let node: OurServer;
  let nowMs: number | undefined;

  beforeAll(async () => {
    if (missing !== undefined) return;
    flask = await servePython("flask_app.py", {
      SESSION_TYPE: "cookie",
      SECRET_KEY: NEW_KEY,
      SECRET_KEY_FALLBACKS: [OLD_KEY],
      PERMANENT_SESSION_LIFETIME: 3600,
    });
    node = await serveOurs({
      cookieHeld: flaskCookie({ secretKey: NEW_KEY, secretKeyFallbacks: [OLD_KEY] }),
      nowMs: () => nowMs ?? Date.now(),
    });
  });
  afterAll(async () => {
    await flask?.stop();
    await node?.stop();
  });

  const both = (name: string, run: () => Promise<void>) =>
    it(name, async ({ skip }) => {
      if (missing !== undefined) skip(missing);
      nowMs = undefined;
      await run();
    });

  both("keep one user signed in who goes back and forth", async () => {
    const client = bilingualClient();
    await python(
      flask,
      client,
      'session["user_id"] = 42; session["cart"] = [{"product_id": 1, "quantity": 2}]',
    );
    expect(await ours(node, client, (session) => session.all())).toEqual({
      user_id: 42,
      cart: [{ product_id: 1, quantity: 2 }],
    });
    await ours(node, client, (session) => {
      session.update<{ quantity: number }[]>("cart", (cart = []) =>
        cart.map((item) => ({ ...item, quantity: 3 })),
      );
      session.set("seen", "日本 🍰");
    });
    const { data } = await python(
      flask,
      client,
      'session["cart"][0]["quantity"] += 1; session.modified = True',
    );
    expect(data).toMatchObject({ user_id: 42, seen: "日本 🍰", cart: [{ product_id: 1, quantity: 4 }] });
    expect(await ours(node, client, (session) => session.get("cart"))).toEqual([
      { product_id: 1, quantity: 4 },
    ]);
  });

  both("begin at ours too", async () => {
    const client = bilingualClient();
    const id = await ours(node, client, (session) => {
      session.set("user_id", 7);
      return session.getSessionId();
    });
    expect((await python(flask, client, 'session["from"] = "flask"')).data).toMatchObject({ user_id: 7 });
    expect(await ours(node, client, (session) => [session.get("from"), session.getSessionId()])).toEqual([
      "flask",
      id,
    ]);
  });

  both("say nothing of our sign-in once Python has put another user there, or nobody", async () => {
    for (const statement of ['session["user_id"] = 2', 'session.pop("user_id")']) {
      const client = bilingualClient();
      await ours(node, client, (session) => session.login(1));
      await python(flask, client, statement);
      expect(
        await ours(node, client, (session) => [
          session.userId ?? null,
          session.authenticatedAtMs ?? null,
          session.remembered,
          session.isFresh(300),
        ]),
      ).toEqual([null, null, false, false]);
    }
  });

  both("keep Python's types through changes beside, in and around them", async () => {
    const client = bilingualClient();
    const before = await python(
      flask,
      client,
      [
        'session["pair"] = (1, "two")',
        'session["raw"] = b"\\x00\\xff"',
        'session["when"] = datetime.datetime(2025, 6, 15, 12, tzinfo=datetime.timezone.utc)',
        'session["uuid"] = uuid.UUID(int=1)',
        'session["html"] = Markup("<b>x</b>")',
        'session["deep"] = {"list": [(1, 2), {"when": datetime.datetime(2025, 1, 1)}], "n": 1}',
        'session["odd"] = {" t": ["no tuple"]}',
        'session["numbers"] = [1.0, 2**80, float("nan"), float("inf"), -0.0]',
      ].join("\n"),
    );
    expect(await ours(node, client, (session) => session.all())).toEqual({
      pair: [1, "two"],
      raw: "AP8=",
      when: "2025-06-15T12:00:00.000Z",
      uuid: "00000000-0000-0000-0000-000000000001",
      html: "<b>x</b>",
      deep: { list: [[1, 2], { when: "2025-01-01T00:00:00.000Z" }], n: 1 },
      odd: { " t": ["no tuple"] },
      numbers: [1, 2 ** 80, null, null, 0],
    });
    await ours(node, client, (session) => {
      session.set("beside", { " t": "an object here" });
      session.update<{ n: number; list: unknown[] }>("deep", (deep) => ({
        n: 2,
        list: [...(deep?.list ?? []), "more"],
      }));
      session.update<unknown[]>("pair", (pair = []) => [...pair, "three"]);
    });
    const after = (await python(flask, client, "")).data;
    const { beside, deep, pair, _keepsake, ...rest } = after;
    const { deep: deepBefore, pair: _pair, ...restBefore } = before.data;
    expect(rest).toEqual(restBefore);
    expect((await python(flask, client, 'messages = repr(session["numbers"])')).messages).toBe(
      "[1.0, 1208925819614629174706176, nan, inf, -0.0]",
    );
    expect(beside).toEqual({ " di": { " t__": "an object here" } });
    expect(pair).toEqual({ " t": [1, "two", "three"] });
    const list = (deepBefore as { readonly list: readonly unknown[] }).list;
    expect(deep).toEqual({ n: 2, list: [...list, "more"] });
    expect(JSON.stringify(list)).toContain('{" t":[1,2]}');
  });

  both("flash to each other", async () => {
    const client = bilingualClient();
    await python(flask, client, 'flash("Saved", "success"); flash("One"); flash("Two")');
    expect(
      await ours(node, client, (session) => [session.getFlash("success"), session.getFlash("success")]),
    ).toEqual(["Saved", null]);
    expect(
      (await python(flask, client, "messages = get_flashed_messages(with_categories=True)")).messages,
    ).toEqual([
      ["message", "One"],
      ["message", "Two"],
    ]);
    await ours(node, client, (session) => session.flash("error", "Not so"));
    expect(
      (await python(flask, client, "messages = get_flashed_messages(with_categories=True)")).messages,
    ).toEqual([["error", "Not so"]]);
    expect(await ours(node, client, (session) => session.getFlash("error") ?? null)).toBeNull();
    await python(flask, client, 'flash("One"); flash("Two")');
    expect(await ours(node, client, (session) => session.getFlash("message"))).toEqual(["One", "Two"]);
  });

  both("agree on what is permanent", async () => {
    const client = bilingualClient();
    await python(flask, client, 'session["a"] = 1');
    const temporary = await node.run(client, (session) => session.set("b", 2));
    expect(temporary.setCookies[0]).not.toContain("Max-Age");
    expect(await ours(node, client, (session) => session.permanent)).toBe(false);
    const permanent = await node.run(client, (session) => {
      session.permanent = true;
    });
    expect(permanent.setCookies[0]).toContain("; Max-Age=3600;");
    expect((await python(flask, client, "")).data).toMatchObject({ a: 1, b: 2, _permanent: true });
    await python(flask, client, "session.permanent = False");
    expect(await ours(node, client, (session) => session.permanent)).toBe(false);
  });

  both("read each other's packed cookies", async () => {
    const client = bilingualClient();
    await python(flask, client, 'session["big"] = "a" * 20000');
    expect(client.cookie).toMatch(/^\./);
    expect(await ours(node, client, (session) => session.get<string>("big")?.length)).toBe(20_000);
    await ours(node, client, (session) => session.set("bigger", "b".repeat(20_000)));
    expect(client.cookie).toMatch(/^\./);
    expect((await python(flask, client, 'messages = len(session["bigger"])')).messages).toBe(20_000);
  });

  both("sign out wherever the user does", async () => {
    const client = bilingualClient();
    await python(flask, client, 'session["user_id"] = 1');
    await ours(node, client, (session) => session.destroy());
    expect(client.cookie).toBeUndefined();
    await ours(node, client, (session) => session.set("user_id", 2));
    await python(flask, client, "session.clear()");
    expect(client.cookie).toBeUndefined();
  });

  both("rotate keys: an old key's cookie is read, and written with the new one", async () => {
    const old = await servePython("flask_app.py", { SESSION_TYPE: "cookie", SECRET_KEY: OLD_KEY });
    try {
      const client = bilingualClient();
      await python(old, client, 'session["user_id"] = 5');
      expect(await ours(node, client, (session) => session.get("user_id"))).toBe(5);
      await ours(node, client, (session) => session.set("here", true));
      expect((await python(flask, client, "")).data).toMatchObject({ user_id: 5, here: true });
      expect((await python(old, client, "")).data).toEqual({});
    } finally {
      await old.stop();
    }
  });

  both("refuse what the other side never signed", async () => {
    const client = bilingualClient();
    await ours(node, client, (session) => session.set("role", "user"));
    const [payload = "", ...rest] = client.cookie?.split(".") ?? [];
    const forged = Buffer.from(
      Buffer.from(payload, "base64url").toString().replace('"user"', '"boss"'),
    ).toString("base64url");
    client.cookie = [forged, ...rest].join(".");
    expect(await ours(node, client, (session) => session.all())).toEqual({});
    expect((await python(flask, client, "")).data).toEqual({});
  });

  both("check 35: the server ends what is too old, and what is signed in the future", async () => {
    const client = bilingualClient();
    await python(flask, client, 'session["user_id"] = 1');
    const startMs = Date.now();
    const all = () => ours(node, bilingualClient(client.cookie), (session) => session.all());
    nowMs = startMs + 3_590_000;
    expect(await all()).toEqual({ user_id: 1 });
    nowMs = startMs + 3_602_000;
    expect(await all()).toEqual({});
    nowMs = startMs - 4000;
    expect(await all()).toEqual({ user_id: 1 });
    nowMs = startMs - 20_000;
    expect(await all()).toEqual({});
  });

  both("marks a session of Flask's once, also when nothing was changed", async () => {
    const client = bilingualClient();
    await python(flask, client, 'session["user_id"] = 1');
    const look = () => node.run(client, (session) => session.get("user_id"), "GET");
    expect((await look()).setCookies).toHaveLength(1);
    expect((await look()).setCookies).toHaveLength(0);
    expect((await python(flask, client, "")).data).toHaveProperty("_keepsake");
  });

  both("check 12: the absolute deadline goes with the cookie through Flask", async () => {
    const client = bilingualClient();
    const startMs = Date.now();
    await python(flask, client, 'session["user_id"] = 1');
    await ours(node, client, () => undefined);
    await python(flask, client, 'session["n"] = 1');
    const cookie = client.cookie;
    nowMs = startMs + 3_500_000;
    expect(await ours(node, bilingualClient(cookie), (session) => session.get("n"))).toBe(1);
    const strict = await serveOurs({
      cookieHeld: flaskCookie({ secretKey: NEW_KEY }),
      absoluteTimeoutSeconds: 3600,
      idleTimeoutSeconds: 3600,
      nowMs: () => nowMs ?? Date.now(),
    });
    try {
      const other = bilingualClient();
      nowMs = startMs - 3_590_000;
      await ours(strict, other, (session) => session.set("old", true));
      nowMs = startMs;
      await ours(strict, other, (session) => session.set("still", true));
      await python(flask, other, 'session["touched"] = True');
      expect(await ours(strict, other, (session) => session.get("touched"))).toBe(true);
      nowMs = startMs + 60_000;
      expect(await ours(strict, other, (session) => session.all())).toEqual({});
    } finally {
      await strict.stop();
    }
  });
});

describe("flaskCookie", () => {
  it("check 33: refuses a weak key and names the setting, not the key", () => {
    for (const options of [
      { secretKey: "your_secret_key" },
      { secretKey: "" },
      { secretKey: `${NEW_KEY} ` },
      { secretKey: NEW_KEY, secretKeyFallbacks: ["weak"] },
    ]) {
      expect(() => flaskCookie(options)).toThrow(SessionError);
      expect(() => flaskCookie(options)).toThrow(/secretKey/);
      expect(() => flaskCookie(options)).not.toThrow(/your_secret_key|1nKlZiuKSp8c/);
    }
  });

  it("does not unpack a bomb", () => {
    const codec = new SignedDictCookie(FLASK_COOKIE, [NEW_KEY]);
    const signer = FLASK_COOKIE.signer([NEW_KEY]);
    const payload = FLASK_COOKIE.pack(`{"a":"${"a".repeat(2_000_000)}"}`);
    expect(payload.length).toBeLessThan(4000);
    const terms = {
      name: "session",
      nowMs: 1000,
      idleTimeoutMs: 1000,
      absoluteTimeoutMs: 1000,
      clockSkewMs: 0,
      permanent: true,
    };
    expect(codec.decode({ read: () => signer.sign(payload, 1) }, terms)).toEqual({
      outcome: "rejected",
      reason: "malformed",
    });
  });
});
