import { describe, expect, it } from "vitest";
import type { OpenTrial } from "../trial-stores/trial-store.ts";
import { localPath } from "./local-path.ts";
import { keepsIdsSecret, peopleStage, REMEMBER, SESSION } from "./trial-people.ts";

/** What must hold when somebody signs in or out, or may do more than before. */
export function loginChecks(name: string, open: OpenTrial): void {
  describe(`signing in and out (${name})`, () => {
    const stage = peopleStage(open);

    it("check 7: login rotates the id, keeps the anonymous data, and ends the old id at once", async () => {
      const browser = stage.browser();
      await browser.get("/set/cart/3");
      const before = browser.copy();
      const login = await browser.post("/login/alice");
      expect(login.json()).toEqual({ id: browser.cookies.get(SESSION) });
      expect(browser.cookies.get(SESSION)).not.toBe(before.cookies.get(SESSION));
      expect(await browser.me()).toEqual({
        userId: "alice",
        remembered: false,
        fresh: true,
        authenticatedAtMs: stage.nowMs,
        data: { cart: "3", user_id: "alice" },
      });
      expect(await before.me()).toMatchObject({ userId: null, data: {} });
      expect((await before.post("/set/cart/4")).status).toBe(409);
      expect(stage.kinds()).toEqual(["signed-in"]);
    });

    it("check 7: a login whose handler throws leaves nobody signed in, under a new id, and remembers nothing", async () => {
      const browser = stage.browser();
      await browser.get("/set/cart/3");
      const before = browser.cookies.get(SESSION);
      const answer = await browser.post("/login-throws/alice");
      expect([answer.status, [...browser.cookies.keys()]]).toEqual([418, [SESSION]]);
      expect(browser.cookies.get(SESSION)).not.toBe(before);
      expect(await browser.me()).toMatchObject({ userId: null, fresh: false, data: { cart: "3" } });
      expect(await stage.sessions?.users.sessionsOf("alice")).toEqual([]);
      expect(stage.kinds()).toEqual([]);
    });

    it("check 7: another user's login begins with nothing of the one before, who is signed out", async () => {
      const browser = await stage.signedIn("alice", true);
      await browser.get("/set/secret/hers");
      const before = browser.copy();
      await browser.post("/login/bob");
      expect(await browser.me()).toMatchObject({ userId: "bob", data: { user_id: "bob" } });
      expect([...browser.cookies.keys()]).toEqual([SESSION]);
      expect(await before.me()).toMatchObject({ userId: null, data: {} });
      expect(await stage.sessions?.users.sessionsOf("alice")).toEqual([]);
    });

    it("check 7: who set another user_id by hand is not taken for that user", async () => {
      const browser = await stage.signedIn("alice");
      await browser.get("/set/user_id/bob");
      expect((await browser.me()).userId).toBeNull();
    });

    it("check 20: a sign-in says nothing of whoever user_id names instead, or of nobody", async () => {
      for (const change of ["/set/user_id/bob", "/delete/user_id"]) {
        const browser = await stage.signedIn("alice");
        await browser.post(change);
        expect(await browser.me()).toMatchObject({
          userId: null,
          remembered: false,
          fresh: false,
          authenticatedAtMs: null,
        });
        expect((await browser.post("/delicate")).status).toBe(401);
      }
    });

    it("check 9: a change of privilege rotates the id, and gives the old one no grace", async () => {
      await stage.serve({ renewalTimeoutSeconds: 600, graceSeconds: 60 });
      const browser = await stage.signedIn("alice");
      const before = browser.copy();
      await browser.post("/elevate");
      expect(browser.cookies.get(SESSION)).not.toBe(before.cookies.get(SESSION));
      expect((await browser.me()).data).toEqual({ user_id: "alice", admin: true });
      expect(await before.me()).toMatchObject({ userId: null, data: {} });
      expect((await before.post("/set/a/b")).status).toBe(409);
    });

    it("check 10: the grace window after a timed renewal only reads, and ends", async () => {
      await stage.serve({ renewalTimeoutSeconds: 600, graceSeconds: 20 });
      const browser = await stage.signedIn("alice");
      const before = browser.copy();
      stage.nowMs += 600_000;
      await browser.post("/set/a/b");
      expect(browser.cookies.get(SESSION)).not.toBe(before.cookies.get(SESSION));
      stage.nowMs += 19_999;
      expect((await before.me()).userId).toBe("alice");
      expect((await before.get("/set/a/c")).status).toBe(409);
      expect((await before.post("/logout")).status).toBe(409);
      expect((await browser.me()).data["a"]).toBe("b");
      stage.nowMs += 1;
      const late = await before.get("/me");
      expect([late.json(), late.setCookies]).toMatchObject([{ userId: null, data: {} }, []]);
    });

    it("check 10: a login ends the grace window of an earlier renewal", async () => {
      await stage.serve({ renewalTimeoutSeconds: 600 });
      const browser = await stage.signedIn("alice");
      const before = browser.copy();
      stage.nowMs += 600_000;
      await browser.post("/set/a/b");
      expect((await before.me()).userId).toBe("alice");
      await browser.post("/login/alice");
      expect((await before.me()).userId).toBeNull();
    });

    it("check 12: a login begins the absolute timeout anew; activity after it does not", async () => {
      const browser = stage.browser();
      await browser.get("/set/cart/3");
      for (let n = 0; n < 46; n += 1) {
        stage.nowMs += 1_800_000;
        await browser.get("/me");
      }
      await browser.post("/login/alice");
      const signedInMs = stage.nowMs;
      while (stage.nowMs < signedInMs + 86_400_000 - 1_800_000) {
        stage.nowMs += 1_800_000;
        expect((await browser.me()).userId).toBe("alice");
      }
      stage.nowMs = signedInMs + 86_400_000;
      expect((await browser.me()).userId).toBeNull();
    });

    it("check 15: logout ends the session for every copy of its cookie, also when the handler throws", async () => {
      for (const path of ["/logout", "/logout-throws"]) {
        const browser = await stage.signedIn("alice", true);
        const copy = browser.copy(SESSION);
        const answer = await browser.post(path);
        expect(answer.setCookies).toHaveLength(2);
        expect([...browser.cookies]).toEqual([]);
        expect((await copy.me()).userId).toBeNull();
        expect(await stage.sessions?.users.sessionsOf("alice")).toEqual([]);
      }
      expect(stage.kinds()).toEqual(["signed-in", "signed-out", "signed-in", "signed-out"]);
    });

    it("clear() ends the sign-in with the data", async () => {
      const browser = await stage.signedIn("alice");
      await browser.post("/clear");
      expect(await browser.me()).toMatchObject({ userId: null, authenticatedAtMs: null, data: {} });
      expect(await stage.sessions?.users.sessionsOf("alice")).toEqual([]);
    });

    it("check 20: requireFresh asks for a recent login, and a path to it stays on this site", async () => {
      const browser = await stage.signedIn("alice");
      stage.nowMs += 300_000;
      expect((await browser.post("/delicate")).status).toBe(200);
      stage.nowMs += 1;
      const refused = await browser.post("/delicate");
      expect([refused.status, refused.header("cache-control")]).toEqual([401, "no-store"]);
      const page = { Accept: "text/html,application/xhtml+xml,*/*;q=0.8" };
      const sent = await browser.get("/delicate?a=1&b=2", page);
      expect([sent.status, sent.header("location")]).toEqual([
        303,
        "/login?return=%2Fdelicate%3Fa%3D1%26b%3D2",
      ]);
      expect((await browser.get("/delicate")).status).toBe(401);
      const asked = { authenticated: stage.nowMs, id: browser.cookies.get(SESSION) };
      await browser.post("/login/alice");
      expect((await browser.post("/delicate")).status).toBe(200);
      expect(browser.cookies.get(SESSION)).not.toBe(asked.id);
      expect((await stage.browser().post("/delicate")).status).toBe(401);
      for (const away of [
        "//evil.test/",
        "/\\evil.test",
        "https://evil.test",
        "/\t/evil.test",
        "javascript:0",
      ]) {
        expect(localPath(away)).toBe("/");
        const answer = await browser.get(`/after-login?return=${encodeURIComponent(away)}`);
        expect(answer.header("location")).toBe("/me");
      }
    });

    it("a login without remember leaves no second cookie, and none of what a login keeps holds an id", async () => {
      const browser = await stage.signedIn("alice", true);
      const [id = "", token = ""] = [browser.cookies.get(SESSION), browser.cookies.get(REMEMBER)];
      const dump = await stage.trial.dump();
      if (keepsIdsSecret(stage.store)) expect(dump).not.toContain(id);
      for (const part of token.split(".")) expect(dump).not.toContain(part);
      expect(token).toMatch(/^[\w-]{32}\.[\w-]{32}$/);
      expect([...(await stage.signedIn("bob")).cookies.keys()]).toEqual([SESSION]);
    });
  });
}
