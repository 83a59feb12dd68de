import { expect } from "vitest";
import { type ChapterBlock, IMPORT, inHandler, setCookieOf, withSignIn } from "./trial-chapter-block.ts";

/** Sections 4 and 5 of the Node chapter: session data and flash. */
export const SESSION_BLOCKS: readonly ChapterBlock[] = [
  {
    name: "4. writing to the session",
    place: { after: "\nWriting to the Session\n", before: "Reading from the Session" },
    code: `import { Router } from "keepsake";
Router.post("/login-form", async (req, res) => {
  for (const [key, value] of [["user_id", 42], ["user_name", "Alice"], ["role", "admin"]] as const) {
    req.session.set(key, value);
  }
  req.session.set("logged_in", true);
  return res.redirect("/dashboard");
});`,
    frame: withSignIn,
    async check({ form, get, client }) {
      const answer = await form("/login-form", { email: "alice@shop.test" });
      expect([answer.status, answer.header("location")]).toEqual([302, "/dashboard"]);
      expect(setCookieOf(answer, "tina4_session")).toMatch(
        /^tina4_session=[\w-]{32}; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax$/,
      );
      expect(client.cookie).toBeDefined();
      expect((await get("/all")).json()).toEqual({
        user_id: 42,
        user_name: "Alice",
        role: "admin",
        logged_in: true,
      });
    },
  },
  {
    name: "4. reading from the session",
    place: { after: "Reading from the Session\n", before: "Deleting Session Data" },
    code: `import { Router } from "keepsake";
Router.get("/dashboard", async (req, res) => {
  const isIn = req.session.get("logged_in");
  if (!isIn) return res.redirect("/login");
  const [user_name, role] = ["user_name", "role"].map((key) => req.session.get(key));
  return res.html("dashboard.html", { user_name, role });
});`,
    frame: withSignIn,
    files: { "src/templates/dashboard.html": "{{ user_name }} is {{ role }}" },
    async check({ get, json }) {
      expect((await get("/dashboard")).header("location")).toBe("/login");
      await json("/sign-in", { logged_in: true, user_name: "<Alice>", role: "admin" });
      expect((await get("/dashboard")).text).toBe("&lt;Alice&gt; is admin");
    },
  },
  {
    name: "4. deleting session data",
    corrections: [9],
    place: { after: "Deleting Session Data\n", before: "Checking if a Key Exists" },
    code: `req.session.delete("temp_data");

Router.post("/logout", async (req, res) => {
  req.session.clear();
  return res.redirect("/login");
});`,
    frame(code) {
      // The first statement is of a handler, the rest is a route.
      const route = code.indexOf("Router.post");
      return withSignIn(`${IMPORT}Router.get("/delete", async (req, res) => {
        ${code.slice(0, route)}
        res.json({});
      });\n${code.slice(route)}`);
    },
    async check({ get, form, json }) {
      await json("/sign-in", { temp_data: 1, kept: 2 });
      await get("/delete");
      expect((await get("/all")).json()).toEqual({ kept: 2 });
      expect((await form("/logout")).header("location")).toBe("/login");
      expect((await get("/all")).json()).toEqual({});
    },
  },
  {
    name: "4. checking if a key exists",
    place: { after: "Checking if a Key Exists\n", before: "Getting All Session Data" },
    code: `if (req.session.has("user_id")) {
  const found = req.session.get("user_id");
} else {
  const found = null;
}
const userId = req.session.get("user_id", null);`,
    frame: (code) => inHandler(code, `{ has: req.session.has("user_id"), userId }`),
    async check({ get, json }) {
      expect((await get("/fragment")).json()).toEqual({ has: false, userId: null });
      await json("/given", { user_id: 42 });
      expect((await get("/fragment")).json()).toEqual({ has: true, userId: 42 });
    },
  },
  {
    name: "4. getting all session data",
    place: { after: "Getting All Session Data\n", before: "Preferences Example" },
    code: "const allData = req.session.all();",
    frame: (code) => inHandler(code, "allData"),
    async check({ get, json }) {
      expect((await get("/fragment")).json()).toEqual({});
      await json("/given", { a: [1], b: { c: null } });
      expect((await get("/fragment")).json()).toEqual({ a: [1], b: { c: null } });
    },
  },
  {
    name: "4. preferences",
    place: { after: "Preferences Example\n", before: "Visit Counter Example" },
    code: `import { Router } from "keepsake";
const read = (session) => ({
  language: session.get("language", "en"),
  theme: session.get("theme", "light"),
  items_per_page: session.get("items_per_page", 20)
});
Router.post("/api/preferences", async (req, res) => {
  const { language = "en", theme = "light", items_per_page = "20" } = req.body;
  req.session.set("language", language);
  req.session.set("theme", theme);
  req.session.set("items_per_page", parseInt(items_per_page, 10));
  return res.json({ message: "Kept", preferences: read(req.session) });
});
Router.get("/api/preferences", async (req, res) => res.json(read(req.session)));`,
    async check({ get, json, form }) {
      const defaults = { language: "en", theme: "light", items_per_page: 20 };
      expect((await get("/api/preferences")).json()).toEqual(defaults);
      const chosen = { language: "fr", theme: "dark", items_per_page: 50 };
      const saved = await json("/api/preferences", { ...chosen, items_per_page: "50" });
      expect(saved.json()).toEqual({ message: expect.any(String), preferences: chosen });
      expect((await get("/api/preferences")).json()).toEqual(chosen);
      await form("/api/preferences", { theme: "blue" });
      expect((await get("/api/preferences")).json()).toEqual({ ...defaults, theme: "blue" });
    },
  },
  {
    name: "4. visit counter, and the answer that curl gets",
    corrections: [25],
    place: { after: "Visit Counter Example\n", before: "curl http://localhost:7148/visit-counter" },
    code: `import { Router } from "keepsake";
Router.get("/visit-counter", async (req, res) => {
  const visit_count = req.session.get("visit_count", 0) + 1;
  req.session.set("visit_count", visit_count);
  const times = visit_count === 1 ? "time" : "times";
  return res.json({ visit_count, message: \`You have visited this page \${visit_count} \${times}\` });
});`,
    async check({ get }) {
      const texts = [await get("/visit-counter"), await get("/visit-counter")].map(({ text }) => text);
      expect(texts).toEqual([
        '{"visit_count":1,"message":"You have visited this page 1 time"}',
        '{"visit_count":2,"message":"You have visited this page 2 times"}',
      ]);
    },
  },
  {
    name: "5. setting a flash message",
    place: { after: "Setting a Flash Message\n", before: "Reading a Flash Message" },
    code: `import { Router } from "keepsake";
Router.post("/api/contact", async (req, res) => {
  req.session.flash("message_type", "success");
  req.session.flash("message", "Your message is on its way");
  return res.redirect("/contact");
});`,
    frame: (code) =>
      `${code}\nRouter.get("/contact", (req, res) => res.json([req.session.flash("message"), req.session.flash("message_type")]));`,
    async check({ form, get }) {
      expect((await form("/api/contact", { text: "hello" })).header("location")).toBe("/contact");
      expect((await get("/contact")).json()).toEqual([expect.stringContaining("Your message"), "success"]);
      expect((await get("/contact")).json()).toEqual([null, null]);
    },
  },
  {
    name: "5. reading a flash message",
    place: { after: "Reading a Flash Message\n", before: "The getFlash() method" },
    code: `Router.get("/contact", async (req, res) => {
  const locals = {
    flash_message: req.session.flash("message"),
    flash_type: req.session.flash("message_type") ?? "info"
  };
  return res.html("contact.html", locals);
});`,
    frame: (code) =>
      `${IMPORT}${code}\nRouter.post("/flash", (req, res) => {
        for (const [key, value] of Object.entries(req.body)) req.session.flash(key, value);
        res.json({});
      });`,
    files: { "src/templates/contact.html": "[{{ flash_message }}|{{ flash_type }}]" },
    async check({ get, json }) {
      expect((await get("/contact")).text).toBe("[|info]");
      await json("/flash", { message: "Sent", message_type: "success" });
      expect((await get("/contact")).text).toBe("[Sent|success]");
      expect((await get("/contact")).text).toBe("[|info]");
    },
  },
  {
    name: "5. flash messages in templates",
    place: { after: "Flash Messages in Templates\n", before: "6. Cookies" },
    code: `{% if flash_message %}<p class="alert alert-{{ flash_type }}">{{ flash_message }}</p>{% endif %}`,
    shownBy: `${IMPORT}Router.get("/page", (req, res) => res.html("page.html", req.query));`,
    async check({ get }) {
      const shown = (await get("/page?flash_message=%3Cb%3E&flash_type=success")).text;
      expect(shown.replace(/\s+/g, " ")).toMatch(/<(\w+) class="alert alert-success"> ?&lt;b&gt; ?<\/\1>/);
      expect((await get("/page")).text.trim()).toBe("");
    },
  },
];
