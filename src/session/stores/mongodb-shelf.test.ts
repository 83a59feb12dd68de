import { MongoClient } from "mongodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MongodbDouble } from "../trial-servers/mongodb-double.ts";
import { MongodbDoubleError } from "../trial-servers/mongodb-double-error.ts";
import { givenConnection, ownConnection } from "./mongodb-connection.ts";
import { MongodbShelf } from "./mongodb-shelf.ts";
import type { SlotContent } from "./shelf.ts";

const KEY = "a".repeat(64);
const OWNER = "c".repeat(64);
const NOW_MS = 1_700_000_000_000;
const content = (more: Partial<SlotContent> = {}): SlotContent => ({
  text: "$text",
  expiresAtMs: NOW_MS,
  keepMs: 60_000,
  keepOwnerMs: 60_000,
  ...more,
});
const PLACE = { database: "tina4_sessions", collection: "tina4_session", timeoutMs: 1000 };

/** Not verified against a real server: the server is a stand-in, the driver is the real one. */
describe("the mongodb shelf through the real driver, on a double of the server", () => {
  let double: MongodbDouble;
  let shelf: MongodbShelf;

  beforeEach(async () => {
    double = await MongodbDouble.start();
    shelf = new MongodbShelf(ownConnection({ ...PLACE, url: double.url, auth: undefined }));
  });
  afterEach(async () => {
    await shelf.close();
    await double.stop();
  });

  const collection = () => {
    const there = double.commands.collections.get("tina4_sessions.tina4_session");
    if (there === undefined) throw new Error("No collection was made.");
    return there;
  };

  it("makes its indexes when it opens, and again without harm", async () => {
    await shelf.open();
    const second = new MongodbShelf(ownConnection({ ...PLACE, url: double.url, auth: undefined }));
    await second.open();
    await second.close();
    expect([...collection().indexes.values()]).toEqual([
      { key: { keepUntil: 1 }, name: "keep_until", expireAfterSeconds: 0 },
      { key: { owner: 1 }, name: "owner", partialFilterExpression: { owner: { $exists: true } } },
      { key: { expiresAtMs: 1 }, name: "expires_at" },
    ]);
  });

  it("inserts once, and replaces the version that it read only", async () => {
    expect(await shelf.insert(KEY, content())).toBe(true);
    expect(await shelf.insert(KEY, content({ text: "other" }))).toBe(false);
    expect(await shelf.read(KEY)).toEqual({ kind: "record", text: "$text", version: 1 });
    expect(await shelf.replace(KEY, 1, content({ text: "$$NOW" }))).toBe(true);
    expect(await shelf.replace(KEY, 1, content({ text: "late" }))).toBe(false);
    expect(await shelf.read(KEY)).toEqual({ kind: "record", text: "$$NOW", version: 2 });
  });

  it("gives the turn out once, by tokens that grow, and says who has it", async () => {
    await shelf.insert(KEY, content());
    const holder = "$turn";
    expect(await shelf.takeTurn(KEY, holder, 60_000)).toEqual({
      taken: true,
      token: 1,
      text: "$text",
      version: 1,
    });
    const second = await shelf.takeTurn(KEY, "other", 60_000);
    expect(second).toMatchObject({ taken: false, slot: { turn: { token: 1, holder } } });
    expect(await shelf.replace(KEY, 1, content(), { turn: 2 })).toBe(false);
    expect(await shelf.replace(KEY, 1, content(), { turn: 1, release: true })).toBe(true);
    expect(await shelf.takeTurn(KEY, "other", 60_000)).toMatchObject({ taken: true, token: 2 });
    expect(await shelf.takeTurn(KEY, "third", 60_000, 2)).toMatchObject({ taken: true, token: 3 });
    expect(await shelf.renewTurn(KEY, 2, 60_000)).toBe(false);
    expect(await shelf.renewTurn(KEY, 3, -1)).toBe(true);
    expect(await shelf.takeTurn(KEY, "fourth", 60_000)).toMatchObject({ taken: true, token: 4 });
    await shelf.releaseTurn(KEY, 3);
    expect(await shelf.read(KEY)).toMatchObject({ turn: { token: 4 } });
    await shelf.releaseTurn(KEY, 4);
    expect(await shelf.read(KEY)).not.toHaveProperty("turn");
  });

  it("passes the turn on in the step that writes", async () => {
    await shelf.insert(KEY, content());
    await shelf.takeTurn(KEY, "first", 60_000);
    const passTo = { holder: "$second", leaseMs: 60_000 };
    expect(await shelf.replace(KEY, 1, content(), { turn: 2, passTo })).toBe(false);
    expect(await shelf.replace(KEY, 1, content(), { turn: 1, passTo })).toBe(true);
    expect(await shelf.read(KEY)).toMatchObject({ version: 2, turn: { token: 2, holder: "$second" } });
    await shelf.releaseTurn(KEY, 2);
    expect(await shelf.takeTurn(KEY, "third", 60_000)).toMatchObject({ taken: true, token: 3 });
  });

  it("buries what is as it should be, and nothing of it is left", async () => {
    await shelf.insert(KEY, content({ owner: OWNER }));
    const tombstone = { because: "renewed", successor: "b".repeat(64) } as const;
    expect(await shelf.bury(KEY, tombstone, 60_000, { version: 2 })).toBe(false);
    expect(await shelf.bury(KEY, tombstone, 60_000, { turn: 1 })).toBe(false);
    expect(await shelf.bury(KEY, tombstone, 60_000, { version: 1 })).toBe(true);
    expect(await shelf.read(KEY)).toEqual({ kind: "tombstone", tombstone });
    expect(await shelf.bury(KEY, { because: "destroyed" }, 60_000)).toBe(false);
    expect(await shelf.insert(KEY, content())).toBe(false);
    expect(double.dump()).not.toContain(OWNER);
    await shelf.remove(KEY);
    expect(await shelf.read(KEY)).toBeUndefined();
  });

  it("sees no tombstone whose time is over, and inserts in its place", async () => {
    await shelf.insert(KEY, content());
    await shelf.bury(KEY, { because: "destroyed" }, 0);
    expect(await shelf.read(KEY)).toBeUndefined();
    expect(await shelf.insert(KEY, content())).toBe(true);
  });

  it("has the server forget what is over by its TTL index", async () => {
    await shelf.insert(KEY, content({ keepMs: 0 }));
    await shelf.insert("b".repeat(64), content());
    collection().expire(new Date());
    expect([...collection().documents.keys()]).toEqual(["b".repeat(64)]);
  });

  it("lists more keys of an owner than come in one batch", async () => {
    const keys = Array.from({ length: 250 }, (_, n) => n.toString(16).padStart(64, "0"));
    for (const key of keys) await shelf.insert(key, content({ owner: OWNER }));
    await shelf.replace(keys[0] ?? "", 1, content());
    expect([...(await shelf.keysOfOwner(OWNER))].sort()).toEqual(keys.slice(1));
  });

  it("collects in batches what is over, but for what somebody holds", async () => {
    for (let n = 0; n < 1005; n += 1) await shelf.insert(n.toString(16).padStart(64, "0"), content());
    await shelf.insert(KEY, content());
    await shelf.takeTurn(KEY, "holder", 60_000);
    await shelf.insert("b".repeat(64), content({ expiresAtMs: NOW_MS + 1 }));
    await shelf.insert("d".repeat(64), content({ expiresAtMs: NOW_MS + 1 }));
    await shelf.bury("d".repeat(64), { because: "destroyed" }, 0);
    expect(await shelf.collect(NOW_MS)).toBe(1006);
    expect([...collection().documents.keys()]).toEqual([KEY, "b".repeat(64)]);
  });

  it("does a step once when the connection breaks before the answer", async () => {
    await shelf.insert(KEY, content());
    let cuts = 1;
    double.cutsAfter = (command) => "findAndModify" in command && cuts-- > 0;
    expect(await shelf.takeTurn(KEY, "holder", 60_000)).toMatchObject({ taken: true, token: 1 });
  });

  it("goes on when the primary steps down and another is chosen", async () => {
    await shelf.insert(KEY, content());
    let refusals = 1;
    double.onCommand = (command) => {
      if ("update" in command && refusals-- > 0) throw new MongodbDoubleError(10107, "not primary");
    };
    expect(await shelf.replace(KEY, 1, content())).toBe(true);
    expect(await shelf.read(KEY)).toMatchObject({ version: 2 });
  });

  it("fails within its time-outs when the server is gone, and goes on when it is back", async () => {
    await shelf.insert(KEY, content());
    await double.stop();
    await expect(shelf.read(KEY)).rejects.toThrow();
    await double.resume();
    expect(await shelf.read(KEY)).toMatchObject({ version: 1 });
  });

  it("fails within its time-outs when the server is silent, and goes on when it speaks", async () => {
    await shelf.insert(KEY, content());
    double.isSilent = true;
    await expect(shelf.replace(KEY, 1, content())).rejects.toThrow();
    double.isSilent = false;
    expect(await shelf.read(KEY)).toMatchObject({ version: 1 });
  });

  it("fails when there is no server at the start, and opens once there is", async () => {
    await double.stop();
    await expect(shelf.open()).rejects.toThrow();
    await double.resume();
    await shelf.open();
  });

  it("closes what was still opening", async () => {
    const opening = shelf.open().catch(() => {});
    await shelf.close();
    await opening;
  });

  it("uses the application's client, and leaves it open", async () => {
    const client = new MongoClient(double.url);
    const lent = new MongodbShelf(givenConnection(client, PLACE));
    try {
      await lent.insert(KEY, content());
      await lent.close();
      expect(
        await client
          .db("tina4_sessions")
          .collection("tina4_session")
          .findOne({ owner: "none" }, { readConcern: "local" }),
      ).toBeNull();
    } finally {
      await client.close();
    }
  });
});

describe("signing in to mongodb through the real driver, on a double of the server", () => {
  const signIn = async (username: string, password: string): Promise<void> => {
    const double = await MongodbDouble.start({ name: "keepsake", password: "p@ss:word/%" });
    const shelf = new MongodbShelf(
      ownConnection({ ...PLACE, url: double.url, auth: { username, password } }),
    );
    try {
      await shelf.open();
      expect(await shelf.insert(KEY, content())).toBe(true);
    } finally {
      await shelf.close();
      await double.stop();
    }
  };

  it("works with the right password", () => signIn("keepsake", "p@ss:word/%"));
  it("is refused with a wrong password", () =>
    expect(signIn("keepsake", "wrong")).rejects.toThrow("Authentication failed"));
  it("is refused with a wrong name", () =>
    expect(signIn("somebody", "p@ss:word/%")).rejects.toThrow("Authentication failed"));
  it("is refused without a password", async () => {
    const double = await MongodbDouble.start({ name: "keepsake", password: "secret" });
    const shelf = new MongodbShelf(ownConnection({ ...PLACE, url: double.url, auth: undefined }));
    await expect(shelf.open()).rejects.toThrow("requires authentication");
    await shelf.close();
    await double.stop();
  });
});
