import type { Express } from "express";
import { expect, it } from "vitest";
import { MemoryStore, type Session } from "./index.ts";
import { trialApp } from "./trial-project.ts";

/** A browser's cookies, as far as these tests need them: none has a path or an age but zero. */
class Jar {
  readonly cookies = new Map<string, string>();
  readonly #address: string;

  constructor(address: string) {
    this.#address = address;
  }

  async send(method: "GET" | "POST", path: string): Promise<{ status: number; body: unknown }> {
    const cookie = [...this.cookies].map((pair) => pair.join("=")).join("; ");
    const response = await fetch(this.#address + path, { method, headers: { cookie } });
    for (const header of response.headers.getSetCookie()) {
      const [, name = "", value = ""] = /^([^=]+)=([^;]*)/.exec(header) ?? [];
      if (/; Max-Age=0(?:;|$)/.test(header)) this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return { status: response.status, body: await response.json() };
  }
}

async function signedIn(more: (app: Express) => void = () => {}): Promise<Jar> {
  const address = await trialApp(
    (app) => {
      const does = (path: string, what: (session: Session) => void | Promise<void>) =>
        app.all(path, async (req, res) => {
          await what(req.session);
          res.json(req.session.userId ?? null);
        });
      does("/login", (session) => session.login(7, { remember: true }));
      does("/logout", (session) => session.logout());
      does("/destroy", (session) => session.destroy());
      does("/me", () => {});
      does("/short", async (session) => {
        session.login(7, { remember: true });
        await session.save();
        session.logout();
      });
      more(app);
    },
    { session: { store: new MemoryStore() } },
  );
  return new Jar(address);
}

it("sends no cookie of a session that began and ended in one request, as a restored login's does", async () => {
  const jar = await signedIn();
  await jar.send("POST", "/login");
  jar.cookies.delete("tina4_session");
  await jar.send("POST", "/logout");
  expect([...jar.cookies.keys()]).toEqual([]);
  // With the cookie of the dead session this was 409.
  expect(await jar.send("POST", "/login")).toEqual({ status: 200, body: 7 });
});

it("takes back the cookies that save() has already chosen", async () => {
  const jar = await signedIn();
  await jar.send("POST", "/short");
  expect([...jar.cookies.keys()]).toEqual([]);
});

it("forgets the device also where the session has just died", async () => {
  const jar = await signedIn();
  await jar.send("POST", "/login");
  const remembered = [...jar.cookies].filter(([name]) => name !== "tina4_session");
  expect(remembered).toHaveLength(1);
  const another = new Map(jar.cookies);
  await jar.send("POST", "/destroy");
  for (const [name, value] of another) jar.cookies.set(name, value);
  await jar.send("GET", "/logout");
  expect([...jar.cookies.keys()]).toEqual(["tina4_session"]);
  jar.cookies.clear();
  for (const [name, value] of remembered) jar.cookies.set(name, value);
  expect(await jar.send("GET", "/me")).toEqual({ status: 200, body: null });
});
