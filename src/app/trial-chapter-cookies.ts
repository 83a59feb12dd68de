import { expect } from "vitest";
import { readCookie } from "../session/cookie.ts";
import { type ChapterBlock, IMPORT, setCookieOf, withSignIn } from "./trial-chapter-block.ts";

/** Sections 6 to 8 of the Node chapter: cookies, remember me, security. */
export const COOKIE_BLOCKS: readonly ChapterBlock[] = [
  {
    name: "6. setting a cookie",
    place: { after: "Setting a Cookie\n", before: "Reading a Cookie" },
    code: `import { Router } from "keepsake";
const YEAR = { maxAge: 365 * 24 * 60 * 60 * 1000, path: "/", sameSite: "Lax" };
Router.post("/preferences", async (req, res) => {
  const { theme = "light", language = "en" } = req.body;
  return res.cookie("theme", theme, YEAR).cookie("language", language, YEAR).json({ message: "Kept" });
});`,
    async check({ json, form }) {
      const lax = /^\w+=\w+; Max-Age=31536000; Path=\/; Expires=[^;]+ GMT; SameSite=Lax$/;
      for (const send of [json, form]) {
        const answer = await send("/preferences", { theme: "dark" });
        expect(answer.setCookies).toEqual([expect.stringMatching(lax), expect.stringMatching(lax)]);
        expect(answer.setCookies.map((header) => header.split(";")[0])).toEqual([
          "theme=dark",
          "language=en",
        ]);
        expect(answer.json()).toEqual({ message: expect.any(String) });
      }
    },
  },
  {
    name: "6. reading a cookie",
    place: { after: "Reading a Cookie\n", before: "Deleting a Cookie" },
    code: `import { Router } from "keepsake";
Router.get("/", async (req, res) => {
  const { theme = "light", language = "en" } = req.cookies;
  return res.html("home.html", { theme, language });
});`,
    files: { "src/templates/home.html": "{{ theme }} {{ language }}" },
    async check({ get }) {
      expect((await get("/")).text).toBe("light en");
      expect((await get("/", { Cookie: "theme=dark%20blue; language=fr" })).text).toBe("dark blue fr");
    },
  },
  {
    name: "6. deleting a cookie",
    place: { after: "Deleting a Cookie\n", before: "Cookie Options" },
    code: `Router.post("/clear-preferences", async (req, res) => {
  for (const name of ["theme", "language"]) res.cookie(name, "", { maxAge: 0, path: "/" });
  return res.json({ message: "Forgotten" });
});`,
    frame: (code) => IMPORT + code,
    async check({ form }) {
      const { setCookies } = await form("/clear-preferences");
      const gone = (name: string) =>
        expect.stringMatching(new RegExp(`^${name}=; Max-Age=0; Path=/; Expires=`));
      expect(setCookies).toEqual([gone("theme"), gone("language")]);
    },
  },
  {
    name: "7. remember me: the login",
    corrections: [6, 17, 27],
    place: { after: "\n7. Remember Me\n", before: "Then, on every page load" },
    code: `import { Auth, Router } from "keepsake";
const MONTH = { maxAge: 30 * 24 * 60 * 60 * 1000, httpOnly: true, secure: true, path: "/", sameSite: "Lax" };
Router.post("/login", async (req, res) => {
  const user = await authenticateUser(req.body.email, req.body.password);
  if (!user) {
    req.session.flash("message", "Wrong");
    req.session.flash("message_type", "error");
    return res.redirect("/login");
  }
  req.session.regenerate();
  req.session.set("user_id", user.id);
  req.session.set("user_name", user.name);
  req.session.set("logged_in", true);
  if (req.body.remember) res.cookie("remember_token", Auth.getToken({ user_id: user.id }), MONTH);
  return res.redirect("/dashboard");
});`,
    frame: (code) =>
      withSignIn(`import * as keepsake from "keepsake";
      const require = () => keepsake;
      const USERS = new Map([["alice@shop.test", {
        id: 42, name: "Alice", hash: await keepsake.Auth.hashPassword("correct horse")
      }]]);
      async function authenticateUser(email, password) {
        const user = USERS.get(email);
        return (await keepsake.Auth.checkPassword(password, user?.hash)) ? user : null;
      }
      ${code}
      Router.get("/login", (req, res) => res.json([req.session.flash("message"), req.session.flash("message_type")]));
      Router.get("/payload", (req, res) => res.json(keepsake.Auth.getPayload(req.query.token)));`),
    async check({ form, get, json, client }) {
      for (const wrong of [
        { email: "alice@shop.test", password: "wrong" },
        { email: "nobody@shop.test", password: "correct horse" },
        {} as Record<string, string>,
      ]) {
        expect((await form("/login", wrong)).header("location")).toBe("/login");
        expect((await get("/login")).json()).toEqual([expect.any(String), "error"]);
        expect((await get("/all")).json()).toEqual({});
      }
      const before = client.cookie;
      const right = { email: "alice@shop.test", password: "correct horse" };
      const plain = await form("/login", right);
      expect(plain.header("location")).toBe("/dashboard");
      expect(setCookieOf(plain, "remember_token")).toBe("none");
      expect(client.cookie).not.toBe(before);
      expect((await get("/all")).json()).toEqual({ user_id: 42, user_name: "Alice", logged_in: true });
      const remembered = await json("/login", { ...right, remember: "1" });
      const header = setCookieOf(remembered, "remember_token");
      expect(header).toMatch(/; Max-Age=2592000; Path=\/; Expires=[^;]+; HttpOnly; Secure; SameSite=Lax$/);
      const payload = await get(`/payload?token=${readCookie(header, "remember_token")}`);
      expect(payload.json()).toMatchObject({ user_id: 42 });
    },
  },
  {
    name: "7. remember me: the middleware",
    corrections: [6, 7, 26, 27],
    place: { after: "Then, on every page load", before: "The form:" },
    code: `async function rememberMeMiddleware(req, res, nextHandler) {
  const token = req.session.get("logged_in") ? undefined : req.cookies.remember_token;
  if (token && Auth.validToken(token)) {
    const { user_id } = Auth.getPayload(token);
    const user = await new Database().fetchOne("SELECT id, name FROM users WHERE id = ?", [user_id]);
    if (user) {
      req.session.set("user_id", user.id);
      req.session.set("user_name", user.name);
      req.session.set("logged_in", true);
    }
  }
  return await nextHandler(req, res);
}`,
    frame: (code) => `import { Auth, Database, Router } from "keepsake";
      await new Database().execute("CREATE TABLE users (id INTEGER PRIMARY KEY, name TEXT)");
      await new Database().execute("INSERT INTO users (id, name) VALUES (?, ?)", [42, "Alice"]);
      ${code}
      Router.use(rememberMeMiddleware);
      Router.get("/token/:id", (req, res) => res.json(Auth.getToken({ user_id: Number(req.params.id) })));
      Router.get("/me", (req, res) => res.json(req.session.all()));`,
    async check({ get, client }) {
      expect((await get("/me")).json()).toEqual({});
      const tokenOf = async (id: number) => String((await get(`/token/${id}`)).json());
      const coming = async (token: string) =>
        (await get("/me", { Cookie: `remember_token=${token}` })).json();
      expect(await coming(await tokenOf(7))).toEqual({});
      expect(await coming(`${(await tokenOf(42)).slice(0, -2)}AA`)).toEqual({});
      const alice = { user_id: 42, user_name: "Alice", logged_in: true };
      expect(await coming(await tokenOf(42))).toEqual(alice);
      // She has a session now and needs the token no more.
      expect(client.cookie).toBeDefined();
      expect((await get("/me")).json()).toEqual(alice);
    },
  },
  {
    name: "7. remember me: the form",
    place: { after: "The form:\n", before: "Without the checkbox" },
    code: `<form action="/login" method="post">{{ form_token() }}
<input name="email"><input name="password" type="password"><input type="checkbox" name="remember" value="1">
<button>Log in</button></form>`,
    shownBy: `${IMPORT}Router.get("/login", (req, res) => res.html("page.html"));
      Router.post("/login", (req, res) => res.json(req.body));`,
    async check({ get, client, address }) {
      const page = await get("/login");
      const token = /<input type="hidden" name="form_token" value="([\w-]+)">/.exec(page.text)?.[1] ?? "";
      expect(page.text).toMatch(/type="checkbox"[^>]* name="remember" value="1"/);
      // A browser of old, which says nothing of where the form is from.
      const post = (body: string) =>
        client.post(`${address}/login`, body, { "Content-Type": "application/x-www-form-urlencoded" });
      expect((await post(`form_token=${token}&remember=1`)).json()).toMatchObject({ remember: "1" });
      expect((await post("remember=1")).status).toBe(403);
    },
  },
  {
    name: "8. a new id after login",
    corrections: [27],
    place: { after: "Regenerate Session ID After Login\n", before: "Destroy a Session" },
    code: `Router.post("/login-form", async (req, res) => {
  req.session.regenerate();
  req.session.set("logged_in", true);
  req.session.set("user_id", user.id);
  return res.redirect("/dashboard");
});`,
    frame: (code) => withSignIn(`${IMPORT}const user = { id: 42 };\n${code}`),
    async check({ form, get, json, client }) {
      await json("/sign-in", { cart: [1] });
      const planted = client.cookie;
      expect((await form("/login-form")).header("location")).toBe("/dashboard");
      expect(client.cookie).not.toBe(planted);
      expect((await get("/all")).json()).toEqual({ cart: [1], user_id: 42, logged_in: true });
      expect((await get("/all", { Cookie: `tina4_session=${planted}` })).json()).toEqual({});
    },
  },
  {
    name: "8. destroying a session",
    place: { after: "Destroy a Session\n", before: "Secure Cookie Settings" },
    code: `Router.post("/logout", async (req, res) => {
  req.session.destroy();
  return res.redirect("/login");
});`,
    frame: (code) => withSignIn(IMPORT + code),
    async check({ form, get, json, client }) {
      await json("/sign-in", { user_id: 42 });
      const { cookie } = client;
      const answer = await form("/logout");
      expect(answer.header("location")).toBe("/login");
      expect(setCookieOf(answer, "tina4_session")).toMatch(/^tina4_session=; Path=\/; Max-Age=0; Expires=/);
      expect((await get("/all", { Cookie: `tina4_session=${cookie}` })).json()).toEqual({});
    },
  },
];
