import { expect, it } from "vitest";
import { RedisServer } from "../../engine/inpage/redis/redis-server.ts";
import { snapshotOf } from "../../engine/inpage/redis/snapshot.ts";
import { readRedisContents, valueText } from "./redis-contents.ts";

const NOW_MS = 1_750_000_000_000;
const KEY = `tina4_session:{${"a".repeat(64)}}`;
const times = `"createdAtMs":1,"renewedAtMs":1,"idleDeadlineMs":2,"absoluteDeadlineMs":3,"permanent":true`;

function snapshotAfter(...commands: readonly string[]) {
  const server = new RedisServer({ port: 6379, nowMs: () => NOW_MS });
  const client = server.connect("127.0.0.1:1", () => undefined);
  for (const command of commands) server.handle(client, command.split(" "));
  server.handle(client, ["SET", KEY, `r1 nonce 2\n{"data":{"cart":[1]},"flash":{},${times}}`, "PX", "60000"]);
  return snapshotOf(server);
}

it("tells the sessions of the library from other keys, and says how long Redis keeps each", () => {
  const contents = readRedisContents(
    snapshotAfter(
      "HSET user:1 name Ada age 36",
      "RPUSH list a b",
      "SELECT 2",
      "ZADD scores 2 b 1 a",
      "SELECT 0",
    ),
  );
  expect(contents?.sessions).toEqual([
    {
      database: 0,
      key: KEY,
      content: { kind: "record", record: expect.objectContaining({ data: { cart: [1] } }) },
      expiresAtMs: NOW_MS + 60_000,
    },
  ]);
  expect(contents?.others.map((entry) => [entry.database, entry.key, valueText(entry)])).toEqual([
    [0, "list", "a, b"],
    [0, "user:1", "name: Ada, age: 36"],
    [2, "scores", "a: 1, b: 2"],
  ]);
  expect(contents?.keyCount).toBe(4);
});

it.each([
  {},
  { port: 1, keyCount: 1, keys: "none" },
  { port: 1, keyCount: 1, keys: [null] },
  { port: 1, keyCount: 1, keys: [{ database: 0, key: "k", type: "stream", expiresAtMs: null, value: "" }] },
  { port: 1, keyCount: 1, keys: [{ database: 0, key: "k", type: "list", expiresAtMs: null, value: [1] }] },
])("a program that says something else is not believed: %j", (message) => {
  expect(readRedisContents(message)).toBeUndefined();
});
