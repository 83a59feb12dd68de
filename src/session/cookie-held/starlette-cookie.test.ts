import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bilingualClient, type OurServer, ours, python, serveOurs } from "../trial-python/trial-bilingual.ts";
import { missingPython, type PythonServer, servePython } from "../trial-python/trial-python.ts";
import { starletteCookie } from "./starlette-cookie.ts";

const KEY = "1nKlZiuKSp8cFNfAbFueq2I84gs5FTiw5b1GfA4daDA";

const missing = missingPython("starlette", "itsdangerous", "uvicorn");

describe("starletteCookie and a real Starlette program", () => {
  let starlette: PythonServer;
  let node: OurServer;
  let nowMs: number | undefined;

  beforeAll(async () => {
    if (missing !== undefined) return;
    starlette = await servePython("starlette_app.py", { secret_key: KEY, max_age: 3600 });
    node = await serveOurs({
      cookieHeld: starletteCookie({ secretKey: KEY }),
      nowMs: () => nowMs ?? Date.now(),
    });
  });
  afterAll(async () => {
    await starlette?.stop();
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
      starlette,
      client,
      'session["user"] = "Zoë"; session["cart"] = [{"id": 1, "q": 2.0}, 2**70]',
    );
    expect(await ours(node, client, (session) => session.all())).toEqual({
      user: "Zoë",
      cart: [{ id: 1, q: 2 }, 2 ** 70],
    });
    await ours(node, client, (session) => session.set("seen", "日本 🍰 <&>"));
    const there = await python(starlette, client, 'messages = repr(session["cart"]); session["n"] = 1');
    expect(there.messages).toBe("[{'id': 1, 'q': 2.0}, 1180591620717411303424]");
    expect(there.data).toMatchObject({ user: "Zoë", seen: "日本 🍰 <&>" });
    expect(await ours(node, client, (session) => session.get("n"))).toBe(1);
  });

  both("pass a flash to each other in one known place", async () => {
    const client = bilingualClient();
    await ours(node, client, (session) => session.flash("message", "Saved"));
    expect((await python(starlette, client, 'messages = session.pop("_flashes")')).messages).toEqual([
      ["message", "Saved"],
    ]);
    await python(starlette, client, 'session["_flashes"] = [["error", "Not so"]]');
    expect(await ours(node, client, (session) => [session.getFlash("error"), session.all()])).toEqual([
      "Not so",
      {},
    ]);
    expect((await python(starlette, client, "")).data).not.toHaveProperty("_flashes");
  });

  both("sign out wherever the user does", async () => {
    const client = bilingualClient();
    await python(starlette, client, 'session["user"] = "Zoë"');
    await ours(node, client, (session) => session.destroy());
    expect(client.cookie).toBeUndefined();
    await ours(node, client, (session) => session.set("user", "Zoë"));
    await python(starlette, client, "session.clear()");
    expect(client.cookie).toBeUndefined();
    const left = bilingualClient("null");
    expect(await ours(node, left, (session) => session.all())).toEqual({});
  });

  both("keep what is not permanent so, which Starlette has no word for", async () => {
    const client = bilingualClient();
    await python(starlette, client, 'session["user"] = "Zoë"');
    const first = await node.run(client, (session) => {
      session.permanent = false;
    });
    expect(first.setCookies[0]).not.toContain("Max-Age");
    await python(starlette, client, 'session["n"] = 1');
    const second = await node.run(client, (session) => session.set("m", 1));
    expect(second.setCookies[0]).not.toContain("Max-Age");
  });

  both("check 32: refuse what was changed on the way", async () => {
    const client = bilingualClient();
    await python(starlette, client, 'session["role"] = "user"');
    const [, ...rest] = client.cookie?.split(".") ?? [];
    client.cookie = [Buffer.from('{"role": "boss"}').toString("base64"), ...rest].join(".");
    expect(await ours(node, client, (session) => session.all())).toEqual({});
    expect((await python(starlette, client, "")).data).toEqual({});
  });

  both("check 35: the server ends what is too old", async () => {
    const client = bilingualClient();
    await python(starlette, client, 'session["user"] = "Zoë"');
    const startMs = Date.now();
    nowMs = startMs + 3_602_000;
    expect(await ours(node, bilingualClient(client.cookie), (session) => session.all())).toEqual({});
    nowMs = startMs - 20_000;
    expect(await ours(node, bilingualClient(client.cookie), (session) => session.all())).toEqual({});
  });
});
