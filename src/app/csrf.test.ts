import express, { type Express } from "express";
import { describe, expect, it } from "vitest";
import { session } from "../session/express.ts";
import { MemoryStore } from "../session/stores/memory-store.ts";
import { TrialClient } from "../session/trial-client.ts";
import { type AppOptions, csrf, csrfToken, formToken } from "./index.ts";
import { trialApp, trialServer } from "./trial-project.ts";

const FORM = { "Content-Type": "application/x-www-form-urlencoded" };
const JSON_BODY = { "Content-Type": "application/json" };

function routes(app: Express): void {
  app.get("/form", (req, res) => {
    res.send(`<form>${formToken(req)}</form>`);
  });
  app.get("/token", (req, res) => {
    res.send(csrfToken(req));
  });
  app.get("/untouched", (_req, res) => {
    res.send("hello");
  });
  app.post("/login", (req, res) => {
    req.session.regenerate();
    req.session.set("user_id", 42);
    res.json({});
  });
  app.post("/pay", (req, res) => {
    res.json({ paid: true, by: req.session.get("user_id") ?? null });
  });
  app.post("/hooks/paid", (_req, res) => {
    res.json({ hooked: true });
  });
}

const start = (options: AppOptions = {}) => trialApp(routes, options);

/** The token in the form that the page shows. */
async function tokenIn(client: TrialClient, address: string): Promise<string> {
  const page = await client.get(`${address}/form`);
  const token = /^<form><input type="hidden" name="form_token" value="([A-Za-z0-9_-]{86})"><\/form>$/.exec(
    page.text,
  )?.[1];
  expect(token).toBeDefined();
  return token ?? "";
}

describe("check 39: cross-site requests", () => {
  it("are refused by what the browser says, before anything is done", async () => {
    const address = await start();
    const client = new TrialClient();
    const evil = { Origin: "https://evil.test" };
    const asked = await client.post(`${address}/pay`, "a=1", {
      ...FORM,
      ...evil,
      "Sec-Fetch-Site": "cross-site",
    });
    expect(asked.status).toBe(403);
    expect(asked.setCookies).toEqual([]);
    const told = asked.text;
    expect(told).toContain("CSRF");
    expect(told).toContain("Sec-Fetch-Site: cross-site");
    expect(told).toContain("https://evil.test");
    const byOrigin = await client.post(`${address}/pay`, '{"a":1}', { ...JSON_BODY, ...evil });
    expect(byOrigin.status).toBe(403);
    expect(byOrigin.json()).toEqual({ error: expect.stringMatching(/https:\/\/evil\.test.*trust proxy/) });
  });

  it("are none when the page is this site's own", async () => {
    const address = await start();
    for (const headers of [
      { Origin: address },
      { "Sec-Fetch-Site": "same-origin" },
      { "Sec-Fetch-Site": "none" },
    ]) {
      const answer = await new TrialClient().post(`${address}/pay`, "a=1", { ...FORM, ...headers } as never);
      expect(answer.status).toBe(200);
    }
  });

  it("are none when no browser sends them: JSON without those headers, or no body", async () => {
    const address = await start();
    expect((await new TrialClient().post(`${address}/pay`, "{}", JSON_BODY)).status).toBe(200);
    expect((await new TrialClient().post(`${address}/pay`)).status).toBe(200);
  });

  it("need the session's token when a form comes without those headers", async () => {
    const address = await start();
    const client = new TrialClient();
    const without = await client.post(`${address}/pay`, "a=1", FORM);
    expect(without.status).toBe(403);
    expect(without.text).toContain("form_token()");
    const token = await tokenIn(client, address);
    expect((await client.post(`${address}/pay`, `form_token=${token}`, FORM)).status).toBe(200);
    expect((await client.post(`${address}/pay`, "a=1", { ...FORM, "X-CSRF-Token": token })).status).toBe(200);
    const hidden = { ...JSON_BODY, Origin: "null" };
    expect((await client.post(`${address}/pay`, "{}", hidden)).status).toBe(403);
    expect((await client.post(`${address}/pay`, "{}", { ...hidden, "X-CSRF-Token": token })).status).toBe(
      200,
    );
  });

  it("are not let in by another session's token, or a broken one", async () => {
    const address = await start();
    const [alice, mallory] = [new TrialClient(), new TrialClient()];
    const token = await tokenIn(alice, address);
    const foreign = await tokenIn(mallory, address);
    const flipped = (token[85] === "A" ? "B" : "A") + token.slice(1);
    for (const wrong of [
      foreign,
      flipped,
      "",
      "x",
      token.slice(1),
      `${token}A`,
      "é".repeat(86),
      "A".repeat(86),
    ]) {
      const answer = await alice.post(`${address}/pay`, `form_token=${encodeURIComponent(wrong)}`, FORM);
      expect([wrong, answer.status]).toEqual([wrong, 403]);
      expect(answer.text).toContain("Load the page again");
    }
    const twice = await alice.post(`${address}/pay`, `form_token=${token}&form_token=${token}`, FORM);
    expect(twice.status).toBe(403);
    expect((await new TrialClient().post(`${address}/pay`, `form_token=${token}`, FORM)).status).toBe(403);
  });

  it("are not let in by the token of before the sign-in: a planted session's is known to who planted it", async () => {
    const address = await start();
    const client = new TrialClient();
    const before = await tokenIn(client, address);
    await client.post(`${address}/login`, `form_token=${before}`, FORM);
    const stale = await client.post(`${address}/pay`, `form_token=${before}`, FORM);
    expect(stale.status).toBe(403);
    const after = await tokenIn(client, address);
    expect((await client.post(`${address}/pay`, `form_token=${after}`, FORM)).json()).toEqual({
      paid: true,
      by: 42,
    });
  });

  it("show a token that is different each time, so that compression cannot give it away", async () => {
    const address = await start();
    const client = new TrialClient();
    const tokens = new Set<string>();
    for (let n = 0; n < 20; n += 1) tokens.add(await tokenIn(client, address));
    expect(tokens.size).toBe(20);
    for (const token of tokens) {
      expect((await client.post(`${address}/pay`, `form_token=${token}`, FORM)).status).toBe(200);
    }
  });

  it("set no cookie where no form was shown, and one where one was", async () => {
    const address = await start();
    const client = new TrialClient();
    expect((await client.get(`${address}/untouched`)).setCookies).toEqual([]);
    expect((await client.post(`${address}/pay`, "{}", JSON_BODY)).setCookies).toEqual([]);
    expect((await client.get(`${address}/token`)).setCookies).toHaveLength(1);
    // There is a session now: another page with a form writes nothing.
    expect((await client.get(`${address}/token`)).setCookies).toEqual([]);
  });

  it("may come from trusted origins and to exempt paths", async () => {
    const friend = "https://friend.test";
    const address = await start({ csrf: { trustedOrigins: [friend], exemptPaths: ["/hooks/*"] } });
    const from = (Origin: string) => ({ ...FORM, Origin, "Sec-Fetch-Site": "cross-site" });
    const post = async (path: string, origin: string) =>
      (await new TrialClient().post(address + path, "a=1", from(origin))).status;
    expect(await post("/pay", friend)).toBe(200);
    expect(await post("/hooks/paid", "https://evil.test")).toBe(200);
    expect(await post("/hooks", "https://evil.test")).toBe(403);
    expect(await post("/pay", "https://evil.test")).toBe(403);
  });

  it("are let in with csrf: false", async () => {
    const address = await start({ csrf: false });
    const headers = { ...FORM, Origin: "https://evil.test", "Sec-Fetch-Site": "cross-site" };
    expect((await new TrialClient().post(`${address}/pay`, "a=1", headers)).status).toBe(200);
  });

  it("know the server's own address behind a proxy only when the app trusts the proxy", async () => {
    const proxied = { ...FORM, "X-Forwarded-Proto": "https", Origin: "" };
    for (const trust of [false, true]) {
      const address = await trialApp((app) => {
        app.set("trust proxy", trust);
        routes(app);
      });
      const headers = { ...proxied, Origin: address.replace("http:", "https:") };
      const answer = await new TrialClient().post(`${address}/pay`, "a=1", headers);
      expect(answer.status).toBe(trust ? 200 : 403);
    }
  });

  it.each([
    { trustedOrigins: ["friend.test"] },
    { trustedOrigins: ["https://friend.test/"] },
    { trustedOrigins: ["https://*.friend.test"] },
    { trustedOrigins: ["null"] },
    { exemptPaths: ["hooks"] },
    { exemptPaths: ["/*"] },
    { exemptPaths: ["/hooks*"] },
  ])("refuse settings that are wrong: %j", (options) => {
    expect(() => csrf(options)).toThrow(expect.objectContaining({ code: "bad-setting" }));
  });
});

describe("csrf() in plain Express", () => {
  it("protects what comes after it", async () => {
    const app = express();
    app.use(express.urlencoded(), express.json(), session({ store: new MemoryStore() }), csrf());
    routes(app);
    const address = await trialServer(app);
    const client = new TrialClient();
    const token = await tokenIn(client, address);
    expect((await client.post(`${address}/pay`, `form_token=${token}`, FORM)).status).toBe(200);
    expect((await client.post(`${address}/pay`, "a=1", FORM)).status).toBe(403);
    const foreign = { ...FORM, "Sec-Fetch-Site": "cross-site" };
    expect((await client.post(`${address}/pay`, `form_token=${token}`, foreign)).status).toBe(403);
  });

  it("says so when there is no session before it", async () => {
    const app = express();
    app.use(express.urlencoded(), csrf());
    routes(app);
    const address = await trialServer(app);
    const answer = await new TrialClient().post(`${address}/pay`, `form_token=${"A".repeat(86)}`, FORM);
    expect(answer.status).toBe(500);
    expect(answer.text).toContain("put csrf() behind session()");
  });
});
