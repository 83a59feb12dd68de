import { describe, expect, it } from "vitest";
import { idsOf } from "../session-id.ts";
import type { OpenTrial } from "../trial-stores/trial-store.ts";
import { justBefore, keepsIdsSecret, peopleStage, REMEMBER, SESSION } from "./trial-people.ts";

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What must hold of remember me. */
export function rememberChecks(name: string, open: OpenTrial): void {
  describe(`remember me (${name})`, () => {
    const stage = peopleStage(open);

    const sessionsOf = async (user: string) => (await stage.sessions?.users.sessionsOf(user)) ?? [];

    it("check 8: a remembered login rotates the id of the anonymous session and keeps its data", async () => {
      const remembered = (await stage.signedIn("alice", true)).copy(REMEMBER);
      const anonymous = stage.browser();
      await anonymous.get("/set/cart/3");
      const before = anonymous.copy();
      anonymous.cookies.set(REMEMBER, remembered.cookies.get(REMEMBER) ?? "");
      expect(await anonymous.me()).toMatchObject({ userId: "alice", data: { cart: "3" } });
      expect(anonymous.cookies.get(SESSION)).not.toBe(before.cookies.get(SESSION));
      expect(await before.me()).toMatchObject({ userId: null, data: {} });
      expect(await anonymous.me()).toMatchObject({ userId: "alice", data: { cart: "3" } });
    });

    it("check 41: comes back after the session is over, not fresh, and with a new value", async () => {
      const browser = await stage.signedIn("alice", true);
      const login = stage.nowMs;
      const first = browser.cookies.get(REMEMBER);
      stage.nowMs += DAY_MS;
      const answer = await browser.get("/me");
      expect(answer.json()).toEqual({
        userId: "alice",
        remembered: true,
        fresh: false,
        authenticatedAtMs: login,
        data: { user_id: "alice" },
      });
      expect(answer.header("cache-control")).toBe("no-store");
      expect(answer.setCookies).toEqual([
        expect.stringMatching(/^tina4_session=[\w-]{32}; Path=\/; Max-Age=3600; HttpOnly; SameSite=Lax$/),
        expect.stringMatching(
          /^tina4_remember=[\w-]{32}\.[\w-]{32}; Path=\/; Max-Age=2505600; HttpOnly; SameSite=Lax$/,
        ),
      ]);
      expect(browser.cookies.get(REMEMBER)).not.toBe(first);
      const again = await browser.get("/me");
      expect([again.json(), again.setCookies]).toMatchObject([{ userId: "alice", remembered: true }, []]);
      expect((await browser.post("/delicate")).status).toBe(401);
      expect(stage.kinds()).toEqual(["signed-in", "restored"]);
      await browser.post("/login/alice");
      expect(await browser.me()).toMatchObject({ remembered: false, fresh: true });
    });

    it("check 41: is not fresh, however recent the login was", async () => {
      const browser = (await stage.signedIn("alice", true)).copy(REMEMBER);
      expect(await browser.me()).toMatchObject({ userId: "alice", remembered: true, fresh: false });
    });

    it("check 41: ends 30 days after the login, however often it was used", async () => {
      const browser = await stage.signedIn("alice", true);
      for (let day = 1; day < 30; day += 1) {
        stage.nowMs += DAY_MS;
        expect((await browser.me()).userId).toBe("alice");
      }
      stage.nowMs += DAY_MS;
      expect((await browser.me()).userId).toBeNull();
      expect(browser.cookies.has(REMEMBER)).toBe(false);
      expect(stage.kinds().at(-1)).toBe("remember-refused: expired");
    });

    it.each(["GET", "POST"])(
      "check 41: a page that loads six things at once gets one session (%s)",
      async (method) => {
        const browser = (await stage.signedIn("alice", true)).copy(REMEMBER);
        stage.nowMs += DAY_MS;
        const loads = Array.from({ length: 6 }, () => browser.copy());
        const path = method === "POST" ? "/add" : "/me";
        const answers = await Promise.all(loads.map((load) => load.send(method, path)));
        expect(answers.map((answer) => (answer.json() as { userId: unknown }).userId)).toEqual(
          Array.from({ length: 6 }, () => "alice"),
        );
        const ids = new Set(loads.map((load) => load.cookies.get(SESSION)));
        const values = new Set(loads.map((load) => load.cookies.get(REMEMBER)));
        expect([ids.size, values.size]).toEqual([1, 1]);
        expect(await sessionsOf("alice")).toHaveLength(1);
        const after = await loads[5]?.me();
        expect(after?.userId).toBe("alice");
        if (method === "POST") expect(after?.data["list"]).toEqual([0, 1, 2, 3, 4, 5]);
        expect(stage.kinds()).toEqual(["signed-in", "restored"]);
      },
    );

    it("check 41: six things at once with an anonymous session get one session with its data", async () => {
      const browser = stage.browser();
      await browser.get("/set/cart/3");
      browser.cookies.set(REMEMBER, (await stage.signedIn("alice", true)).cookies.get(REMEMBER) ?? "");
      const loads = Array.from({ length: 6 }, () => browser.copy());
      const seen = await Promise.all(loads.map((load) => load.me()));
      for (const me of seen) expect(me.userId).toBe("alice");
      const changed = loads.filter((load) => load.cookies.get(SESSION) !== browser.cookies.get(SESSION));
      expect(changed.length).toBeGreaterThan(0);
      expect(new Set(changed.map((load) => load.cookies.get(SESSION))).size).toBe(1);
      expect(await changed[0]?.me()).toMatchObject({ userId: "alice", data: { cart: "3" } });
    });

    it("comes back where user_id was set to another's by hand, and takes nothing of theirs along", async () => {
      const browser = await stage.signedIn("alice", true);
      await browser.get("/set/cart/3");
      await browser.get("/set/user_id/bob");
      expect(await browser.me()).toMatchObject({
        userId: "alice",
        remembered: true,
        fresh: false,
        data: { user_id: "alice" },
      });
      expect((await browser.me()).data).toEqual({ user_id: "alice" });
    });

    it("check 41: the value before is good for 30 seconds, after that its use revokes the family", async () => {
      const browser = await stage.signedIn("alice", true);
      const elsewhere = await stage.signedIn("alice", true);
      const stolen = browser.copy(REMEMBER);
      stage.nowMs += HOUR_MS;
      expect((await browser.me()).userId).toBe("alice");
      stage.nowMs += 29_999;
      expect((await stolen.copy().me()).userId).toBe("alice");
      stage.nowMs += 1;
      const caught = await stolen.get("/me");
      expect(caught.json()).toMatchObject({ userId: null });
      expect(caught.setCookies).toEqual([expect.stringMatching(/^tina4_remember=; .*Max-Age=0/)]);
      expect(stage.kinds().at(-1)).toBe("remember-refused: reused");
      // The thief may be the one who used it first: what it was signed in to ends as well.
      expect((await browser.me()).userId).toBeNull();
      expect(browser.cookies.has(REMEMBER)).toBe(false);
      expect((await elsewhere.me()).userId).toBe("alice");
    });

    it("check 41: a thief who comes first is found out by the owner, and loses the session", async () => {
      const browser = await stage.signedIn("alice", true);
      const thief = browser.copy(REMEMBER);
      stage.nowMs += DAY_MS;
      expect((await thief.me()).userId).toBe("alice");
      stage.nowMs += 60_000;
      expect((await browser.me()).userId).toBeNull();
      expect((await thief.me()).userId).toBeNull();
      expect((await thief.me()).userId).toBeNull();
      expect(stage.kinds()).toContain("remember-refused: reused");
    });

    it("check 41: an old value leads to no session, also with the id rule known", async () => {
      const browser = await stage.signedIn("alice", true);
      const old = browser.copy(REMEMBER);
      stage.nowMs += DAY_MS;
      await browser.me();
      const dump = await stage.trial.dump();
      for (const part of (browser.cookies.get(REMEMBER) ?? "").split(".")) expect(dump).not.toContain(part);
      if (keepsIdsSecret(stage.store)) expect(dump).not.toContain(browser.cookies.get(SESSION) ?? "");
      stage.nowMs += 31_000;
      expect((await old.me()).userId).toBeNull();
    });

    it("check 41: logout revokes it, for every copy of the cookie", async () => {
      const browser = await stage.signedIn("alice", true);
      const copy = browser.copy(REMEMBER);
      await browser.post("/logout");
      expect([...browser.cookies]).toEqual([]);
      expect((await copy.me()).userId).toBeNull();
      expect(stage.kinds()).toEqual(["signed-in", "signed-out", "remember-refused: unknown"]);
    });

    it("check 41: a late request after logout cannot come back in", async () => {
      const browser = await stage.signedIn("alice", true);
      stage.nowMs += DAY_MS;
      await browser.me();
      const late = browser.copy();
      await browser.post("/logout");
      expect((await late.me()).userId).toBeNull();
      expect((await late.copy(REMEMBER).me()).userId).toBeNull();
    });

    it("check 41: destroy() alone leaves the device remembered", async () => {
      const browser = await stage.signedIn("alice", true);
      await browser.post("/destroy");
      expect(await browser.me()).toMatchObject({ userId: "alice", remembered: true });
    });

    it("check 41: a new login that is remembered replaces what remembered the device before", async () => {
      const browser = await stage.signedIn("alice", true);
      const copy = browser.copy(REMEMBER);
      await browser.post("/login/alice?remember=yes");
      expect(browser.cookies.get(REMEMBER)).not.toBe(copy.cookies.get(REMEMBER));
      expect((await copy.me()).userId).toBeNull();
      expect(await sessionsOf("alice")).toHaveLength(1);
      const kept = browser.cookies.get(REMEMBER);
      await browser.post("/login/alice");
      expect(browser.cookies.get(REMEMBER)).toBe(kept);
      stage.nowMs += DAY_MS;
      expect((await browser.me()).userId).toBe("alice");
    });

    it("check 41: a user whom the application does not know any more stays out, and is forgotten", async () => {
      const browser = await stage.signedIn("alice", true);
      const bob = await stage.signedIn("bob", true);
      const asked: unknown[] = [];
      const user = (userId: string | number) => {
        asked.push(userId);
        return userId === "bob" ? { name: "Bob" } : undefined;
      };
      await stage.serve({}, { user });
      stage.nowMs += DAY_MS;
      expect((await browser.me()).userId).toBeNull();
      expect((await bob.me()).userId).toBe("bob");
      expect((await bob.me()).userId).toBe("bob");
      expect(asked).toEqual(["alice", "bob"]);
      expect([browser.cookies.has(REMEMBER), await sessionsOf("alice")]).toEqual([false, []]);
      expect(stage.kinds()).toContain("remember-refused: user-refused");
    });

    it("check 41: when the application cannot say who it is, nothing is revoked and nobody is signed in", async () => {
      const browser = (await stage.signedIn("alice", true)).copy(REMEMBER);
      const user = () => Promise.reject(Object.assign(new Error("no database"), { status: 502 }));
      await stage.serve({}, { user });
      expect((await browser.get("/me")).status).toBe(502);
      await stage.serve();
      expect((await browser.me()).userId).toBe("alice");
    });

    it.each(["", "x", "a.b", `${"A".repeat(32)}.${"B".repeat(32)}`, "A".repeat(5000)])(
      "check 41: a made-up cookie signs nobody in and is deleted (%#)",
      async (value) => {
        const browser = stage.browser();
        browser.cookies.set(REMEMBER, value);
        const answer = await browser.get("/me");
        expect([answer.status, answer.json()]).toMatchObject([200, { userId: null }]);
        expect(answer.setCookies).toEqual([expect.stringMatching(/^tina4_remember=; Path=\/; Max-Age=0/)]);
        expect(stage.kinds()).toEqual([`remember-refused: ${value.length === 65 ? "unknown" : "malformed"}`]);
      },
    );

    it("check 41: a made-up validator for a real selector revokes the family", async () => {
      const browser = await stage.signedIn("alice", true);
      const [selector] = (browser.cookies.get(REMEMBER) ?? "").split(".");
      const guessing = stage.browser();
      guessing.cookies.set(REMEMBER, `${selector}.${"A".repeat(32)}`);
      expect((await guessing.me()).userId).toBeNull();
      expect(stage.kinds().at(-1)).toBe("remember-refused: reused");
      expect(await sessionsOf("alice")).toEqual([]);
    });

    it("check 41: revoking while it is used leaves nobody signed in", async () => {
      const browsers = await Promise.all(
        Array.from({ length: 5 }, async () => (await stage.signedIn("alice", true)).copy(REMEMBER)),
      );
      stage.nowMs += DAY_MS;
      const uses = browsers.map((browser) => browser.get("/me"));
      await stage.sessions?.users.revokeAll("alice");
      await Promise.all(uses);
      expect(await sessionsOf("alice")).toEqual([]);
      for (const browser of browsers) expect((await browser.me()).userId).toBeNull();
    });

    it("check 41: revoking between the making of the session and the use of the value ends both", async () => {
      const browser = (await stage.signedIn("alice", true)).copy(REMEMBER);
      const users = stage.sessions?.users;
      const revoke = async () => users?.revokeAll("alice");
      await stage.serve({ store: justBefore(stage.store, "create", revoke) });
      expect((await browser.me()).userId).toBeNull();
      expect([[...browser.cookies], await sessionsOf("alice")]).toEqual([[], []]);
    });

    it("check 41: makes the session again for a late request when it is over and collected", async () => {
      await stage.serve({ idleTimeoutSeconds: 1 });
      const browser = (await stage.signedIn("alice", true)).copy(REMEMBER);
      const [late, later] = [browser.copy(), browser.copy()];
      await browser.me();
      stage.nowMs += 5000;
      await stage.store.collect(stage.nowMs);
      expect((await late.me()).userId).toBe("alice");
      stage.nowMs += 5000;
      await stage.store.collect(stage.nowMs);
      const users = stage.sessions?.users;
      const revoke = async () => users?.revokeAll("alice");
      await stage.serve({ store: justBefore(stage.store, "create", revoke) });
      expect((await later.me()).userId).toBeNull();
      expect(await sessionsOf("alice")).toEqual([]);
    });

    it("check 41: a login whose session dies under it remembers nobody and lists no device", async () => {
      const browser = stage.browser();
      await browser.get("/set/cart/3");
      const [onPage, onForm] = [browser.copy(), browser.copy()];
      const destroyed = async () => {
        const ids = idsOf(stage.store);
        await stage.store.destroy(ids.key(ids.parse(browser.cookies.get(SESSION) ?? "") ?? ""));
      };
      await stage.serve({ store: justBefore(stage.store, "rotate", destroyed) }, {}, (app) => {
        app.get("/link/:user", (req, res) => {
          req.session.login(req.params.user, { remember: true });
          res.json({});
        });
      });
      const answer = await onPage.get("/link/alice");
      expect([answer.setCookies, await sessionsOf("alice"), stage.kinds()]).toEqual([[], [], []]);

      await stage.serve();
      await onForm.get("/set/cart/3");
      browser.cookies.set(SESSION, onForm.cookies.get(SESSION) ?? "");
      await stage.serve({ store: justBefore(stage.store, "rotate", destroyed) });
      expect((await onForm.post("/login/alice?remember=yes")).status).toBe(409);
      expect([await sessionsOf("alice"), stage.kinds()]).toEqual([[], []]);
    });

    it("check 41: who joins a restored login leaves no turn behind on the session they came with", async () => {
      await stage.serve({ turnWaitMs: 50 });
      const remembered = (await stage.signedIn("alice", true)).copy(REMEMBER);
      const anonymous = stage.browser();
      await anonymous.get("/set/cart/3");
      const stillAnonymous = anonymous.copy(SESSION);
      anonymous.cookies.set(REMEMBER, remembered.cookies.get(REMEMBER) ?? "");
      await remembered.me();
      expect((await anonymous.post("/me")).json()).toMatchObject({ userId: "alice" });
      expect((await stillAnonymous.post("/set/cart/4")).status).toBe(200);
    });

    it("check 41: the cookies of a restored login leave with the first byte of a stream", async () => {
      await stage.serve({}, {}, (app) => {
        app.get("/stream", (req, res) => {
          res.write(`for ${String(req.session.userId)};`);
          res.end("done");
        });
      });
      const browser = (await stage.signedIn("alice", true)).copy(REMEMBER);
      const answer = await browser.get("/stream");
      expect([answer.text, answer.setCookies.length]).toEqual(["for alice;done", 2]);
      expect((await browser.me()).userId).toBe("alice");
    });

    it("check 41: is found under the name that a setting gives it, Secure on https only", async () => {
      await stage.serve({
        rememberName: "__Host-known",
        secure: true,
        sameSite: "None",
        rememberSeconds: 60,
      });
      const browser = stage.browser();
      const { setCookies } = await browser.post("/login/alice?remember=yes");
      expect(setCookies[1]).toMatch(
        /^__Host-known=[\w.-]{65}; Path=\/; Max-Age=60; HttpOnly; Secure; SameSite=Lax$/,
      );
      expect((await browser.copy("__Host-known").me()).userId).toBe("alice");
    });
  });
}
