import { describe, expect, it } from "vitest";
import type { OpenTrial } from "../trial-stores/trial-store.ts";
import { justBefore, peopleStage, SESSION } from "./trial-people.ts";
import { type SignedInSession, userSessions } from "./user-sessions.ts";

/** What must hold of the list of one's sessions, and of signing out by it. */
export function userSessionsChecks(name: string, open: OpenTrial): void {
  describe(`a user's sessions (${name})`, () => {
    const stage = peopleStage(open);

    const sessionsOf = async (user: string) => (await stage.sessions?.users.sessionsOf(user)) ?? [];

    it("check 17: revokes all sessions of a user, remembered devices too, and nobody else's", async () => {
      const browsers = [await stage.signedIn("alice"), await stage.signedIn("alice", true)];
      const other = await stage.signedIn("bob", true);
      expect(await userSessions(stage.store, { nowMs: () => stage.nowMs }).revokeAll("alice")).toBe(2);
      for (const browser of browsers) {
        expect((await browser.me()).userId).toBeNull();
        expect((await browser.me()).userId).toBeNull();
      }
      expect((await other.me()).userId).toBe("bob");
      expect([await sessionsOf("alice"), (await sessionsOf("bob")).length]).toEqual([[], 1]);
    });

    it("check 17: revokes all others and leaves the session that asks", async () => {
      const here = await stage.signedIn("alice", true);
      const there = await stage.signedIn("alice", true);
      await stage.signedIn("alice");
      expect((await here.post("/revoke-others")).json()).toEqual({ count: 2 });
      expect((await here.me()).userId).toBe("alice");
      expect((await there.me()).userId).toBeNull();
      expect((await here.copy("tina4_remember").me()).userId).toBe("alice");
    });

    it("check 17: leaves no session of a user whose sessions rotate while they are revoked", async () => {
      const browsers = await Promise.all(Array.from({ length: 4 }, () => stage.signedIn("alice")));
      const elevating = browsers.map(async (browser) => {
        for (let n = 0; n < 5; n += 1) await browser.post("/elevate");
      });
      await stage.sessions?.users.revokeAll("alice");
      await Promise.all(elevating);
      for (const browser of browsers) expect((await browser.me()).userId).toBeNull();
      expect(await sessionsOf("alice")).toEqual([]);
    });

    it("check 17: meets a session again that moved to a new id between the look and the blow", async () => {
      const browser = await stage.signedIn("alice");
      const store = justBefore(stage.store, "destroy", () => browser.post("/elevate"));
      expect(await userSessions(store, { nowMs: () => stage.nowMs }).revokeAll("alice")).toBe(1);
      expect((await browser.me()).userId).toBeNull();
    });

    it("check 18: lists a user's sessions with what one knows them by, and never an expired one", async () => {
      const laptop = await stage.signedIn("alice", false, "Laptop/1.0");
      stage.nowMs += 1_800_000;
      const phone = await stage.signedIn("alice", false, `Phone/2.0 ${"x".repeat(300)}`);
      const listed = (await phone.get("/sessions")).json() as SignedInSession[];
      expect(listed).toEqual([
        {
          handle: expect.stringMatching(/^[\w-]{32}$/),
          device: `Phone/2.0 ${"x".repeat(190)}`,
          isActive: true,
          isCurrent: true,
          isRemembered: false,
          createdAtMs: stage.nowMs,
          lastSeenAtMs: stage.nowMs,
          authenticatedAtMs: stage.nowMs,
        },
        expect.objectContaining({
          device: "Laptop/1.0",
          isCurrent: false,
          lastSeenAtMs: stage.nowMs - 1_800_000,
        }),
      ]);
      stage.nowMs += 1_800_000;
      expect((await sessionsOf("alice")).map(({ device }) => device?.slice(0, 5))).toEqual(["Phone"]);
      expect((await laptop.me()).userId).toBeNull();
      expect((await stage.browser().get("/sessions")).json()).toEqual([]);
      expect(await sessionsOf("nobody")).toEqual([]);
    });

    it("check 18: revokes one session, by a handle that leads nowhere and outlives its ids", async () => {
      const here = await stage.signedIn("alice");
      const there = await stage.signedIn("alice", true);
      const [handle = ""] = (await sessionsOf("alice"))
        .map((each) => each.handle)
        .filter((each) => !JSON.stringify([...here.cookies]).includes(each));
      const listed = (await here.get("/sessions")).json() as SignedInSession[];
      const other = listed.find(({ isCurrent }) => !isCurrent)?.handle ?? "";
      expect(other.length).toBe(handle.length);
      await there.post("/elevate");
      expect((await here.copy().get("/me", { Cookie: `${SESSION}=${other}` })).json()).toMatchObject({
        userId: null,
      });
      expect((await (await stage.signedIn("bob")).post(`/revoke/${other}`)).json()).toEqual({ done: false });
      expect((await there.me()).userId).toBe("alice");
      expect((await here.post(`/revoke/${other}`)).json()).toEqual({ done: true });
      expect((await here.post(`/revoke/${other}`)).json()).toEqual({ done: false });
      expect([(await there.me()).userId, (await here.me()).userId]).toEqual([null, "alice"]);
    });

    it("check 18: revoking the current session signs out here", async () => {
      const browser = await stage.signedIn("alice", true);
      const [mine] = (await browser.get("/sessions")).json() as SignedInSession[];
      expect((await browser.post(`/revoke/${mine?.handle}`)).json()).toEqual({ done: true });
      expect([...browser.cookies]).toEqual([]);
    });

    it("check 18: a remembered device without a session is listed and can be forgotten", async () => {
      const browser = await stage.signedIn("alice", true, "Phone/2.0");
      stage.nowMs += 4_000_000;
      const [device, ...more] = await sessionsOf("alice");
      expect(device).toMatchObject({ device: "Phone/2.0", isActive: false, isRemembered: true });
      expect(more).toEqual([]);
      expect(await stage.sessions?.users.revoke("alice", device?.handle ?? "")).toBe(true);
      expect((await browser.me()).userId).toBeNull();
    });

    it("check 19: signs the oldest out where there are too many, one login after another", async () => {
      await stage.serve({ maxSessionsPerUser: 2 });
      const browsers = [];
      for (let n = 0; n < 4; n += 1) {
        stage.nowMs += 1000;
        browsers.push(await stage.signedIn("alice", true));
      }
      const bob = await stage.signedIn("bob");
      const who = await Promise.all(browsers.map(async (browser) => (await browser.me()).userId));
      expect(who).toEqual([null, null, "alice", "alice"]);
      expect((await bob.me()).userId).toBe("bob");
      expect(stage.kinds().filter((kind) => kind === "evicted")).toHaveLength(2);
    });

    it("check 19: ends where the id is oldest, however much that session is used", async () => {
      await stage.serve({ maxSessionsPerUser: 2 });
      const [used, renewed] = [await stage.signedIn("alice"), await stage.signedIn("alice")];
      stage.nowMs += 1000;
      await renewed.post("/elevate");
      stage.nowMs += 600_000;
      await used.post("/set/theme/dark");
      const last = await stage.signedIn("alice");
      expect((await used.me()).userId).toBeNull();
      for (const browser of [renewed, last]) expect((await browser.me()).userId).toBe("alice");
    });

    it("check 19: holds the cap also for devices that come back by themselves", async () => {
      const browsers = [];
      for (let n = 0; n < 3; n += 1) browsers.push(await stage.signedIn("alice", true));
      stage.nowMs += 4_000_000;
      await stage.serve({ maxSessionsPerUser: 2 });
      for (const browser of browsers) {
        stage.nowMs += 1000;
        expect((await browser.me()).userId).toBe("alice");
      }
      const who = [];
      for (const browser of browsers) who.push((await browser.me()).userId);
      expect(who).toEqual([null, "alice", "alice"]);
    });

    it("check 19: holds the cap when all log in at once", async () => {
      await stage.serve({ maxSessionsPerUser: 3 });
      const browsers = await Promise.all(Array.from({ length: 10 }, () => stage.signedIn("alice")));
      expect(await sessionsOf("alice")).toHaveLength(3);
      const who = await Promise.all(browsers.map(async (browser) => (await browser.me()).userId));
      expect(who.filter((userId) => userId === "alice")).toHaveLength(3);
    });
  });
}
