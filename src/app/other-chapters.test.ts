import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Request } from "express";
import { afterEach, describe, expect, it, vi } from "vitest";
import { readCookie } from "../session/cookie.ts";
import {
  type App,
  type AppOptions,
  Auth,
  createApp,
  Database,
  flaskCookie,
  session,
  starletteCookie,
} from "./index.ts";
import { trialFolder, trialServer } from "./trial-project.ts";
import { type Visitor, visitor } from "./trial-visitor.ts";

/**
 * What the four Python chapters show, section by section, with what does the same here. That Flask's, Starlette's
 * and Flask-Session's own bytes are read and written is proved against those packages in `src/session`.
 */

interface Feature {
  readonly section: string;
  /** What does it here. */
  readonly ours: string;
  readonly options?: () => AppOptions;
  readonly files?: Readonly<Record<string, string>>;
  readonly routes: (app: App) => void;
  readonly check: (visitor: Visitor) => Promise<void>;
}

let nowMs = 0;
const KEY = randomBytes(32).toString("base64url");

afterEach(() => vi.unstubAllEnvs());

async function run({ options, files, routes, check }: Feature): Promise<void> {
  const folder = trialFolder(files);
  vi.stubEnv("TINA4_SESSION_PATH", join(folder, "sessions"));
  vi.stubEnv("TINA4_SECRET", KEY);
  vi.stubEnv("DATABASE_URL", `sqlite:${join(folder, "app.db")}`);
  const app = await createApp({ folder, ...options?.() });
  routes(app);
  await check(visitor(await trialServer(app)));
}

const idle = (seconds: number): AppOptions => ({ session: { idleTimeoutSeconds: seconds } });

const tina4: readonly Feature[] = [
  {
    section: "3 to 5. sessions and flash",
    ours: "req.session, the same methods; res.html",
    files: { "src/templates/contact.html": "{{ flash_message }} ({{ flash_type }})" },
    routes(app) {
      app.post("/api/contact", (req, res) => {
        req.session.flash("message", "Sent");
        req.session.flash("message_type", "success");
        res.redirect("/contact");
      });
      app.get("/contact", (req, res) => {
        const flash_type = req.session.flash("message_type") ?? "info";
        res.html("contact.html", { flash_message: req.session.flash("message"), flash_type });
      });
    },
    async check({ form, get }) {
      await form("/api/contact");
      expect((await get("/contact")).text).toBe("Sent (success)");
      expect((await get("/contact")).text).toBe(" (info)");
    },
  },
  {
    section: "6. cookies, with lifetimes in seconds",
    ours: "res.cookie with max_age, httponly and samesite; req.cookies",
    routes(app) {
      const year = { max_age: 365 * 24 * 60 * 60, path: "/", samesite: "Lax" } as const;
      app.post("/preferences", (req, res) => {
        res
          .cookie("theme", req.body.theme, year)
          .cookie("language", "en", { ...year, httponly: true })
          .json({});
      });
      app.post("/clear-preferences", (_req, res) => {
        res.cookie("theme", "", { max_age: 0, path: "/" }).json({});
      });
      app.get("/", (req, res) => {
        res.json({ theme: req.cookies.theme ?? "light" });
      });
    },
    async check({ json, form, get }) {
      expect((await json("/preferences", { theme: "dark" })).setCookies).toEqual([
        expect.stringMatching(/^theme=dark; Max-Age=31536000; Path=\/; Expires=[^;]+; SameSite=Lax$/),
        expect.stringMatching(/^language=en; .*; HttpOnly; SameSite=Lax$/),
      ]);
      expect((await form("/clear-preferences")).setCookies).toEqual([
        expect.stringMatching(/^theme=; Max-Age=0; Path=\/; /),
      ]);
      expect((await get("/", { Cookie: "theme=dark" })).json()).toEqual({ theme: "dark" });
    },
  },
  {
    section: "7. login with a password from the database",
    ours: "Database.fetchOne, Auth.checkPassword, session.login(…, { remember })",
    routes(app) {
      app.post("/users", async (req, res) => {
        const db = new Database();
        await db.execute("CREATE TABLE users (id INTEGER PRIMARY KEY, email TEXT, password_hash TEXT)");
        const hash = await Auth.hashPassword(req.body.password);
        await db.execute("INSERT INTO users (email, password_hash) VALUES (?, ?)", [req.body.email, hash]);
        res.json({});
      });
      app.post("/login-form", async (req, res) => {
        const { email = "", password = "", remember_me } = req.body;
        const sql = "SELECT id, password_hash FROM users WHERE email = ?";
        const user = await new Database().fetchOne<{ id: number; password_hash: string }>(sql, [email]);
        if (!(await Auth.checkPassword(password, user?.password_hash)) || user === undefined) {
          req.session.flash("message", "Invalid email or password");
          res.redirect("/login");
          return;
        }
        req.session.login(user.id, { remember: remember_me === "on" });
        res.redirect("/dashboard");
      });
      app.get("/me", (req, res) => {
        res.json({ id: req.session.userId ?? null, remembered: req.session.remembered });
      });
    },
    async check({ form, json, get, client }) {
      await json("/users", { email: "alice@shop.test", password: "correct horse" });
      for (const wrong of [{ email: "nobody@shop.test", password: "x" }, { email: "alice@shop.test" }]) {
        expect((await form("/login-form", wrong as Record<string, string>)).header("location")).toBe(
          "/login",
        );
      }
      const right = { email: "alice@shop.test", password: "correct horse" };
      const plain = await form("/login-form", right);
      expect([plain.header("location"), plain.setCookies.length]).toEqual(["/dashboard", 1]);
      expect((await get("/me")).json()).toEqual({ id: 1, remembered: false });
      const remembered = await form("/login-form", { ...right, remember_me: "on" });
      expect(remembered.setCookies).toHaveLength(2);
      const [device] = remembered.setCookies.filter(
        (header) => readCookie(header, "tina4_session") === undefined,
      );
      client.cookie = undefined;
      const back = await get("/me", { Cookie: device?.split(";")[0] ?? "" });
      expect(back.json()).toEqual({ id: 1, remembered: true });
    },
  },
];

const flaskAnswers: readonly Feature[] = [
  {
    section: "1. cookies: set and read",
    ours: "res.cookie, req.cookies",
    routes(app) {
      app.get("/set", (_req, res) => {
        res.cookie("username", "JohnDoe").send("Hello, World!");
      });
      app.get("/get", (req, res) => {
        res.json(req.cookies.username ?? null);
      });
    },
    async check({ get }) {
      expect((await get("/set")).setCookies).toEqual(["username=JohnDoe; Path=/"]);
      expect((await get("/get", { Cookie: "username=JohnDoe" })).json()).toBe("JohnDoe");
      expect((await get("/get")).json()).toBeNull();
    },
  },
  {
    section: "2. sessions in a signed cookie with a secret key",
    ours: "session({ cookieHeld: flaskCookie({ secretKey }) })",
    options: () => ({ session: { cookieHeld: flaskCookie({ secretKey: KEY }) } }),
    routes(app) {
      app.get("/set", (req, res) => {
        req.session.set("username", "JohnDoe");
        res.json({});
      });
      app.get("/get", (req, res) => {
        res.json(req.session.get("username", null));
      });
    },
    async check({ get }) {
      const [header = ""] = (await get("/set")).setCookies;
      const value = readCookie(header, "session") ?? "";
      expect((await get("/get", { Cookie: `session=${value}` })).json()).toBe("JohnDoe");
      // Signed, but anybody can read it.
      expect(Buffer.from(value.split(".")[0] ?? "", "base64url").toString()).toContain("JohnDoe");
      expect((await get("/get", { Cookie: `session=x${value}` })).json()).toBeNull();
    },
  },
  {
    section: "3. lifetime and persistence",
    ours: "idleTimeoutSeconds; session.permanent",
    options: () => idle(1800),
    routes(app) {
      app.get("/for/:how", (req, res) => {
        req.session.permanent = req.params.how === "long";
        req.session.set("a", 1);
        res.json({});
      });
    },
    async check({ get }) {
      expect((await get("/for/long")).setCookies[0]).toContain("Max-Age=1800;");
      expect((await get("/for/one-window")).setCookies[0]).not.toContain("Max-Age");
    },
  },
  {
    section: "4. HttpOnly and Secure",
    ours: "HttpOnly by default; secure on https by itself, or by setting",
    options: () => ({ session: { secure: true } }),
    routes(app) {
      app.get("/", (req, res) => {
        req.session.set("a", 1);
        res.json({});
      });
    },
    async check({ get }) {
      expect((await get("/")).setCookies[0]).toMatch(/; HttpOnly; Secure; SameSite=Lax$/);
    },
  },
];

const flaskSession: readonly Feature[] = [
  {
    section: "filesystem sessions that go with the browser's window",
    ours: "the file store (TINA4_SESSION_PATH), permanent: false",
    options: () => ({ session: { permanent: false } }),
    routes(app) {
      app.get("/", (req, res) => {
        req.session.set("user", "JohnDoe");
        res.send(`Session stored for ${req.session.get("user")}`);
      });
      app.get("/again", (req, res) => {
        res.send(req.session.get("user", "nobody"));
      });
    },
    async check({ get }) {
      const first = await get("/");
      expect(first.text).toBe("Session stored for JohnDoe");
      expect(first.setCookies[0]).toMatch(/^tina4_session=[\w-]{32}; Path=\/; HttpOnly; SameSite=Lax$/);
      expect((await get("/again")).text).toBe("JohnDoe");
    },
  },
  {
    section: "handling cookies: set for an hour, read, delete",
    ours: "res.cookie with max_age, req.cookies, res.clearCookie",
    routes(app) {
      app.get("/set_cookie", (_req, res) => {
        res.cookie("username", "JohnDoe", { max_age: 3600, httponly: true }).send("Cookie Set");
      });
      app.get("/get_cookie", (req, res) => {
        res.send(`Cookie Value: ${req.cookies.username}`);
      });
      app.get("/delete_cookie", (_req, res) => {
        res.clearCookie("username").send("Cookie Deleted");
      });
    },
    async check({ get }) {
      expect((await get("/set_cookie")).setCookies[0]).toMatch(
        /^username=JohnDoe; Max-Age=3600; Path=\/; Expires=[^;]+; HttpOnly$/,
      );
      expect((await get("/get_cookie", { Cookie: "username=JohnDoe" })).text).toBe("Cookie Value: JohnDoe");
      expect((await get("/delete_cookie")).setCookies).toEqual([
        "username=; Path=/; Expires=Thu, 01 Jan 1970 00:00:00 GMT",
      ]);
    },
  },
  {
    section: "a session time-out of 30 minutes without activity",
    ours: "idleTimeoutSeconds, on a clock that is moved",
    options: () => ({ session: { idleTimeoutSeconds: 1800, nowMs: () => nowMs } }),
    routes(app) {
      app.get("/", (req, res) => {
        res.json(req.session.increment("visits"));
      });
    },
    async check({ get }) {
      nowMs = 1_700_000_000_000;
      const visits = [];
      for (const minutes of [0, 29, 29, 30]) {
        nowMs += minutes * 60_000;
        visits.push((await get("/")).json());
      }
      expect(visits).toEqual([1, 2, 3, 1]);
    },
  },
];

const fastApi: readonly Feature[] = [
  {
    section: "2 and 4. cookies with all flags",
    ours: "res.cookie",
    routes(app) {
      app.post("/login", (_req, res) => {
        const strict = { max_age: 86_400, httponly: true, secure: true, samesite: "strict" } as const;
        res
          .cookie("session_token", "value", { ...strict, domain: "example.com" })
          .json({ status: "logged in" });
      });
    },
    async check({ form }) {
      expect((await form("/login")).setCookies[0]).toMatch(
        /^session_token=value; Max-Age=86400; Domain=example\.com; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Strict$/,
      );
    },
  },
  {
    section: "3. a required cookie",
    ours: "req.cookies, and an answer of one's own: 422 there",
    routes(app) {
      app.get("/profile", (req, res) => {
        if (req.cookies.session_id === undefined) res.status(422).json({ error: "session_id is missing" });
        else res.json({ session_id: req.cookies.session_id });
      });
    },
    async check({ get }) {
      expect((await get("/profile")).status).toBe(422);
      expect((await get("/profile", { Cookie: "session_id=abc" })).json()).toEqual({ session_id: "abc" });
    },
  },
  {
    section: "5 and 7. SessionMiddleware: login, profile, logout",
    ours: "session({ cookieHeld: starletteCookie({ secretKey }) })",
    options: () => ({
      session: { cookieHeld: starletteCookie({ secretKey: KEY }), idleTimeoutSeconds: 3600 },
    }),
    routes(app) {
      app.post("/login", (req, res) => {
        req.session.set("user", req.body.username);
        res.json({ message: `Logged in as ${req.body.username}` });
      });
      app.get("/profile", (req, res) => {
        const user = req.session.get("user");
        res.json(user === undefined ? { error: "Not logged in" } : { user });
      });
      app.post("/logout", (req, res) => {
        req.session.clear();
        res.json({ message: "Logged out" });
      });
    },
    async check({ form, get }) {
      const [header = ""] = (await form("/login", { username: "john" })).setCookies;
      expect(header).toContain("Max-Age=3600");
      const cookie = { Cookie: header.split(";")[0] ?? "" };
      expect((await get("/profile", cookie)).json()).toEqual({ user: "john" });
      expect((await get("/profile")).json()).toEqual({ error: "Not logged in" });
    },
  },
  {
    section: "6. expiry by seconds, by a date, at once",
    ours: "res.cookie with max_age or expires, res.clearCookie",
    routes(app) {
      app.get("/", (_req, res) => {
        const expires = new Date(Date.now() + 7 * 86_400_000);
        res.cookie("temp_token", "v", { max_age: 1800 }).cookie("persistent", "v", { expires });
        res.clearCookie("session_id").json({});
      });
    },
    async check({ get }) {
      expect((await get("/")).setCookies).toEqual([
        expect.stringMatching(/^temp_token=v; Max-Age=1800; Path=\/; /),
        expect.stringMatching(/^persistent=v; Path=\/; Expires=\w{3}, \d\d \w{3} \d{4} [\d:]{8} GMT$/),
        expect.stringMatching(/^session_id=; Path=\/; Expires=Thu, 01 Jan 1970/),
      ]);
    },
  },
  {
    section: "9. cookies with CORS",
    ours: "createApp({ cors }) or CORS_ORIGINS and CORS_CREDENTIALS; the order is ours to keep",
    options: () => ({ cors: { origins: ["https://frontend.example.com"], credentials: true } }),
    routes(app) {
      app.post("/login", (req, res) => {
        req.session.set("user", "john");
        res.json({});
      });
    },
    async check({ client, address }) {
      const answer = await client.post(`${address}/login`, "{}", {
        Origin: "https://frontend.example.com",
        "Sec-Fetch-Site": "cross-site",
        "Content-Type": "application/json",
      });
      expect([answer.status, answer.setCookies.length]).toEqual([200, 1]);
      expect(answer.header("access-control-allow-origin")).toBe("https://frontend.example.com");
      expect(answer.header("access-control-allow-credentials")).toBe("true");
    },
  },
  {
    section: "10. signed and encrypted values, CSRF tokens",
    ours: "res.cookie(…, { signed: true }), req.signedCookies, sealedCookie, form_token()",
    routes(app) {
      app.get("/set", (_req, res) => {
        res.cookie("plan", "gold", { signed: true }).json({});
      });
      app.get("/get", (req, res) => {
        res.json(req.signedCookies.plan ?? null);
      });
    },
    async check({ get }) {
      const cookie = (await get("/set")).setCookies[0]?.split(";")[0] ?? "";
      expect((await get("/get", { Cookie: cookie })).json()).toBe("gold");
      expect((await get("/get", { Cookie: cookie.replace("gold", "iron") })).json()).toBe(false);
    },
  },
  {
    section: "12. a JSON web token in an HttpOnly cookie",
    ours: "Auth.getToken, Auth.getPayload",
    routes(app) {
      const userOf = (req: Request) => Auth.getPayload(req.cookies["access_token"])?.["sub"];
      app.post("/login", (req, res) => {
        const token = Auth.getToken({ sub: req.body.username }, { expiresInSeconds: 3600 });
        res.cookie("access_token", token, { httponly: true, secure: true, max_age: 3600 }).json({});
      });
      app.get("/profile", (req, res) => {
        const user = userOf(req);
        res.status(user === undefined ? 401 : 200).json({ user: user ?? null });
      });
    },
    async check({ form, get }) {
      const cookie = (await form("/login", { username: "john" })).setCookies[0]?.split(";")[0] ?? "";
      expect((await get("/profile", { Cookie: cookie })).json()).toEqual({ user: "john" });
      expect((await get("/profile", { Cookie: `${cookie}x` })).status).toBe(401);
      expect((await get("/profile")).status).toBe(401);
    },
  },
];

const title = ({ section, ours }: Feature) => `${section}: ${ours}`;
const named = (features: readonly Feature[]) => features.map((feature) => [title(feature), feature] as const);

describe("the Tina4 chapter for Python", () => {
  it.each(named(tina4))("%s", (_title, feature) => run(feature));
});
describe("questions and answers on Flask", () => {
  it.each(named(flaskAnswers))("%s", (_title, feature) => run(feature));
});
describe("the chapter on Flask-Session", () => {
  it.each(named(flaskSession))("%s", (_title, feature) => run(feature));

  it("a secret key that is needed, and long: a weak one is refused at start", () => {
    expect(() => flaskCookie({ secretKey: "key" })).toThrow(/secretKey/);
    expect(() => session({ cookieHeld: starletteCookie({ secretKey: "" }) })).toThrow(/secretKey/);
  });
});
describe("the chapter on FastAPI", () => {
  it.each(named(fastApi))("%s", (_title, feature) => run(feature));
});
