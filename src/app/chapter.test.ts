import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { TrialClient } from "../session/trial-client.ts";
import { createApp, fileStore, Router } from "./index.ts";

/** What the Node chapter's sections 3 to 6 do with sessions, flash and cookies, written the chapter's way. */

Router.post("/chapter/login-form", async (req, res) => {
  req.session.set("user_id", 42);
  req.session.set("user_name", "Alice");
  req.session.set("logged_in", true);
  return res.redirect("/chapter/dashboard");
});

Router.get("/chapter/dashboard", async (req, res) => {
  if (!req.session.get("logged_in")) {
    return res.redirect("/chapter/login");
  }
  return res.html("dashboard.html", { user_name: req.session.get("user_name") });
});

Router.post("/chapter/logout", async (req, res) => {
  req.session.clear();
  return res.redirect("/chapter/login");
});

Router.post("/chapter/preferences", async (req, res) => {
  const body = req.body;
  req.session.set("language", body.language ?? "en");
  req.session.set("items_per_page", Number.parseInt(body.items_per_page ?? "20", 10));
  return res.json({
    language: req.session.get("language"),
    items_per_page: req.session.get("items_per_page"),
  });
});

Router.get("/chapter/preferences", async (req, res) => {
  return res.json({
    language: req.session.get("language", "en"),
    items_per_page: req.session.get("items_per_page", 20),
    has: req.session.has("language"),
    all: req.session.all(),
  });
});

Router.get("/chapter/visit-counter", async (req, res) => {
  const count = req.session.get("visit_count", 0) + 1;
  req.session.set("visit_count", count);
  return res.json({
    visit_count: count,
    message: `You have visited this page ${count} time${count === 1 ? "" : "s"}`,
  });
});

Router.post("/chapter/contact", async (req, res) => {
  req.session.flash("message", "Your message has been sent!");
  req.session.flash("message_type", "success");
  return res.redirect("/chapter/contact");
});

Router.get("/chapter/contact", async (req, res) => {
  const flashMessage = req.session.flash("message");
  const flashType = req.session.getFlash("message_type") ?? "info";
  return res.html("contact.html", { flash_message: flashMessage, flash_type: flashType });
});

Router.post("/chapter/theme", async (req, res) => {
  const theme = req.body.theme ?? "light";
  return res
    .cookie("theme", theme, { maxAge: 365 * 24 * 60 * 60 * 1000, path: "/", sameSite: "lax" })
    .json({ message: "Preferences saved" });
});

Router.get("/chapter/theme", async (req, res) => {
  return res.json({ theme: req.cookies.theme ?? "light" });
});

describe("the chapter's own code", () => {
  let folder: string;
  let server: Server;
  let address: string;
  let client: TrialClient;

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), "keepsake-chapter-"));
    mkdirSync(join(folder, "src/templates"), { recursive: true });
    writeFileSync(join(folder, "src/templates/dashboard.html"), "<h1>Welcome {{ user_name }}</h1>");
    writeFileSync(
      join(folder, "src/templates/contact.html"),
      '{% if flash_message %}<div class="alert alert-{{ flash_type }}">{{ flash_message }}</div>{% endif %}',
    );
    const app = await createApp({ folder, session: { store: fileStore({ folder: join(folder, "data") }) } });
    server = app.listen(0, "127.0.0.1");
    await once(server, "listening");
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}/chapter`;
    client = new TrialClient();
  });
  afterEach(() => {
    server.closeAllConnections();
    server.close();
    rmSync(folder, { recursive: true });
  });

  it("writes to the session and reads from it, and clear() forgets", async () => {
    expect((await client.get(`${address}/dashboard`)).header("location")).toBe("/chapter/login");
    expect((await client.post(`${address}/login-form`)).header("location")).toBe("/chapter/dashboard");
    expect((await client.get(`${address}/dashboard`)).text).toBe("<h1>Welcome Alice</h1>");
    await client.post(`${address}/logout`);
    expect((await client.get(`${address}/dashboard`)).status).toBe(302);
  });

  it("keeps preferences, with defaults", async () => {
    const before = await client.get(`${address}/preferences`);
    expect(before.json()).toEqual({ language: "en", items_per_page: 20, has: false, all: {} });
    const saved = await client.post(`${address}/preferences`, '{"language":"fr","items_per_page":"50"}', {
      "Content-Type": "application/json",
    });
    const kept = { language: "fr", items_per_page: 50 };
    expect(saved.json()).toEqual(kept);
    expect((await client.get(`${address}/preferences`)).json()).toEqual({ ...kept, has: true, all: kept });
  });

  it("counts visits", async () => {
    expect((await client.get(`${address}/visit-counter`)).text).toBe(
      '{"visit_count":1,"message":"You have visited this page 1 time"}',
    );
    expect((await client.get(`${address}/visit-counter`)).json()).toMatchObject({ visit_count: 2 });
  });

  it("shows a flash message once", async () => {
    await client.post(`${address}/contact`);
    expect((await client.get(`${address}/contact`)).text).toBe(
      '<div class="alert alert-success">Your message has been sent!</div>',
    );
    expect((await client.get(`${address}/contact`)).text).toBe("");
  });

  it("sets a cookie beside the session's and reads it", async () => {
    const set = await client.post(`${address}/theme`, "theme=dark", {
      "Content-Type": "application/x-www-form-urlencoded",
      Origin: new URL(address).origin,
    });
    expect(set.setCookies).toEqual([
      expect.stringMatching(/^theme=dark; Max-Age=31536000; Path=\/; .*SameSite=Lax$/),
    ]);
    const read = await client.send("GET", `${address}/theme`, undefined, { Cookie: "theme=dark" });
    expect(read.json()).toEqual({ theme: "dark" });
  });
});
