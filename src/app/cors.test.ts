import { afterEach, describe, expect, it, vi } from "vitest";
import { TrialClient } from "../session/trial-client.ts";
import { corsSettings } from "./cors.ts";
import { type AppOptions, createApp } from "./index.ts";
import { trialApp, trialFolder } from "./trial-project.ts";

const FRONTEND = "http://localhost:3000";

afterEach(() => vi.unstubAllEnvs());

function start(environment: Readonly<Record<string, string>>, options: AppOptions = {}): Promise<string> {
  for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
  return trialApp((app) => {
    app.get("/count", (req, res) => {
      res.json({ count: req.session.increment("count") });
    });
    app.post("/add", (req, res) => {
      res.json({ count: req.session.increment("count") });
    });
    app.options("/own", (_req, res) => {
      res.send("own");
    });
  }, options);
}

describe("check 40: CORS", () => {
  it.each([
    { CORS_ORIGINS: "*", CORS_CREDENTIALS: "true" },
    { CORS_ORIGINS: `${FRONTEND},*`, CORS_CREDENTIALS: "true" },
    { CORS_CREDENTIALS: "true" },
    { CORS_ORIGINS: `${FRONTEND},*` },
    { CORS_ORIGINS: "localhost:3000" },
    { CORS_ORIGINS: "http://localhost:3000/" },
    { CORS_ORIGINS: "null" },
    { CORS_ORIGINS: FRONTEND, CORS_CREDENTIALS: "yes" },
  ] as Record<string, string>[])("refuses at start: %j", async (environment) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    const failure = await createApp({ folder: trialFolder() }).catch((error: Error) => error);
    expect(failure).toMatchObject({ code: "bad-setting", message: expect.stringContaining("CORS_") });
  });

  it("names both settings when credentials would go with *", () => {
    const environment = { CORS_ORIGINS: "*", CORS_CREDENTIALS: "true" };
    expect(() => corsSettings(undefined, environment)).toThrow(/CORS_ORIGINS.*CORS_CREDENTIALS/);
    expect(() => corsSettings({ origins: "*", credentials: true }, {})).toThrow(/CORS_ORIGINS/);
  });

  it("lets the pages of named origins read answers, with cookies where that is set", async () => {
    const address = await start({
      CORS_ORIGINS: `${FRONTEND}, https://shop.test`,
      CORS_CREDENTIALS: "true",
    });
    const client = new TrialClient();
    for (const count of [1, 2]) {
      const answer = await client.send("GET", `${address}/count`, undefined, { Origin: FRONTEND });
      expect(answer.json()).toEqual({ count });
      expect(answer.header("access-control-allow-origin")).toBe(FRONTEND);
      expect(answer.header("access-control-allow-credentials")).toBe("true");
      expect(answer.header("vary")).toBe("Origin, Cookie");
    }
    const stranger = await client.send("GET", `${address}/count`, undefined, { Origin: "https://evil.test" });
    expect(stranger.header("access-control-allow-origin")).toBeUndefined();
    expect(stranger.header("vary")).toContain("Origin");
  });

  it("answers preflights before any session is asked for", async () => {
    const address = await start({ CORS_ORIGINS: FRONTEND, CORS_CREDENTIALS: "true" });
    const asked = { Origin: FRONTEND, "Access-Control-Request-Method": "POST" };
    const answer = await new TrialClient().send("OPTIONS", `${address}/add`, undefined, asked);
    expect(answer.status).toBe(204);
    expect(answer.header("access-control-allow-methods")).toContain("POST");
    expect(answer.header("access-control-allow-credentials")).toBe("true");
    expect(answer.setCookies).toEqual([]);
    const own = await new TrialClient().send("OPTIONS", `${address}/own`, undefined, { Origin: FRONTEND });
    expect(own.text).toBe("own");
  });

  it("trusts origins that may use cookies to send what changes things, and no others", async () => {
    const address = await start({ CORS_ORIGINS: FRONTEND, CORS_CREDENTIALS: "true" });
    const post = (Origin: string) =>
      new TrialClient().post(`${address}/add`, "a=1", {
        "Content-Type": "application/x-www-form-urlencoded",
        Origin,
        "Sec-Fetch-Site": "same-site",
      });
    expect((await post(FRONTEND)).status).toBe(200);
    expect((await post("https://evil.test")).status).toBe(403);
  });

  it("shows answers to all without cookies", async () => {
    const address = await start({ CORS_ORIGINS: "*" });
    const answer = await new TrialClient().send("GET", `${address}/count`, undefined, { Origin: FRONTEND });
    expect(answer.header("access-control-allow-origin")).toBe("*");
    expect(answer.header("access-control-allow-credentials")).toBeUndefined();
  });

  it("is off when nothing is set, and with cors: false", async () => {
    const silent = await start({});
    const options = { Origin: FRONTEND };
    const get = (address: string) => new TrialClient().send("GET", `${address}/count`, undefined, options);
    expect((await get(silent)).header("access-control-allow-origin")).toBeUndefined();
    const off = await start({ CORS_ORIGINS: "*" }, { cors: false });
    expect((await get(off)).header("access-control-allow-origin")).toBeUndefined();
  });

  it("lets the page read why its session refused a request", async () => {
    const address = await trialApp(
      (app) => {
        app.get("/begin", (req, res) => {
          req.session.set("a", 1);
          res.json({});
        });
        app.post("/leave", (req, res) => {
          req.session.destroy();
          res.json({});
        });
      },
      { cors: { origins: [FRONTEND], credentials: true } },
    );
    const client = new TrialClient();
    await client.get(`${address}/begin`);
    const gone = client.cookie;
    await client.post(`${address}/leave`);
    client.cookie = gone;
    const refused = await client.post(`${address}/leave`, undefined, { Origin: FRONTEND });
    expect(refused.status).toBe(409);
    expect(refused.header("access-control-allow-origin")).toBe(FRONTEND);
    expect(refused.header("vary")).toBe("Origin");
  });
});
