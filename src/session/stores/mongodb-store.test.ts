import { MongoClient } from "mongodb";
import { describe, expect, it } from "vitest";
import { MongodbDouble } from "../trial-servers/mongodb-double.ts";
import { type StoreOnTrial, storeContract } from "./contract.ts";
import { EXPERIMENTAL, mongodbStore } from "./mongodb-store.ts";

const quiet = { log: () => {} };

storeContract("mongodb (on a double, not verified against a real server)", async () => {
  const double = await MongodbDouble.start();
  const store = mongodbStore({ url: double.url, ...quiet });
  const other = mongodbStore({ url: double.url, ...quiet });
  return {
    store,
    other,
    dump: async () => double.dump(),
    async close() {
      await store.close?.();
      await other.close?.();
      await double.stop();
    },
  };
});

const url = process.env["MONGODB_URL"];
if (url === undefined) {
  it("the mongodb store keeps the contract on a real server", ({ skip }) => {
    skip("cannot run here: no MongoDB server can be had; set MONGODB_URL where there is one");
  });
} else {
  storeContract("mongodb (on the real server of MONGODB_URL)", () => onRealServer(url));
}

async function onRealServer(realUrl: string): Promise<StoreOnTrial> {
  const safely = { w: "majority", wtimeoutMS: 5000 } as const;
  const client = await new MongoClient(realUrl, {
    writeConcern: safely,
    readConcernLevel: "local",
  }).connect();
  const place = { url: realUrl, database: "keepsake_contract", collection: `trial_${process.pid}` };
  const collection = client.db(place.database).collection(place.collection);
  await collection.deleteMany({});
  const store = mongodbStore({ ...place, ...quiet });
  const other = mongodbStore({ client, ...place, ...quiet });
  return {
    store,
    other,
    dump: async () => JSON.stringify(await collection.find().toArray()),
    async close() {
      await store.close?.();
      await collection.drop();
      await client.close();
    },
  };
}

describe("the mongodb store", () => {
  it("says in the log that it is experimental", () => {
    const said: string[] = [];
    mongodbStore({ log: (message) => said.push(message) });
    expect(said).toEqual([EXPERIMENTAL]);
  });

  it("keeps to the database that the URL names, and to the chapter's without one", async () => {
    const double = await MongodbDouble.start();
    const named = `mongodb://127.0.0.1:${double.port}/shop?replicaSet=double`;
    for (const where of [{ url: double.url }, { host: "127.0.0.1", port: double.port }, { url: named }]) {
      const store = mongodbStore({ ...where, ...quiet });
      await store.open?.();
      await store.close?.();
    }
    await double.stop();
    expect([...double.commands.collections.keys()]).toEqual([
      "tina4_sessions.tina4_session",
      "shop.tina4_session",
    ]);
  });

  it("refuses what cannot be, without saying a password", () => {
    expect(() => mongodbStore({ url: "redis://:hidden@localhost", ...quiet })).toThrow(
      expect.objectContaining({ code: "bad-setting", message: expect.not.stringContaining("hidden") }),
    );
    expect(() => mongodbStore({ password: "hidden", ...quiet })).toThrow(
      expect.objectContaining({ code: "bad-setting", message: expect.not.stringContaining("hidden") }),
    );
  });
});
