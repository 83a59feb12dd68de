import { describe, expect, it } from "vitest";
import type { Session } from "./session-face.ts";
import { sessionGone, storeFailed, turnLost, turnTimedOut } from "./session-refusals.ts";
import { commit, ROUTE, TrialHost } from "./trial-live-session.ts";
import { trialRecord } from "./trial-record.ts";

/** Each call that changes a session, as messages name it. */
const CHANGES: [string, (s: Session) => unknown][] = [
  ['set("a")', (s) => s.set("a", 1)],
  ['delete("a")', (s) => s.delete("a")],
  ['pop("a")', (s) => s.pop("a")],
  ["clear()", (s) => s.clear()],
  ['increment("a")', (s) => s.increment("a")],
  ['update("a")', (s) => s.update("a", () => 1)],
  ['flash("a")', (s) => s.flash("a", 1)],
  ['flash("note")', (s) => s.flash("note")],
  ['flash("note")', (s) => s.getFlash("note")],
  ["regenerate()", (s) => s.regenerate()],
  ["login()", (s) => s.login(1)],
  ["logout()", (s) => s.logout()],
  ["destroy()", (s) => s.destroy()],
  [
    "permanent",
    (s) => {
      s.permanent = false;
    },
  ],
];

describe("a change", () => {
  it.each(CHANGES)("is announced once, before it is made: %s", (_call, change) => {
    const host = new TrialHost();
    const session = host.load();
    change(session);
    expect(host.asked).toEqual(["changing"]);
    expect(session.used).toBe(true);
    session.set("b", 1);
    expect(host.asked).toEqual(["changing"]);
    commit(session);
    session.set("b", 2);
    expect(host.asked).toEqual(["changing", "changing"]);
  });

  const late = (call: string) =>
    `${ROUTE} called session.${call} after its response had begun; the session was already written. ` +
    "Change the session before you send, or call save() first and send after it.";

  it.each(CHANGES)("after the response began is refused: %s", (call, change) => {
    const host = new TrialHost();
    const session = host.load();
    session.close();
    expect(() => change(session)).toThrow(
      expect.objectContaining({ code: "too-late", statusCode: 500, message: late(call) }),
    );
    expect([host.asked, session.pendingPatch(), session.destroyed]).toEqual([[], undefined, false]);
    expect([session.get("cart"), session.has("count")]).toEqual([["tea"], true]);
  });

  it.each(CHANGES)("with an id that was just renewed is refused: %s", (call, change) => {
    const session = new TrialHost().load(trialRecord(), "read-only");
    expect(() => change(session)).toThrow(
      expect.objectContaining({
        code: "read-only",
        statusCode: 409,
        message: `${ROUTE} called session.${call} with an id that was just renewed; it can only read. Send the request again.`,
      }),
    );
    expect(session.pendingPatch()).toBeUndefined();
  });

  it.each(CHANGES)("while save() is still at work is refused: %s", (call, change) => {
    const session = new TrialHost().load();
    session.saving = true;
    expect(() => change(session)).toThrow(
      expect.objectContaining({
        code: "too-late",
        message: `${ROUTE} called session.${call} while session.save() was still at work, so it would be lost. Write \`await session.save()\`, and change the session after it.`,
      }),
    );
    expect(() => session.flashes.keep()).toThrow("called session.flashes.keep() while session.save()");
    session.saving = false;
    change(session);
  });

  it("that keeps flash or begins a session is refused late, too", () => {
    const session = new TrialHost().load(null);
    session.close();
    expect(() => session.begin()).toThrow(late("begin()"));
    expect(() => session.flashes.keep()).toThrow(late("flashes.keep()"));
  });

  it("is recorded while detached, for this request to see", () => {
    const session = new TrialHost().load(trialRecord(), "detached");
    session.set("a", 1);
    expect(session.get("a")).toBe(1);
  });
});

describe("what is pending", () => {
  it("has what was done and nothing else", () => {
    const session = new TrialHost().load();
    session.set("a", 1);
    expect(session.pendingPatch()).toStrictEqual({
      clear: false,
      changes: new Map([["a", { kind: "set", json: "1" }]]),
      flashTaken: new Map(),
      flashAdded: new Map(),
    });
  });

  it("never happened when the handler throws", () => {
    const session = new TrialHost().load();
    session.clear();
    session.set("a", 1);
    session.flash("note");
    session.flash("later", 1);
    session.permanent = false;
    session.login(7, { remember: true });
    session.dropData();
    expect([session.pendingPatch(), session.remembers, session.permanent]).toEqual([undefined, false, true]);
    expect([session.all(), session.flash("note")]).toEqual([{ cart: ["tea"], count: 3 }, "Saved."]);
  });

  it("is a session with nothing in it after begin", () => {
    const host = new TrialHost();
    const session = host.load(null);
    session.begin();
    expect([session.begun, host.asked, session.pendingPatch()?.changes.size]).toEqual([
      true,
      ["changing"],
      0,
    ]);
    commit(session);
    expect([session.begun, session.isNew, session.pendingPatch()]).toEqual([false, false, undefined]);
    const loaded = host.load();
    loaded.begin();
    expect(loaded.begun).toBe(false);
  });

  it("is nothing after a commit; the record is then what was written", () => {
    const session = new TrialHost().load(null);
    session.set("a", 1);
    const id = session.getSessionId();
    commit(session);
    expect([session.storedId, session.isNew, session.get("a")]).toEqual([id, false, 1]);
    expect(session.before).toBe(session.record);
    session.committed(null);
    expect([session.storedId, session.isNew, session.get("a")]).toEqual([undefined, true, undefined]);
  });
});

describe("flash", () => {
  it("is for one read in a later request", () => {
    const session = new TrialHost().load();
    session.flash("later", { a: 1 });
    expect([session.flash("later"), session.get("later"), session.has("later")]).toEqual([
      undefined,
      undefined,
      false,
    ]);
    expect(session.pendingPatch()?.flashAdded).toEqual(new Map([["later", { id: "id-1", json: '{"a":1}' }]]));
    expect([session.get("note"), session.getFlash("note"), session.getFlash("note")]).toEqual([
      "Saved.",
      "Saved.",
      undefined,
    ]);
    expect(session.pendingPatch()?.flashTaken).toEqual(new Map([["note", "n1"]]));
    expect(session.all()).not.toHaveProperty("note");
  });

  it("that is taken is a change by itself, as is each other one", () => {
    const only = (act: (s: Session) => unknown) => {
      const session = new TrialHost().load();
      act(session);
      return session.pendingPatch();
    };
    expect(only((s) => s.flash("note"))?.flashTaken.size).toBe(1);
    expect(only((s) => s.flash("later", 1))?.flashAdded.size).toBe(1);
    expect(only((s) => s.clear())?.clear).toBe(true);
  });

  it("of data and flash with one key gives the data first", () => {
    const session = new TrialHost().load();
    session.set("note", "data");
    expect([session.get("note"), session.getFlash("note")]).toEqual(["data", "Saved."]);
  });

  it("that others left meanwhile stays unseen after a commit", () => {
    const session = new TrialHost().load();
    const record = trialRecord({ flash: new Map([["note", { id: "n2", json: "2" }]]) });
    session.committed(record);
    expect(session.flash("note")).toBeUndefined();
  });

  it("now, kept and peeked changes no session", () => {
    const host = new TrialHost();
    const session = host.load();
    const { flashes } = session;
    expect(session.flashes).toBe(flashes);
    flashes.now("now", [1]);
    expect([flashes.peek("now"), flashes.peek("note"), flashes.peek("gone")]).toEqual([
      [1],
      "Saved.",
      undefined,
    ]);
    flashes.keep("note");
    flashes.keep();
    expect([session.flash("now"), session.flash("note"), session.flash("note")]).toEqual([
      [1],
      "Saved.",
      "Saved.",
    ]);
    expect([session.pendingPatch(), host.asked]).toEqual([undefined, []]);
  });
});

describe("what is asked of a session", () => {
  it.each([
    ["get", (s: Session) => s.get("a")],
    ["has", (s: Session) => s.has("a")],
    ["all", (s: Session) => s.all()],
    ["isNew", (s: Session) => s.isNew],
    ["permanent", (s: Session) => s.permanent],
    ["userId", (s: Session) => s.userId],
    ["authenticatedAtMs", (s: Session) => s.authenticatedAtMs],
    ["remembered", (s: Session) => s.remembered],
    ["isFresh", (s: Session) => s.isFresh(1)],
    ["flash", (s: Session) => s.flash("a")],
    ["flashes.now", (s: Session) => s.flashes.now("a", 1)],
    ["flashes.keep", (s: Session) => s.flashes.keep()],
    ["flashes.peek", (s: Session) => s.flashes.peek("a")],
    ["getSessionId", (s: Session) => s.getSessionId()],
    ["cookieHeader", (s: Session) => s.cookieHeader()],
    ["save", (s: Session) => s.save()],
  ])("makes its response vary by cookie: %s", (_what, ask) => {
    const session = new TrialHost().load();
    expect(session.used).toBe(false);
    ask(session);
    expect(session.used).toBe(true);
  });

  it("goes to its surroundings where only they know", async () => {
    const host = new TrialHost();
    const session = host.load();
    expect(session.cookieHeader()).toBe("cookie");
    await session.save();
    expect(host.asked).toEqual(["cookieHeader", "save"]);
  });
});

describe("a refusal", () => {
  const cause = new Error("ECONNREFUSED");
  it.each([
    [
      sessionGone(),
      "session-gone",
      "Another request has just signed this session out or given it a new id; this one changed nothing. Load the page again.",
    ],
    [
      sessionGone("moved it"),
      "session-gone",
      "Another request has just moved it; this one changed nothing. Load the page again.",
    ],
    [
      turnTimedOut(ROUTE, 5000, "GET /slow"),
      "turn-timed-out",
      "POST /cart/add waited 5000 ms for its session, which GET /slow holds. A request that changes a session cannot call another one of the same session and wait for it.",
    ],
    [
      turnLost(),
      "turn-lost",
      "This request held its session for too long and another one went on; nothing was changed. Send it again.",
    ],
    [
      storeFailed("read from", "redis", cause),
      "store-failed",
      "The session could not be read from the redis store.",
    ],
  ])("says what happened and what to do: %s", (error, code, message) => {
    expect(error).toMatchObject({ name: "SessionError", code, message });
    expect(error.cause).toBe(code === "store-failed" ? cause : undefined);
  });
});
