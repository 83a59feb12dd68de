import { describe, expect, it } from "vitest";
import type { LiveSession } from "./session.ts";
import type { Session } from "./session-face.ts";
import { ownerKey } from "./session-id.ts";
import { commit, committable, NOW_MS, TrialHost } from "./trial-live-session.ts";
import { trialRecord } from "./trial-record.ts";

/** What a sign-in of user 7 an hour ago left. */
const hers = {
  owner: ownerKey("user", 7),
  authenticatedAtMs: NOW_MS - 3_600_000,
  signInId: "sign-in",
  device: "Safari",
  family: "family",
} as const;
const herRecord = trialRecord({
  ...hers,
  data: new Map([
    ["user_id", "7"],
    ["cart", '["tea"]'],
  ]),
});

describe("login", () => {
  it("of a visitor keeps the data, gives a new id and says who, when and on what", () => {
    const host = new TrialHost();
    const session = host.load();
    session.login("ann");
    expect([session.userId, session.authenticatedAtMs, session.remembered]).toEqual(["ann", NOW_MS, false]);
    expect(session.signIn).toStrictEqual({
      owner: ownerKey("user", "ann"),
      authenticatedAtMs: NOW_MS,
      signInId: "id-2",
      device: "Firefox",
    });
    expect(session.get("cart")).toEqual(["tea"]);
    expect([session.getSessionId(), session.storedId, session.regenerated]).toEqual(["id-1", "id-0", true]);
    expect([session.destroyed, session.doomedIds, session.forgets]).toEqual([false, [], false]);
    expect([session.changesSignIn, session.remembers]).toEqual([true, false]);
    expect(committable(session).owner).toBe(ownerKey("user", "ann"));
    expect(commit(session)).toMatchObject({ user_id: '"ann"', cart: '["tea"]' });
    expect([session.changesSignIn, session.regenerated, session.storedId]).toEqual([false, false, "id-1"]);
    expect([session.userId, session.signIn?.signInId]).toEqual(["ann", "id-2"]);
  });

  it("of the same user again keeps the data, the sign-in's name and the remembered device", () => {
    const host = new TrialHost();
    host.deviceName = undefined;
    const session = host.load(herRecord);
    session.login("7");
    expect(session.signIn).toStrictEqual({
      owner: hers.owner,
      authenticatedAtMs: NOW_MS,
      signInId: "sign-in",
      family: "family",
    });
    expect([session.userId, session.get("cart"), session.destroyed]).toEqual(["7", ["tea"], false]);
  });

  it.each([
    ["of another user", herRecord, 8],
    ["where another user_id was set without login", trialRecord({ data: new Map([["user_id", "8"]]) }), 7],
    ["where user_id and owner differ", trialRecord({ ...hers, data: new Map([["user_id", "9"]]) }), 9],
  ])("%s begins a new session and forgets the device", (_what, record, userId) => {
    const session = new TrialHost().load(record);
    session.login(userId);
    expect(session.all()).toEqual({ user_id: userId });
    expect([session.destroyed, session.doomedIds, session.forgets]).toEqual([true, ["id-0"], true]);
    expect(session.record).toBeNull();
    expect(session.signIn).not.toHaveProperty("family");
    expect(session.signIn?.signInId).not.toBe("sign-in");
    expect([session.userId, session.storedId]).toEqual([userId, undefined]);
  });

  it("goes on where user_id is the same, whatever set it", () => {
    const session = new TrialHost().load(trialRecord({ data: new Map([["user_id", '"7"']]) }));
    session.login(7);
    expect([session.destroyed, session.userId]).toEqual([false, 7]);
  });

  it("asks to be remembered only where that can be", () => {
    const host = new TrialHost();
    const session = host.load();
    expect(session.remembers).toBe(false);
    session.login(1, { remember: true });
    expect(session.remembers).toBe(true);
    session.login(1, { remember: false });
    expect(session.remembers).toBe(false);
    session.login(1, { remember: true });
    session.clear();
    expect(session.remembers).toBe(false);
    host.mayRememberError = new Error("no store");
    const another = host.load();
    expect(() => another.login(1, { remember: true })).toThrow("no store");
    expect(another.pendingPatch()).toBeUndefined();
    another.login(1);
    expect(another.userId).toBe(1);
  });

  it.each(["", "u".repeat(257), 1.5, Number.NaN, 2 ** 53, undefined, null, {}, true])(
    "refuses the user id %j",
    (userId) => {
      const host = new TrialHost();
      expect(() => host.load().login(userId as string)).toThrow(
        new TypeError(
          "login(userId) needs the user's id: a text of 1 to 256 characters or a whole number. Was the user looked up and found?",
        ),
      );
      expect(host.asked).toEqual([]);
    },
  );

  it.each(["u", "u".repeat(256), 0, -1])("takes the user id %j", (userId) => {
    const session = new TrialHost().load(null);
    session.login(userId);
    expect(session.userId).toBe(userId);
  });
});

describe("who is signed in", () => {
  it.each([
    ["the record's owner", herRecord, 7],
    ["nobody where no owner is", trialRecord({ data: new Map([["user_id", "7"]]) }), undefined],
    [
      "nobody where user_id is another's",
      trialRecord({ ...hers, data: new Map([["user_id", "8"]]) }),
      undefined,
    ],
    ["nobody where user_id is gone", trialRecord(hers), undefined],
    [
      "nobody where user_id is no id",
      trialRecord({ ...hers, data: new Map([["user_id", "[7]"]]) }),
      undefined,
    ],
    ["nobody where no record is", null, undefined],
  ])("is %s", (_what, record, userId) => {
    const session = new TrialHost().load(record);
    expect(session.userId).toBe(userId);
    expect(session.used).toBe(true);
  });

  it("is nobody after clear, and the record's owner again when the handler throws", () => {
    const session = new TrialHost().load(herRecord);
    session.clear();
    expect([session.userId, session.signIn, session.pendingPatch()?.signIn]).toEqual([
      undefined,
      undefined,
      null,
    ]);
    expect(session.changesSignIn).toBe(false);
    expect(committable(session).owner).toBeUndefined();
    session.dropData();
    expect(session.userId).toBe(7);
  });

  it("is known for a request without keeping it: actAs", () => {
    const session = new TrialHost().load(null);
    session.actAs(7, { ...hers, remembered: true });
    expect(committable(session).data.get("user_id")).toBe("7");
    expect([session.userId, session.remembered, session.authenticatedAtMs]).toEqual([
      7,
      true,
      hers.authenticatedAtMs,
    ]);
    expect(session.getSessionId()).toBe("id-1");
  });
});

describe("freshness", () => {
  const at = (record: Parameters<TrialHost["load"]>[0]) => new TrialHost().load(record);
  it("is counted from the last password, in seconds, up to the very last", () => {
    expect([at(herRecord).isFresh(3600), at(herRecord).isFresh(3599.999)]).toEqual([true, false]);
    expect(at(herRecord).authenticatedAtMs).toBe(hers.authenticatedAtMs);
  });

  it.each([
    ["another's", new Map([["user_id", "8"]])],
    ["gone", new Map<string, string>()],
  ])("says nothing of a sign-in whose user_id is %s", (_what, data) => {
    const session = at(trialRecord({ ...hers, remembered: true, data }));
    expect([session.isFresh(1e9), session.remembered, session.authenticatedAtMs]).toEqual([
      false,
      false,
      undefined,
    ]);
    expect(at(trialRecord({ ...hers, data })).isFresh(1e9)).toBe(false);
    // What is recorded stays for the commit and for who signs out.
    expect(session.signIn?.family).toBe("family");
  });

  it("is never there for who is only remembered, or nobody", () => {
    const remembered = at(trialRecord({ ...herRecord, remembered: true }));
    expect([remembered.isFresh(1e9), remembered.remembered]).toEqual([false, true]);
    const nobody = at(trialRecord());
    expect([nobody.isFresh(1e9), nobody.remembered, nobody.authenticatedAtMs]).toEqual([
      false,
      false,
      undefined,
    ]);
  });
});

describe("a user's sessions", () => {
  it("are asked for by the user's id", async () => {
    const host = new TrialHost();
    const session = host.load(herRecord);
    await session.listSessions();
    expect(await session.revokeSession("other")).toBe(true);
    expect(await session.revokeOtherSessions()).toBe(2);
    expect(host.asked).toEqual([
      "userSessions",
      "sessionsOf 7",
      "userSessions",
      "revoke 7 other",
      "userSessions",
      'revokeAll 7 {"exceptCurrent":true}',
    ]);
    expect(session.destroyed).toBe(false);
  });

  it("include this one, whose revocation is a logout", async () => {
    const host = new TrialHost();
    const session = host.load(herRecord);
    expect(await session.revokeSession("sign-in")).toBe(true);
    expect([session.destroyed, session.forgets, session.userId]).toEqual([true, true, undefined]);
    expect(host.asked).toEqual(["changing"]);
  });

  it("are none where nobody is signed in", async () => {
    const host = new TrialHost();
    const session = host.load();
    expect(await session.listSessions()).toEqual([]);
    expect(await session.revokeSession("sign-in")).toBe(false);
    expect(await session.revokeOtherSessions()).toBe(0);
    expect(host.asked).toEqual([]);
  });
});

describe("the end of a session", () => {
  it.each([
    ["logout", (s: Session) => s.logout(), true],
    ["destroy", (s: Session) => s.destroy(), false],
  ])("empties it at once: %s", (_what, end, forgets) => {
    const session = new TrialHost().load(herRecord);
    session.set("new", 1);
    session.flash("note", 2);
    session.permanent = false;
    end(session);
    expect([session.all(), session.isNew, session.userId, session.record]).toEqual([
      {},
      true,
      undefined,
      null,
    ]);
    expect(session.before).toBe(herRecord);
    expect([session.destroyed, session.doomedIds, session.forgets]).toEqual([true, ["id-0"], forgets]);
    expect(session.changesSignIn).toBe(forgets);
    expect([session.storedId, session.regenerated, session.pendingPatch()]).toEqual([
      undefined,
      false,
      undefined,
    ]);
    expect(session.flash("note")).toBeUndefined();
    expect(session.getSessionId()).toMatch(/^id-[1-9]/);
    session.committed(null);
    expect([session.destroyed, session.doomedIds, session.forgets, session.before]).toEqual([
      false,
      [],
      false,
      null,
    ]);
  });

  it("survives a handler that throws, and what it recorded after does not", () => {
    const session = new TrialHost().load(herRecord);
    session.logout();
    session.set("new", 1);
    session.dropData();
    expect([session.destroyed, session.forgets, session.pendingPatch()]).toEqual([true, true, undefined]);
  });

  it("dooms every record that this request began and ended", () => {
    const session = new TrialHost().load();
    session.destroy();
    session.set("a", 1);
    session.getSessionId();
    commit(session);
    const second = session.storedId;
    session.destroy();
    session.destroy();
    expect([second, session.doomedIds]).toEqual(["id-1", ["id-1"]]);
    const none = new TrialHost().load(null);
    none.destroy();
    expect([none.destroyed, none.doomedIds]).toEqual([true, []]);
  });
});

describe("the id", () => {
  const ids = (session: LiveSession) => [session.storedId, session.getSessionId(), session.regenerated];
  it("is the stored one, or one that stays once it was asked for", () => {
    expect(ids(new TrialHost().load())).toEqual(["id-0", "id-0", false]);
    const fresh = new TrialHost().load(null);
    expect(ids(fresh)).toEqual([undefined, "id-1", false]);
    expect(fresh.getSessionId()).toBe("id-1");
  });

  it("is new after regenerate, or after a timed renewal, which nobody asked for", () => {
    const host = new TrialHost();
    const session = host.load();
    session.regenerate();
    expect(ids(session)).toEqual(["id-0", "id-1", true]);
    session.dropData();
    expect(session.regenerated).toBe(true);
    expect(host.asked).toEqual(["changing"]);
    const renewed = new TrialHost();
    const aged = renewed.load();
    aged.renew();
    expect(ids(aged)).toEqual(["id-0", "id-1", true]);
    expect(renewed.asked).toEqual([]);
  });

  it("is gone when the session is detached", () => {
    const session = new TrialHost().load();
    session.detach();
    expect([session.mode, session.getSessionId()]).toEqual(["detached", "id-1"]);
  });

  it("is that of the record which a remembered login put there", () => {
    const session = new TrialHost().load(trialRecord(), "read-only");
    session.adopt(trialRecord({ ...hers, flash: new Map() }), "id-9");
    expect([session.mode, session.record?.owner, session.before?.owner]).toEqual([
      "open",
      hers.owner,
      hers.owner,
    ]);
    expect(ids(session)).toEqual(["id-9", "id-9", false]);
    expect(session.flash("note")).toBeUndefined();
  });
});
