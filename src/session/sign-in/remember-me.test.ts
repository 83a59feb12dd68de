import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { sealedCookie } from "../cookie-held/sealed-cookie.ts";
import { session } from "../express.ts";
import { TrialClient } from "../trial-client.ts";
import { rememberMe } from "./remember-me.ts";

describe("remembering where the cookie holds the session", () => {
  let server: Server;
  let address: string;

  beforeEach(async () => {
    const app = express();
    app.set("env", "test");
    const cookieHeld = sealedCookie({ secrets: randomBytes(32).toString("base64url") });
    app.use(session({ cookieHeld, log: () => {} }), rememberMe());
    app.post("/login", (req, res) => {
      req.session.login("alice", { remember: req.query["remember"] === "yes" });
      res.json({});
    });
    app.get("/me", (req, res) => {
      res.json({ userId: req.session.userId ?? null });
    });
    app.get("/sessions", async (req, res) => {
      res.json(await req.session.listSessions().catch((error: unknown) => ({ refused: String(error) })));
    });
    server = app.listen(0, "127.0.0.1");
    await once(server, "listening");
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
  });

  it("deletes a cookie that another backend left, and goes on", async () => {
    const left = `tina4_remember=${"A".repeat(32)}.${"B".repeat(32)}`;
    const answer = await new TrialClient().send("GET", `${address}/me`, undefined, { Cookie: left });
    expect([answer.status, answer.json()]).toEqual([200, { userId: null }]);
    expect(answer.setCookies).toEqual([expect.stringMatching(/^tina4_remember=; Path=\/; Max-Age=0/)]);
  });

  it("refuses to remember, and says what it needs", async () => {
    const client = new TrialClient();
    const answer = await client.post(`${address}/login?remember=yes`);
    expect([answer.status, answer.setCookies]).toEqual([500, []]);
    expect(answer.text).toContain("Remembering a login needs a store on the server");
    expect((await client.get(`${address}/me`)).json()).toEqual({ userId: null });
  });

  it("signs in, and cannot list", async () => {
    const client = new TrialClient();
    await client.post(`${address}/login`);
    expect((await client.get(`${address}/me`)).json()).toEqual({ userId: "alice" });
    expect((await client.get(`${address}/sessions`)).text).toContain("needs a store on the server");
  });
});
