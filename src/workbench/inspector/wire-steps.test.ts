import { expect, test } from "vitest";
import type { CookieDecision, Exchange } from "../../web/exchange.ts";
import type { CommitView } from "../commit-view.ts";
import type { StoreCallView } from "../store-call-view.ts";
import type { TimelineEntry } from "../timeline.ts";
import { describeCall } from "./store-call.ts";
import { lanesOf, wireSteps } from "./wire-steps.ts";

const body = { byteLength: 0, bytes: new Uint8Array() };
const decision: CookieDecision = {
  verdict: "sent",
  name: "id",
  value: "1",
  domain: "localhost",
  path: "/",
  reason: "sent: it belongs to localhost",
  source: "RFC 6265bis §5.8.3",
};
const commit: CommitView = {
  status: "modified",
  regenerated: false,
  before: null,
  operations: [],
  after: null,
};

function call(
  verb: StoreCallView["verb"],
  outcome: string,
  more: Partial<StoreCallView> = {},
): StoreCallView {
  return { store: "file", verb, outcome, durationMs: 1.25, ...more };
}

function entry(more: Partial<TimelineEntry>, exchange: Partial<Exchange> = {}): TimelineEntry {
  return {
    number: 1,
    exchange: {
      id: "a",
      agent: "Alice",
      initiator: "address",
      startedAtMs: 0,
      durationMs: 1,
      request: { method: "POST", url: "http://localhost:7148/", headers: [], body },
      response: { status: 200, statusText: "OK", headers: [], body },
      cookies: { request: [], response: [] },
      ...exchange,
    },
    commits: [],
    storeCalls: [],
    jar: [],
    bodiesDropped: false,
    ...more,
  };
}

test("an exchange goes from the browser to the store and back", () => {
  const steps = wireSteps(
    entry(
      { commits: [commit], storeCalls: [call("takeTurn", "taken"), call("patch", "patched")] },
      { cookies: { request: [decision], response: [{ ...decision, verdict: "kept" }] } },
    ),
  );
  expect(steps.map((step) => (step.kind === "store-call" ? step.call.verb : step.kind))).toEqual([
    "cookies-chosen",
    "request",
    "takeTurn",
    "commit",
    "patch",
    "response",
    "cookies-judged",
  ]);
  expect(steps.map((step) => lanesOf(step).join(" "))).toEqual([
    "browser browser",
    "browser server",
    "server store",
    "server server",
    "server store",
    "server browser",
    "browser browser",
  ]);
});

test("what did not happen is not shown, and a failure is", () => {
  expect(wireSteps(entry({})).map(({ kind }) => kind)).toEqual(["request", "response"]);
  const { response: _, ...failed } = entry({}).exchange;
  const broken = { ...failed, failure: { code: "connection-refused", message: "Nothing listens." } };
  expect(wireSteps({ ...entry({}), exchange: broken }).at(-1)).toEqual({
    kind: "failure",
    message: "Nothing listens.",
  });
});

test("a store's call is told in words, with who held the turn", () => {
  expect(
    [
      call("load", "found"),
      call("load", "destroyed"),
      call("patch", "patched", { released: true }),
      call("takeTurn", "taken", { heldBy: "POST /cart/add", durationMs: 131.6 }),
      call("takeTurn", "timed-out", { heldBy: "GET /slow", durationMs: 5000 }),
      call("rotate", "turn-lost"),
      call("create", "failed"),
    ].map((told) => {
      const { title, detail, bad } = describeCall(told);
      return `${title}: ${detail}${bad ? " (bad)" : ""}`;
    }),
  ).toEqual([
    "load: found, 1.3 ms",
    "load: it was destroyed a moment ago, 1.3 ms",
    "patch: patched, and the turn given back, 1.3 ms",
    "take turn: waited 132 ms, held by POST /cart/add",
    "take turn: gave up after 5000 ms, held by GET /slow (bad)",
    "rotate: the turn was lost meanwhile, 1.3 ms (bad)",
    "create: the store failed, 1.3 ms (bad)",
  ]);
});
