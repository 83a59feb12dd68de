import { once } from "node:events";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Express } from "express";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { MemoryStore } from "../session/stores/memory-store.ts";
import { TrialClient } from "../session/trial-client.ts";
import { type AppOptions, createApp, Router } from "./index.ts";
import { trialApp } from "./trial-project.ts";

let folder: string;
let stop: (() => void) | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keepsake-app-"));
});

afterEach(() => {
  stop?.();
  stop = undefined;
  rmSync(folder, { recursive: true });
  vi.unstubAllEnvs();
});

function put(path: string, text: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
}

/** Starts the project in the folder; returns its address. */
async function serve(change: (app: Express) => void = () => {}, options: AppOptions = {}): Promise<string> {
  vi.stubEnv("TINA4_SESSION_BACKEND", "memory");
  const app = await createApp({ folder, ...options });
  change(app);
  const server = app.listen(0, "127.0.0.1");
  await new Promise((done) => server.once("listening", done));
  stop = () => {
    server.closeAllConnections();
    server.close();
  };
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe("createApp", () => {
  it("renders a template with its locals escaped, by res.render and by res.html", async () => {
    put("src/templates/layout.html", "<main>{% block page %}{% endblock %}</main>");
    put(
      "src/templates/hello.html",
      '{% extends "layout.html" %}{% block page %}{% if name %}Hello {{ name }}{% endif %}{% endblock %}',
    );
    const address = await serve((app) => {
      app.get("/render", (_req, res) => res.render("hello.html", { name: "<b>" }));
      app.get("/html", (_req, res) => res.html("hello.html", { name: "<b>" }));
    });
    for (const path of ["/render", "/html"]) {
      const response = await fetch(address + path);
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(await response.text()).toBe("<main>Hello &lt;b&gt;</main>");
    }
  });

  it("finds a template beside the one that names it", async () => {
    put("src/templates/cart/page.html", '<ul>{% include "./item.html" %}</ul>');
    put("src/templates/cart/item.html", "<li>{% include '../foot.html' %}</li>");
    put("src/templates/foot.html", "foot");
    const address = await serve((app) => app.get("/", (_req, res) => res.render("cart/page.html")));
    expect(await (await fetch(address)).text()).toBe("<ul><li>foot</li></ul>");
  });

  it("refuses a template outside its folder", async () => {
    put("src/templates/in.html", '{% include "../secret.html" %}');
    put("src/secret.html", "secret");
    vi.spyOn(console, "error").mockImplementation(() => {});
    const address = await serve((app) => app.get("/", (_req, res) => res.render("in.html")));
    const response = await fetch(address);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret</");
  });

  it("serves src/public", async () => {
    put("src/public/style.css", "body{}");
    const response = await fetch(`${await serve()}/style.css`);
    expect(await response.text()).toBe("body{}");
  });

  it("runs the route files in their order", async () => {
    put("src/routes/b.mjs", "globalThis.loaded = [...(globalThis.loaded ?? []), 'b'];");
    put("src/routes/a/first.mjs", "globalThis.loaded = [...(globalThis.loaded ?? []), 'a/first'];");
    put("src/routes/a/first.test.mjs", "throw new Error('a test is no route');");
    await serve();
    expect((globalThis as { loaded?: string[] }).loaded).toEqual(["a/first", "b"]);
  });

  it("rejects when a route file throws", async () => {
    put("src/routes/broken.mjs", "throw new Error('broken on purpose');");
    await expect(serve()).rejects.toThrow("broken on purpose");
  });

  it("reads cookies and bodies, and gives an empty body where there is none", async () => {
    const address = await serve((app) => {
      app.post("/", (req, res) => res.json({ body: req.body, cookies: req.cookies }));
    });
    const headers = { cookie: "theme=dark%20blue; __proto__=x", origin: address };
    const form = await fetch(address, { method: "POST", headers, body: new URLSearchParams("a=1&b=2") });
    expect(await form.text()).toBe(
      '{"body":{"a":"1","b":"2"},"cookies":{"theme":"dark blue","__proto__":"x"}}',
    );
    const empty = await fetch(address, { method: "POST" });
    expect(await empty.json()).toEqual({ body: {}, cookies: {} });
  });

  it("answers malformed JSON with 400 and an error in JSON", async () => {
    const address = await serve();
    const response = await fetch(address, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: "{",
    });
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({ error: expect.stringContaining("not valid JSON") });
  });

  it("answers a body over the limit with 413", async () => {
    const address = await serve(() => {}, { bodyLimitBytes: 10 });
    const response = await fetch(address, { method: "POST", body: new URLSearchParams("a=12345678901") });
    expect(response.status).toBe(413);
  });

  it("answers what nobody answers with 404, HTML to a browser and JSON to a JSON caller", async () => {
    const address = await serve();
    const page = await fetch(`${address}/<none>`, { headers: { accept: "text/html,*/*" } });
    expect(page.status).toBe(404);
    expect(await page.text()).toContain("There is no GET /%3Cnone%3E here.");
    const json = await fetch(`${address}/none`, { headers: { accept: "application/json" } });
    expect(await json.json()).toEqual({ error: "There is no GET /none here." });
  });

  it("hides the cause of a 500 in production", async () => {
    vi.stubEnv("NODE_ENV", "production");
    vi.spyOn(console, "error").mockImplementation(() => {});
    const address = await serve((app) =>
      app.get("/", () => {
        throw new Error("a secret reason");
      }),
    );
    const response = await fetch(address);
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain("secret reason");
  });

  it("shows in production only messages that were made to be shown", async () => {
    vi.stubEnv("NODE_ENV", "production");
    const failing = (more: object) => () => {
      throw Object.assign(new Error("GET http://billing.internal answered 404"), { status: 404, ...more });
    };
    const address = await serve((app) => {
      app.get("/hidden", failing({}));
      app.get("/shown", failing({ expose: true }));
    });
    const json = async (path: string) =>
      (await fetch(address + path, { headers: { accept: "application/json" } })).json();
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    expect(await json("/hidden")).toEqual({ error: "The server refused this. Its log says why." });
    expect(log).toHaveBeenCalledExactlyOnceWith(expect.stringContaining("billing.internal"));
    expect(await json("/shown")).toEqual({ error: "GET http://billing.internal answered 404" });
  });

  it("has an upload read before its session's turn is taken", async () => {
    const upload = Promise.withResolvers<void>();
    const arrived = Promise.withResolvers<void>();
    const address = await serve(
      (app) => {
        app.post("/upload", (req, res) => {
          res.json({ session: req.session.get("a") });
        });
        app.post("/click", (req, res) => {
          req.session.set("a", 1);
          res.json({});
        });
      },
      {
        beforeSession: async (req, _res, next) => {
          if (req.path === "/upload") {
            arrived.resolve();
            await upload.promise;
          }
          next();
        },
      },
    );
    const client = new TrialClient();
    await client.post(`${address}/click`);
    const uploading = client.post(`${address}/upload`);
    await arrived.promise;
    expect((await client.post(`${address}/click`)).status).toBe(200);
    upload.resolve();
    expect((await uploading).json()).toEqual({ session: 1 });
  });

  it("reads .env before the sessions' settings", async () => {
    put(".env", "TINA4_SESSION_NAME=from_env_file\nTINA4_SESSION_BACKEND=memory\n");
    vi.stubEnv("TINA4_SESSION_NAME", undefined);
    const address = await serve((app) =>
      app.get("/", (req, res) => {
        req.session.set("visited", true);
        res.end();
      }),
    );
    expect((await fetch(address)).headers.getSetCookie()[0]).toMatch(/^from_env_file=/);
  });
});

describe("templates", () => {
  it("put the form's token and flash values into pages", async () => {
    const address = await trialApp(
      (app) => {
        app.get("/form", (_req, res) => res.html("form.html"));
        app.get("/own", (_req, res) =>
          res.html("form.html", { form_token: () => "own", flash: () => "mine" }),
        );
        app.post("/send", (req, res) => {
          req.session.flash("message", "<sent>");
          res.redirect(303, "/form");
        });
      },
      {},
      { "src/templates/form.html": '<form>{{ form_token() }}</form>{{ flash("message") }}' },
    );
    const client = new TrialClient();
    const page = await client.get(`${address}/form`);
    const [, token] =
      /^<form><input type="hidden" name="form_token" value="([^"]+)"><\/form>$/.exec(page.text) ?? [];
    expect(page.setCookies).toHaveLength(1);
    const sent = await client.post(`${address}/send`, `form_token=${token}`, {
      "Content-Type": "application/x-www-form-urlencoded",
    });
    expect(sent.status).toBe(303);
    expect((await client.get(`${address}/form`)).text).toContain("</form>&lt;sent&gt;");
    expect((await client.get(`${address}/form`)).text).toMatch(/<\/form>$/);
    expect((await client.get(`${address}/own`)).text).toBe("<form>own</form>mine");
  });

  it("set no cookie when they ask for neither", async () => {
    const address = await trialApp(
      (app) => app.get("/", (_req, res) => res.html("plain.html")),
      {},
      {
        "src/templates/plain.html": "plain",
      },
    );
    const page = await new TrialClient().get(address);
    expect([page.text, page.setCookies]).toEqual(["plain", []]);
  });
});

describe("TINA4_DEBUG", () => {
  it.each([
    { TINA4_DEBUG: "true", shows: true },
    { TINA4_DEBUG: "false", shows: false },
    { NODE_ENV: "production", shows: false },
    { NODE_ENV: "production", TINA4_DEBUG: "0", shows: false },
    { shows: true },
  ])("says whether error pages show causes: %j", async ({ shows, ...environment }) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    vi.spyOn(console, "error").mockImplementation(() => {});
    const address = await serve((app) =>
      app.get("/", () => {
        throw new Error("a secret reason");
      }),
    );
    expect((await (await fetch(address)).text()).includes("secret reason")).toBe(shows);
  });

  it.each([{ TINA4_DEBUG: "yes" }, { TINA4_DEBUG: "true", NODE_ENV: "production" }] as Record<
    string,
    string
  >[])("is refused: %j", async (environment) => {
    for (const [name, value] of Object.entries(environment)) vi.stubEnv(name, value);
    await expect(serve()).rejects.toMatchObject({
      code: "bad-setting",
      message: expect.stringContaining("TINA4_DEBUG"),
    });
  });
});

describe("app.close", () => {
  /** An app whose one route waits until it is let go. */
  async function slowApp() {
    const closed: string[] = [];
    const store = new MemoryStore();
    const app = await createApp({
      folder,
      session: { store: Object.assign(store, { close: () => void closed.push("store") }) },
    });
    const arrived = Promise.withResolvers<void>();
    const letGo = Promise.withResolvers<void>();
    app.get("/slow", async (_req, res) => {
      arrived.resolve();
      await letGo.promise;
      res.send("done");
    });
    const server = app.listen(0, "127.0.0.1");
    await new Promise((done) => server.once("listening", done));
    stop = () => server.closeAllConnections();
    const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return { app, address, closed, arrived: arrived.promise, letGo: letGo.resolve };
  }

  it("lets what is under way finish, takes nothing new, and then lets go of the store", async () => {
    const { app, address, closed, arrived, letGo } = await slowApp();
    const under = fetch(`${address}/slow`).then((response) => response.text());
    await arrived;
    const closing = app.close();
    await expect(fetch(`${address}/slow`)).rejects.toThrow();
    expect(closed).toEqual([]);
    letGo();
    expect(await under).toBe("done");
    await closing;
    expect(closed).toEqual(["store"]);
    await app.close();
  });

  it("breaks off a connection that became a WebSocket", async () => {
    const { app, address } = await slowApp();
    const server = app.listen(0, "127.0.0.1");
    await new Promise((done) => server.once("listening", done));
    server.on("upgrade", (_request, socket) => {
      socket.write("HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
    });
    const asked = request({
      port: (server.address() as AddressInfo).port,
      headers: { Connection: "Upgrade", Upgrade: "echo" },
    }).end();
    const [, socket] = (await once(asked, "upgrade")) as [unknown, Socket];
    const ended = once(socket, "close");
    await app.close({ timeoutMs: 10 });
    await ended;
    await expect(fetch(address)).rejects.toThrow();
  });

  it("breaks off what takes too long", async () => {
    const { app, address, arrived } = await slowApp();
    const under = fetch(`${address}/slow`);
    const broken = expect(under).rejects.toThrow();
    await arrived;
    await app.close({ timeoutMs: 10 });
    await broken;
  });
});

describe("remembered logins", () => {
  it("come back, with who signed in, unless the app does that itself", async () => {
    for (const restores of [true, false]) {
      const address = await trialApp(
        (app) => {
          app.post("/login", (req, res) => {
            req.session.login(42, { remember: true });
            res.json({});
          });
          app.get("/me", (req, res) => {
            res.json({ id: req.session.userId ?? null });
          });
        },
        restores ? {} : { rememberMe: false },
      );
      const { setCookies } = await new TrialClient().post(`${address}/login`);
      const remembered = setCookies
        .map((header) => header.split(";")[0] ?? "")
        .filter((pair) => /remember/.test(pair));
      expect(remembered).toHaveLength(1);
      const headers = { Cookie: remembered.join() };
      const later = await new TrialClient().send("GET", `${address}/me`, undefined, headers);
      expect(later.json()).toEqual({ id: restores ? 42 : null });
    }
  });
});

describe("Router", () => {
  it("goes on from a middleware that hands the request on", async () => {
    Router.use("/handed-on", async (req, res, next) => {
      res.set("X-Seen", "yes");
      await (next as (...given: unknown[]) => unknown)(req, res);
    });
    Router.get("/handed-on", (_req, res) => {
      res.send("reached");
    });
    const response = await fetch(`${await serve()}/handed-on`);
    expect([response.status, response.headers.get("x-seen"), await response.text()]).toEqual([
      200,
      "yes",
      "reached",
    ]);
  });

  it("is mounted by every app of the process, and makes routers of one's own", async () => {
    const own = Router();
    own.get("/own", (_req, res) => {
      res.send("own");
    });
    Router.use("/nested", own);
    const address = await serve((app) => app.use("/again", Router));
    expect(await (await fetch(`${address}/nested/own`)).text()).toBe("own");
    expect(await (await fetch(`${address}/again/nested/own`)).text()).toBe("own");
  });
});

describe("two apps in one process", () => {
  it("have the routes of their own files only", async () => {
    const library = new URL("index.ts", import.meta.url).href;
    const file = (path: string) =>
      `import { Router } from ${JSON.stringify(library)};\nRouter.get(${JSON.stringify(path)}, (req, res) => { res.send(req.path); });\n`;
    put("src/routes/first.ts", file("/first"));
    const first = await serve();
    const stopFirst = stop;
    rmSync(join(folder, "src"), { recursive: true });
    put("src/routes/second.ts", file("/second"));
    const second = await serve();
    const status = async (address: string) => (await fetch(address)).status;
    expect(await status(`${first}/first`)).toBe(200);
    expect(await status(`${first}/second`)).toBe(404);
    expect(await status(`${second}/second`)).toBe(200);
    expect(await status(`${second}/first`)).toBe(404);
    stopFirst?.();
  });
});
