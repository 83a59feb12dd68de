import { expect, test } from "vitest";
import type { Exchange } from "../web/exchange.ts";
import { type CommitView, readCommit } from "./commit-view.ts";
import { Timeline } from "./timeline.ts";

const record = { data: { cart: [] }, flash: {}, createdAtMs: 1, idleDeadlineMs: 2, absoluteDeadlineMs: 3 };
const commit: CommitView = {
  status: "new",
  regenerated: false,
  before: null,
  operations: [{ kind: "set", key: "cart", value: [] }],
  after: record,
};

function exchange(id: string): Exchange {
  const body = { byteLength: 0, bytes: new Uint8Array() };
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

test("a commit that comes before its exchange has ended waits for it", () => {
  const timeline = new Timeline();
  timeline.addCommit("a", commit);
  expect(timeline.entries.value).toEqual([]);
  timeline.addExchange(exchange("a"));
  expect(timeline.entries.value).toEqual([{ exchange: exchange("a"), commits: [commit] }]);
});

test("a commit that comes after its exchange joins it", () => {
  const timeline = new Timeline();
  timeline.addExchange(exchange("a"));
  timeline.addExchange(exchange("b"));
  timeline.addCommit("a", commit);
  expect(timeline.entries.value.map((entry) => entry.commits.length)).toEqual([1, 0]);
});

test("several commits of one exchange keep their order", () => {
  const timeline = new Timeline();
  const second: CommitView = { ...commit, status: "modified" };
  timeline.addCommit("a", commit);
  timeline.addExchange(exchange("a"));
  timeline.addCommit("a", second);
  expect(timeline.entries.value[0]?.commits).toEqual([commit, second]);
});

test("the oldest exchanges go, and commits that wait for ever do too", () => {
  const timeline = new Timeline(2);
  for (const id of ["never-1", "never-2", "never-3"]) timeline.addCommit(id, commit);
  for (const id of ["a", "b", "c"]) timeline.addExchange(exchange(id));
  expect(timeline.entries.value.map((entry) => entry.exchange.id)).toEqual(["b", "c"]);
  timeline.addExchange(exchange("never-1"));
  expect(timeline.entries.value.at(-1)?.commits).toEqual([]);
});

test("what a program publishes is read only when it is a commit", () => {
  expect(readCommit({ ...commit })).toEqual(commit);
  expect(readCommit({ ...commit, status: "hacked" })).toBeUndefined();
  expect(readCommit({ ...commit, after: "all of it" })).toBeUndefined();
  expect(readCommit({ ...commit, operations: "none" })).toBeUndefined();
  expect(
    readCommit({ ...commit, operations: [{ kind: "explode" }, null, { kind: "clear" }] })?.operations,
  ).toEqual([{ kind: "clear" }]);
});
