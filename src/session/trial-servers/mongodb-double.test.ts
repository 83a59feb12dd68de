import { type Collection, MongoClient } from "mongodb";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { MongodbDouble } from "./mongodb-double.ts";

interface Thing {
  _id: string;
  n?: number;
}

/** A double that pretended would prove nothing. */
describe("the MongoDB double refuses what it does not know", () => {
  let double: MongodbDouble;
  let client: MongoClient;
  let things: Collection<Thing>;

  beforeEach(async () => {
    double = await MongodbDouble.start();
    client = new MongoClient(double.url, {
      readConcernLevel: "local",
      writeConcern: { w: "majority", wtimeoutMS: 1000 },
    });
    things = client.db("test").collection<Thing>("things");
    await things.updateOne({ _id: "a" }, [{ $set: { n: 1 } }], { upsert: true });
  });
  afterEach(async () => {
    await client.close();
    await double.stop();
  });

  it.each<[what: string, doing: () => Promise<unknown>, code: number]>([
    ["a command", () => client.db("test").command({ collStats: "things" }), 59],
    ["a command's field", () => client.db("test").command({ ping: 1, colour: "red" }), 40415],
    ["an insert, which our shelf does not send", () => things.insertOne({ _id: "b" }), 59],
    ["a filter's operator", () => things.findOne({ n: { $gte: 1 } }), 2],
    ["a filter's top-level operator", () => things.findOne({ $nor: [{ n: 1 }] }), 2],
    ["an expression's operator", () => things.findOne({ $expr: { $gt: ["$n", 1] } }), 9],
    ["a variable", () => things.findOne({ $expr: { $lte: ["$n", "$$ROOT"] } }), 9],
    ["an update that is no pipeline", () => things.updateOne({ _id: "a" }, { $inc: { n: 1 } }), 9],
    ["a stage", () => things.updateOne({ _id: "a" }, [{ $project: { n: 1 } }]), 40324],
    ["many updates", () => things.updateMany({}, [{ $set: { n: 2 } }]), 9],
    [
      "$expr where it upserts",
      () => things.updateOne({ $expr: true }, [{ $set: { n: 2 } }], { upsert: true }),
      2,
    ],
    ["another _id", () => things.updateOne({ _id: "a" }, [{ $set: { _id: "b" } }]), 66],
    ["a weak write", () => things.deleteOne({ _id: "a" }, { writeConcern: { w: 1 } }), 100],
    ["another read concern", () => things.findOne({}, { readConcern: "majority" }), 9],
    [
      "a second document with an _id",
      () => things.updateOne({ _id: "a", n: 9 }, [{ $set: { n: 2 } }], { upsert: true }),
      11000,
    ],
  ])("%s", async (_what, doing, code) => {
    await expect(doing()).rejects.toMatchObject({ code });
    expect(await things.findOne({ _id: "a" })).toEqual({ _id: "a", n: 1 });
  });
});
