import { describe, expect, test } from "vitest";
import type { Exchange } from "../web/exchange.ts";
import type { JarCookie } from "../web/jar-cookie.ts";
import { type CommitView, readCommit } from "./commit-view.ts";
import { readStoreCall, type StoreCallView } from "./store-call-view.ts";
import { TIMELINE_LIMIT, Timeline } from "./timeline.ts";

const record = { data: { cart: [] }, flash: {}, createdAtMs: 1, idleDeadlineMs: 2, absoluteDeadlineMs: 3 };
const commit: CommitView = {
  status: "new",
  regenerated: false,
  before: null,
  operations: [{ kind: "set", key: "cart", value: [] }],
  after: record,
};
const load: StoreCallView = { store: "file", verb: "load", outcome: "found", durationMs: 0.5 };

function exchange(id: string, bodySize = 0): Exchange {
  const body = { byteLength: bodySize, bytes: new Uint8Array(bodySize) };
  return {
    id,
    agent: "Alice",
    initiator: "address",
    startedAtMs: 0,
    durationMs: 1,
    request: { method: "GET", url: "http://localhost:7148/", headers: [], body },
    cookies: { request: [], response: [] },
  };
}

const ids = (timeline: Timeline) => timeline.entries.value.map((entry) => entry.exchange.id);

describe("an entry", () => {
  test("joins what came before its exchange has ended with what comes after, in order", () => {
    const timeline = new Timeline();
    const second: CommitView = { ...commit, status: "modified" };
    timeline.addStoreCall("a", load);
    timeline.addCommit("a", commit);
    expect(timeline.entries.value).toEqual([]);
    timeline.addExchange(exchange("a"));
    timeline.addExchange(exchange("b"));
    timeline.addCommit("a", second);
    timeline.addStoreCall("a", { ...load, verb: "patch" });
    const [first, other] = timeline.entries.value;
    expect(first).toMatchObject({ number: 1, commits: [commit, second], bodiesDropped: false });
    expect(first?.storeCalls.map(({ verb }) => verb)).toEqual(["load", "patch"]);
    expect(other).toMatchObject({ number: 2, commits: [], storeCalls: [] });
  });

  test("keeps the jar that it was given, without a copy", () => {
    const timeline = new Timeline();
    const jar: readonly JarCookie[] = [];
    timeline.addExchange(exchange("a"), jar);
    timeline.addExchange(exchange("b"), jar);
    expect(timeline.get(1)?.jar).toBe(jar);
    expect(timeline.get(2)?.jar).toBe(jar);
  });

  test("is found by its number and by its exchange, until it is gone", () => {
    const timeline = new Timeline({ entries: 2 });
    for (const id of ["a", "b", "c"]) timeline.addExchange(exchange(id));
    expect(timeline.get(1)).toBeUndefined();
    expect(timeline.find("a")).toBeUndefined();
    expect(timeline.get(2)?.exchange.id).toBe("b");
    expect(timeline.find("c")?.number).toBe(3);
    expect(timeline.get(4)).toBeUndefined();
    expect(timeline.findLast(({ number }) => number < 3)?.exchange.id).toBe("b");
    expect(timeline.findLast(() => true, 2)?.exchange.id).toBe("b");
    expect(timeline.findLast(() => false)).toBeUndefined();
  });
});

describe("the limits", () => {
  test("the oldest exchanges go, however many come", () => {
    const timeline = new Timeline({ entries: 3 });
    for (let count = 1; count <= 50; count++) {
      timeline.addExchange(exchange(`${count}`));
      expect(timeline.length).toBe(Math.min(count, 3));
      expect(timeline.get(count)?.exchange.id).toBe(`${count}`);
    }
    expect(ids(timeline)).toEqual(["48", "49", "50"]);
    expect([timeline.oldest, timeline.dropped]).toEqual([48, 47]);
  });

  test("past the limit of bodies the oldest bodies go and say so; their exchanges stay", () => {
    const timeline = new Timeline({ bodyBytes: 25 });
    for (const id of ["a", "b", "c"]) timeline.addExchange(exchange(id, 10));
    expect(timeline.entries.value.map((entry) => entry.bodiesDropped)).toEqual([true, false, false]);
    const dropped = timeline.find("a")?.exchange.request.body;
    expect(dropped).toEqual({ byteLength: 10, bytes: new Uint8Array() });
    timeline.addExchange(exchange("d", 24));
    expect(timeline.entries.value.map((entry) => entry.bodiesDropped)).toEqual([true, true, true, false]);
    timeline.addExchange(exchange("larger than all", 100));
    expect(timeline.find("larger than all")?.bodiesDropped).toBe(true);
  });

  test("bodies that went with their exchange are counted no more", () => {
    const timeline = new Timeline({ entries: 2, bodyBytes: 25 });
    for (let count = 0; count < 20; count++) timeline.addExchange(exchange(`${count}`, 10));
    expect(timeline.entries.value.map((entry) => entry.bodiesDropped)).toEqual([false, false]);
  });

  test("records that are large make the oldest exchanges go before the others", () => {
    const timeline = new Timeline({ textBytes: 30_000 });
    const large: CommitView = { ...commit, after: { ...record, data: { text: "x".repeat(5000) } } };
    for (const id of ["a", "b", "c"]) {
      timeline.addCommit(id, large);
      timeline.addExchange(exchange(id));
    }
    expect(ids(timeline)).toEqual(["b", "c"]);
    timeline.addCommit("c", large);
    timeline.addCommit("c", large);
    expect(ids(timeline)).toEqual(["c"]);
    for (let count = 0; count < 50; count++) timeline.addExchange(exchange(`small ${count}`));
    expect(timeline.length).toBeGreaterThan(15);
  });

  test("what is told of exchanges that never end is forgotten", () => {
    const timeline = new Timeline();
    for (let count = 0; count < 300; count++) timeline.addCommit(`never ${count}`, commit);
    timeline.addExchange(exchange("never 0"));
    timeline.addExchange(exchange("never 299"));
    expect(timeline.entries.value.map((entry) => entry.commits.length)).toEqual([0, 1]);
  });

  test("ten thousand exchanges are kept", () => {
    const timeline = new Timeline();
    for (let count = 0; count < TIMELINE_LIMIT + 5; count++) timeline.addExchange(exchange(`${count}`));
    expect(TIMELINE_LIMIT).toBe(10_000);
    expect([timeline.length, timeline.dropped]).toEqual([TIMELINE_LIMIT, 5]);
  });
});

test("clear forgets all, and numbers go on", () => {
  const timeline = new Timeline();
  timeline.addExchange(exchange("a", 10));
  timeline.clear();
  expect([timeline.length, timeline.dropped, timeline.get(1)]).toEqual([0, 0, undefined]);
  expect(timeline.find("a")).toBeUndefined();
  timeline.addExchange(exchange("b"));
  expect(timeline.get(2)?.exchange.id).toBe("b");
});

describe("what a program publishes", () => {
  test("is read as a commit only when it is one", () => {
    expect(readCommit({ ...commit })).toEqual(commit);
    expect(readCommit({ ...commit, status: "hacked" })).toBeUndefined();
    expect(readCommit({ ...commit, after: "all of it" })).toBeUndefined();
    expect(readCommit({ ...commit, operations: "none" })).toBeUndefined();
    expect(
      readCommit({ ...commit, operations: [{ kind: "explode" }, null, { kind: "clear" }] })?.operations,
    ).toEqual([{ kind: "clear" }]);
  });

  test("is read as a store's call only when it is one", () => {
    const turn = { ...load, verb: "takeTurn", outcome: "taken", heldBy: "POST /cart/add" };
    expect(readStoreCall({ ...turn, extra: "x" })).toEqual(turn);
    expect(readStoreCall({ ...load, released: true })).toEqual({ ...load, released: true });
    expect(readStoreCall({ ...load, released: "yes", heldBy: 5 })).toEqual(load);
    expect(readStoreCall({ ...load, verb: "explode" })).toBeUndefined();
    expect(readStoreCall({ ...load, durationMs: "1" })).toBeUndefined();
    expect(readStoreCall({ ...load, outcome: "x".repeat(10_000) })).toBeUndefined();
  });
});
