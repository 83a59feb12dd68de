import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import cookieSession from "cookie-session";
import express, { type Express } from "express";
import expressSession from "express-session";
import { afterEach, describe, expect, it, vi } from "vitest";
import { csrf } from "../app/csrf.ts";
import { MemoryStore, type SessionOptions, session } from "../session/index.ts";
import { whileServed } from "../session/trial-serve.ts";
import { certificateFiles, makeCertificate } from "../session/trial-servers/certificate.ts";
import { freePort } from "../session/trial-servers/server-process.ts";
import { judgeCookieAttributes } from "./doctor/cookie-attributes.ts";
import { judgeValues, madeUpLike, tampered } from "./doctor/cookie-value.ts";
import { DoctorReport, type Observation } from "./doctor/doctor-report.ts";
import { parseSetCookie } from "./doctor/received-cookie.ts";
import { runDoctor } from "./doctor.ts";

interface Seen {
  readonly code: number;
  readonly text: string;
  readonly cookie?: string;
  readonly observations: readonly Observation[];
  readonly notes: readonly string[];
}

/** What the doctor says of the app. */
function examineApp(app: Express, ...options: string[]): Promise<Seen> {
  return whileServed(app, async (address) => {
    let text = "";
    const output = { out: (more: string) => (text += more), err: (more: string) => (text += more) };
    const code = await runDoctor(["doctor", address, "--json", ...options], output, {
      PASSWORD: "open sesame",
    });
    const report =
      code === 2 ? { observations: [], notes: [] } : (JSON.parse(text) as Omit<Seen, "code" | "text">);
    return { ...report, code, text };
  });
}

const faultsOf = ({ observations }: Seen) =>
  observations.filter(({ outcome }) => outcome === "fault").map(({ check }) => check);

/** Our own sessions, with everything a site needs to be examined whole. */
function ourApp(options: SessionOptions = {}): Express {
  const app = express();
  app.use(express.urlencoded(), session({ store: new MemoryStore(), log: () => {}, ...options }), csrf());
  app.get("/", (_req, res) => {
    res.send("Hello");
  });
  app.get("/visits", (req, res) => {
    res.json({ visits: req.session.increment("visits") });
  });
  app.get("/login", (_req, res) => {
    res.send(
      '<form method="post"><input type="hidden" name="step" value="&quot;1&quot;"><input name="name"></form>',
    );
  });
  app.post("/login", (req, res) => {
    if (req.body.password === "open sesame" && req.body.step === '"1"') req.session.login("alice");
    res.redirect(303, "/me");
  });
  app.get("/me", (req, res) => {
    if (req.session.has("user_id")) res.send("Hello Alice");
    else res.redirect(303, "/login");
  });
  app.post("/logout", (req, res) => {
    req.session.logout();
    res.redirect(303, "/");
  });
  app.use((_error: unknown, _req: express.Request, res: express.Response, _next: express.NextFunction) => {
    res.status(403).send("No");
  });
  return app;
}

const LOGIN = [
  "--login",
  "/login",
  "--field",
  "password=env:PASSWORD",
  "--private",
  "/me",
  "--logout",
  "/logout",
];

/** An app on express-session with what is often seen in the wild. */
function carelessApp(options: Partial<expressSession.SessionOptions> = {}): Express {
  const app = express();
  app.use(express.urlencoded());
  app.use(
    expressSession({ secret: "keyboard cat", resave: true, saveUninitialized: true, ...options }),
    (_req, res, next) => {
      res.setHeader("Access-Control-Allow-Origin", _req.headers.origin ?? "*");
      res.setHeader("Access-Control-Allow-Credentials", "true");
      next();
    },
  );
  app.get("/", (_req, res) => {
    res.send("Hello");
  });
  app.post("/login", (req, res) => {
    Reflect.set(req.session, "user", "alice");
    res.redirect(303, "/me");
  });
  app.get("/login", (_req, res) => {
    res.send("<form></form>");
  });
  app.get("/me", (req, res) => {
    if (Reflect.has(req.session, "user")) res.send("Hello Alice");
    else res.status(401).send("Who?");
  });
  app.post("/logout", (req, res) => {
    Reflect.deleteProperty(req.session, "user");
    res.redirect(303, "/");
  });
  return app;
}

describe("keepsake doctor", () => {
  afterEach(() => vi.unstubAllEnvs());

  it("finds nothing wrong with our own sessions, from the first visit to after the logout", async () => {
    const seen = await examineApp(ourApp(), "--start", "/visits", ...LOGIN);
    expect(seen.code, seen.text).toBe(0);
    expect(seen.cookie).toBe("tina4_session");
    expect(seen.observations.map(({ check, outcome }) => `${check} ${outcome}`)).toEqual(
      [1, 2, 4, 6, 7, 14, 15, 21, 22, 23, 24, 25, 26, 29, 30, 31, 32, 39, 40].map((check) => `${check} good`),
    );
  });

  it("finds what our own settings can spoil", async () => {
    const app = ourApp({ httpOnly: false, domain: "example.com" });
    app.set("trust proxy", true);
    const seen = await examineApp(app, "--start", "/visits");
    expect(seen.code).toBe(1);
    expect(faultsOf(seen)).toEqual([21]);
    const believed = seen.observations.find(({ check }) => check === 29);
    expect(believed).toMatchObject({ outcome: "doubt", seen: expect.stringContaining("from this machine") });
  });

  it("finds the faults of a careless app on express-session", async () => {
    const seen = await examineApp(
      carelessApp({
        cookie: { httpOnly: false, maxAge: 10 ** 12 },
        genid: () => String(Date.now() + Math.random()),
      }),
      "--start",
      "/login",
      ...LOGIN,
    );
    expect(seen.code).toBe(1);
    expect(seen.cookie).toBe("connect.sid");
    expect(faultsOf(seen)).toEqual([1, 7, 21, 30, 31, 39, 40]);
  });

  it("takes express-session with good settings for what it is", async () => {
    const seen = await examineApp(
      carelessApp({ saveUninitialized: true, cookie: { httpOnly: true, sameSite: "lax" } }),
    );
    expect(faultsOf(seen)).toEqual([30, 40]);
    expect(seen.observations.find(({ check }) => check === 31)?.outcome).toBe("doubt");
  });

  it("says so when signing out did not work, and judges nothing by it", async () => {
    const app = express();
    app.use(express.urlencoded(), session({ store: new MemoryStore(), log: () => {} }), csrf());
    app.get("/", (_req, res) => {
      res.send("Hello");
    });
    app.get("/login", (_req, res) => {
      res.send("<form></form>");
    });
    app.post("/login", (req, res) => {
      req.session.login("alice");
      res.redirect(303, "/me");
    });
    app.get("/me", (req, res) => {
      if (req.session.userId === "alice") res.send("Hello Alice");
      else res.status(401).send("Who?");
    });
    const seen = await examineApp(app, ...LOGIN);
    expect(seen.notes).toContainEqual(
      expect.stringContaining("Signing out at /logout did not work: it answered 404"),
    );
    expect(seen.observations.map(({ check }) => check)).not.toContain(15);
    expect(seen.observations.map(({ check }) => check)).not.toContain(39);
  });

  it("sees that a session stands in the cookie, and that a logout does not end it", async () => {
    const app = express();
    app.use(express.urlencoded(), cookieSession({ name: "session", keys: ["one"], sameSite: "lax" }));
    const held = (req: object) => req as { session: Record<string, unknown> | null };
    app.get("/", (req, res) => {
      Object.assign(held(req).session ?? {}, { at: Math.random() });
      res.send("Hello");
    });
    app.get("/login", (_req, res) => {
      res.send("<form></form>");
    });
    app.post("/login", (req, res) => {
      Object.assign(held(req).session ?? {}, { user: "alice" });
      res.redirect(303, "/me");
    });
    app.get("/me", (req, res) => {
      if (held(req).session?.["user"] === "alice") res.send("Hello Alice");
      else res.status(401).send("Who?");
    });
    app.use(csrf());
    app.post("/logout", (req, res) => {
      held(req).session = null;
      res.redirect(303, "/");
    });
    const seen = await examineApp(app, ...LOGIN);
    expect(seen.cookie).toBe("session");
    expect(faultsOf(seen)).toEqual([15, 30, 36]);
  });

  it("finds ids that are adopted, read from the address, guessable, and that break the server", async () => {
    const known = new Set<string>();
    let last = 1000;
    const app = express();
    app.get("/", (req, res) => {
      const inCookie = /(?:^|; )sid=([^;]*)/.exec(req.headers.cookie ?? "")?.[1];
      const id = inCookie ?? (typeof req.query["sid"] === "string" ? req.query["sid"] : undefined);
      if (id?.includes("%")) decodeURIComponent(id);
      if (id === undefined || id === "") {
        last += 1;
        res.append("Set-Cookie", `sid=${last}; Path=/; HttpOnly; SameSite=None; Max-Age=1.5; Partitioned`);
      } else known.add(id);
      res.send("Hello");
    });
    app.use((_error: unknown, _req: express.Request, res: express.Response, _next: express.NextFunction) => {
      res.status(500).send("Error");
    });
    const seen = await examineApp(app);
    expect(new Set(faultsOf(seen))).toEqual(new Set([1, 2, 4, 21, 23, 24, 26, 30, 32]));
    expect(known.size).toBeGreaterThan(0);
  });

  it("says so when no session begins, or when signing in does not work", async () => {
    const untouched = await examineApp(ourApp());
    expect(untouched.code).toBe(0);
    expect(untouched.text).toContain("began no session");
    const wrong = await examineApp(ourApp(), "--start", "/visits", "--login", "/login", "--private", "/me");
    expect(wrong.text).toContain("Signing in did not work");
  });

  it.each<[string, express.RequestHandler, string]>([
    ["an error", (_req, res) => void res.status(500).end(), "GET / answered 500 and began no session"],
    ["a page that is not there", (_req, res) => void res.status(404).end(), "answered 404"],
    [
      "another site",
      (_req, res) => res.redirect(301, "https://shop.example/en?from=http"),
      "sends visitors on to https://shop.example/en (301). To look there: keepsake doctor https://shop.example/en",
    ],
    ["too many requests", (_req, res) => void res.status(429).end(), "wants fewer requests (429)"],
    ["headers without end", (_req, res) => void res.set("X", "x".repeat(20_000)).end(), "longer than 16 KiB"],
    ["a broken connection", (req) => void req.socket.destroy(), "if it speaks https, begin with https://"],
  ])("could not look, and says why, where there is %s", async (_what, answer, said) => {
    const app = express();
    app.get("/", answer);
    const seen = await examineApp(app);
    expect(seen.code).toBe(2);
    expect(seen.text).toContain(said);
  });

  it("says how often a page failed that begins sessions, with a login as well", async () => {
    const failsOnce = () => {
      let asked = 0;
      const app = ourApp();
      app.get("/flaky", (_req, res) => {
        asked += 1;
        if (asked === 2) res.status(500).end();
        else res.set("Set-Cookie", `sid=${randomUUID()}; HttpOnly; Path=/`).end();
      });
      return app;
    };
    const said = "GET /flaky answered 500 to 1 of 8 requests; ask again when it works every time.";
    expect(await examineApp(failsOnce(), "--start", "/flaky")).toMatchObject({ code: 2, text: `${said}\n` });
    const { notes } = await examineApp(failsOnce(), "--start", "/flaky", ...LOGIN);
    expect(notes[0]).toBe(said);
  });

  it("judges nothing by what a limit of requests answers", async () => {
    let asked = 0;
    const app = express();
    app.get("/", (_req, res) => {
      asked += 1;
      if (asked > 9) res.status(429).end();
      else res.set("Set-Cookie", `sid=${randomUUID()}; HttpOnly; Path=/`).end();
    });
    expect(await examineApp(app)).toMatchObject({ code: 2, text: expect.stringContaining("429") });
  });

  it("follows no redirect, and says where it leads", async () => {
    const app = express();
    app.get("/", (_req, res) => res.redirect("/welcome?next=1"));
    app.get("/old", (_req, res) => {
      res.set("Set-Cookie", `sid=${randomUUID()}; HttpOnly; Path=/`).redirect("https://shop.example/");
    });
    const unseen = await examineApp(app);
    expect(unseen.notes[0]).toBe(
      "GET / sends visitors on to /welcome (302). To look there: --start /welcome",
    );
    const seen = await examineApp(app, "--start", "/old");
    expect(seen.cookie).toBe("sid");
    expect(seen.notes[0]).toContain(
      "What is said here is of the redirect. To look there: keepsake doctor https://",
    );
  });

  it("gives a command that a shell takes as one, whatever the site's address holds", async () => {
    const app = express();
    app.get("/", (_req, res) => void res.status(302).set("Location", "/it's;$(reboot)").end());
    const { notes } = await examineApp(app);
    expect(notes[0]).toMatch(/To look there: --start '\/it%27s;\$\(reboot\)'$/);
  });

  it("gives no command for a redirect to the same page, and none for one to no page", async () => {
    const app = express();
    app.get("/", (_req, res) => res.redirect("/?lang=en"));
    app.get("/again", (_req, res) => {
      res.set("Set-Cookie", `sid=${randomUUID()}; HttpOnly; Path=/`).redirect("/again");
    });
    app.get("/write", (_req, res) => void res.status(302).set("Location", "mailto:a@b").end());
    const query = await examineApp(app);
    expect(query.notes[0]).toBe("GET / sends visitors back to itself with another query (302).");
    const again = await examineApp(app, "--start", "/again");
    expect(again.notes).toEqual([
      "GET /again sends visitors back to itself (302). What is said here is of the redirect.",
    ]);
    const mail = await examineApp(app, "--start", "/write");
    expect(mail.code).toBe(0);
    expect(mail.notes).toEqual([expect.stringMatching(/^GET \/write began no session/)]);
  });

  it("says which of several cookies it looked at, and which is the same for everybody", async () => {
    const app = express();
    app.get("/several", (_req, res) => {
      for (let n = 1; n <= 5; n += 1) res.append("Set-Cookie", `c${n}=${randomUUID()}`);
      res.end();
    });
    app.get("/shared", (_req, res) => void res.set("Set-Cookie", "sid=abc").end());
    const several = await examineApp(app, "--start", "/several");
    expect(several.notes).toEqual([
      "Several cookies are new for each visitor: c1, c2, c3 and 2 more. This looked at c1; for another one: --cookie NAME.",
    ]);
    const shared = await examineApp(app, "--start", "/shared");
    expect(shared.notes[0]).toContain("Every visitor gets the same sid.");
    expect(faultsOf(await examineApp(app, "--start", "/shared", "--cookie", "sid"))).toContain(1);
  });

  it("does not blame a page for the session that --start says it begins", async () => {
    const app = express();
    app.get("/", (_req, res) => void res.set("Set-Cookie", `sid=${randomUUID()}; HttpOnly; Path=/`).end());
    const seen = await examineApp(app, "--start", "/");
    expect(seen.observations.find(({ check }) => check === 31)?.outcome).toBe("doubt");
  });

  it("hands a terminal no commands that a site sent", () => {
    const report = new DoctorReport("http://a.test/", "s\u009B2J", [], ["\u001B[31mred"]);
    expect(String(report)).toContain("its session cookie is s\uFFFD2J\n\n\uFFFD[31mred\n");
  });

  it("hands none in JSON either, which says the same", async () => {
    const app = express();
    app.get("/", (_req, res) => {
      res.set("Set-Cookie", `sid\u009B2J=${randomUUID()}; HttpOnly; Path=/`).end();
    });
    const seen = await examineApp(app);
    expect(seen.cookie).toBe("sid\u009B2J");
    expect(seen.text).toContain("sid\\u009b2J");
    expect(seen.text).not.toMatch(/[^\P{Cc}\n]/u);
    const rubout = new DoctorReport("http://a.test/", "s\u007Fd", [], []);
    expect(rubout.toJsonText()).toContain("s\\u007fd");
  });

  it("names the way past a certificate that nobody vouches for, and looks when it is told to", async () => {
    const folder = await mkdtemp(join(tmpdir(), "keepsake-doctor-"));
    try {
      await makeCertificate(undefined, folder, "localhost");
      const { certificate, key } = certificateFiles(folder);
      const server = createServer({ cert: await readFile(certificate), key: await readFile(key) }, ourApp());
      const port = await freePort();
      server.listen(port, "127.0.0.1");
      await once(server, "listening");
      try {
        let text = "";
        const output = { out: (more: string) => (text += more), err: (more: string) => (text += more) };
        expect(await runDoctor(["doctor", `https://127.0.0.1:${port}/`], output, {})).toBe(2);
        expect(text).toContain("with --insecure it is asked all the same");
        text = "";
        const given = ["doctor", `https://127.0.0.1:${port}/`, "--insecure", "--start", "/visits"];
        expect(await runDoctor(given, output, {})).toBe(0);
        expect(text).toContain("its session cookie is tina4_session");
      } finally {
        server.close();
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it("says that an https address is answered in plain http", async () => {
    await whileServed(ourApp(), async (address) => {
      let text = "";
      const output = { out: (more: string) => (text += more), err: (more: string) => (text += more) };
      expect(await runDoctor(["doctor", address.replace("http:", "https:")], output, {})).toBe(2);
      expect(text).toContain("does not speak https; try http://");
    });
  });

  it("never shows a cookie's value or a field's, in either form", async () => {
    let text = "";
    const output = { out: (more: string) => (text += more), err: (more: string) => (text += more) };
    const values: string[] = [];
    const app = ourApp();
    app.get("/kept", (req, res) => {
      values.push(req.session.getSessionId());
      req.session.set("kept", 1);
      res.send("kept");
    });
    await whileServed(app, async (address) => {
      const environment = { PASSWORD: "open sesame" };
      await runDoctor(["doctor", address, "--start", "/kept", ...LOGIN], output, environment);
      await runDoctor(["doctor", address, "--start", "/kept", "--json", ...LOGIN], output, environment);
    });
    expect(values.length).toBeGreaterThan(10);
    expect(text).toContain("Looks right (");
    for (const hidden of [...values, "open sesame"]) expect(text).not.toContain(hidden);
  });

  it.each([
    [[], "keepsake doctor URL", 2],
    [["--help"], "keepsake doctor URL", 0],
    [["cure", "http://localhost"], "There is no command cure.", 2],
    [["doctor"], "Give one URL.", 2],
    [["doctor", "example.com"], "begins with http:// or https://", 2],
    [["doctor", "http://me:pw@localhost"], "Use --login.", 2],
    [["doctor", "http://localhost", "--start", "http://elsewhere.example/"], "is not a path of", 2],
    [["doctor", "http://localhost", "--login", "/login"], "--login goes with --private", 2],
    [["doctor", "http://localhost", "--logout", "/out"], "go with --login", 2],
    [["doctor", "http://localhost", "--login", "/", "--private", "/", "--field", "x"], 'has no "="', 2],
    [
      ["doctor", "http://localhost", "--login", "/", "--private", "/", "--field", "x=env:NO"],
      "NO is not set",
      2,
    ],
    [["doctor", "http://127.0.0.1:1"], "could not be asked", 2],
    [["doctor", "http://localhost", "--whatever"], "--whatever", 2],
  ] satisfies [string[], string, number][])("answers %j", async (given, said, code) => {
    let text = "";
    const output = { out: (more: string) => (text += more), err: (more: string) => (text += more) };
    expect(await runDoctor(given, output, {})).toBe(code);
    expect(text).toContain(said);
  });
});

describe("a session cookie, looked at", () => {
  const judged = (header: string, isHttps: boolean) => {
    const cookie = parseSetCookie(header);
    if (cookie === undefined) throw new Error("That is no cookie.");
    return judgeCookieAttributes(cookie, isHttps)
      .filter(({ outcome }) => outcome !== "good")
      .map(({ check, outcome }) => `${check} ${outcome}`);
  };

  it.each([
    ["id=1; Path=/; HttpOnly; Secure; SameSite=Lax", []],
    ["id=1; path=/; httponly; SECURE; samesite=STRICT", []],
    ["id=1; Path=/; HttpOnly; SameSite=Lax", ["21 fault"]],
    ["id=1; Path=/app; HttpOnly; Secure; SameSite=Lax", ["21 doubt"]],
    ["__Host-id=1; Path=/; HttpOnly; Secure; SameSite=Lax", []],
    ["__host-id=1; Path=/x; HttpOnly; Secure; SameSite=Lax", ["21 doubt", "22 fault"]],
    ["__Host-id=1; Path=/; Domain=a.test; HttpOnly; Secure; SameSite=Lax", ["21 fault", "22 fault"]],
    ["__Secure-id=1; Path=/; HttpOnly; SameSite=Lax", ["21 fault", "22 fault"]],
    ["__Http-id=1; Path=/; HttpOnly; Secure; SameSite=Lax", []],
    ["__http-id=1; Path=/; Secure; SameSite=Lax", ["21 fault", "22 fault"]],
    ["__Host-Http-id=1; Path=/x; HttpOnly; Secure; SameSite=Lax", ["21 doubt", "22 fault"]],
    ["id=1; Path=/; HttpOnly; SameSite=None; Partitioned", ["21 fault", "23 fault", "24 fault"]],
    [`id=${"1".repeat(4095)}; Path=/; HttpOnly; Secure; SameSite=Lax`, ["25 fault"]],
    ["id=1; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=34560001", ["26 fault"]],
    ["id=1; Path=/; HttpOnly; Secure; SameSite=Lax; Max-Age=3.6e6", ["26 fault"]],
  ])("%s", (header, found) => {
    expect(judged(header, true)).toEqual(found);
  });

  it("is an id by its bits, or a session that everybody can read", () => {
    expect(judgeValues(["s%3Aabc.xyz", "s%3Aabd.zzz"])).toEqual({ bits: 4, isReadable: false });
    expect(judgeValues(["1001", "1002", "1013"])).toEqual({ bits: 6, isReadable: false });
    const flask = `${Buffer.from('{"user":1}').toString("base64url")}.ZqABCD.signature`;
    expect(judgeValues([flask, flask])).toEqual({ bits: undefined, isReadable: true });
  });

  it("is made up anew in the same shape, and changed by one letter", () => {
    const value = "s%3Aab-CD_12.Zz9";
    const made = madeUpLike(value);
    expect(made).toHaveLength(value.length);
    expect(made.slice(0, 4)).toBe("s%3A");
    expect(made.replace(/[a-zA-Z0-9]/g, "x")).toBe(value.replace(/[a-zA-Z0-9]/g, "x"));
    const changed = tampered(value);
    expect([...changed].filter((letter, at) => letter !== value[at])).toHaveLength(1);
  });
});
