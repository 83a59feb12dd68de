import { expect, test } from "vitest";
import type { CookieDecision, Exchange } from "../../web/exchange.ts";
import type { JarCookie } from "../../web/jar-cookie.ts";
import { Bench } from "../bench.ts";
import { InspectorModel } from "./inspector-model.ts";

const body = { byteLength: 0, bytes: new Uint8Array() };

function cookie(value: string): JarCookie {
  return {
    name: "id",
    value,
    domain: "localhost",
    hostOnly: true,
    path: "/",
    expiresAtMs: undefined,
    maxAgeSeconds: undefined,
    expiresText: undefined,
    secure: false,
    httpOnly: true,
    sameSite: "lax",
    partitioned: false,
    partitionKey: undefined,
    createdAtMs: 0,
    lastAccessMs: 0,
  };
}

function exchange(id: string, agent: string, more: Partial<Exchange> = {}): Exchange {
  return {
    id,
    agent,
    initiator: "link",
    startedAtMs: 1000,
    durationMs: 5,
    request: { method: "GET", url: "http://localhost:7148/", headers: [], body },
    cookies: { request: [], response: [] },
    ...more,
  };
}

function kept(value: string, hostOnly = true): Partial<Exchange> {
  const decision: CookieDecision = {
    verdict: "kept",
    name: "id",
    value,
    domain: "localhost",
    hostOnly,
    path: "/",
    reason: "",
    source: "",
  };
  return { cookies: { request: [], response: [decision] } };
}

/** Alice gets a cookie, Bob another, Alice a new one; then one of her page's own resources. */
function stage(): InspectorModel {
  const bench = new Bench({
    files: {},
    entry: "server.ts",
    port: 7148,
    agents: ["Alice", "Bob"],
    bootEngine: () => Promise.reject(new Error("No engine is needed.")),
  });
  const { timeline } = bench;
  timeline.addExchange(exchange("a", "Alice", kept("1")), [cookie("1")]);
  timeline.addExchange(exchange("b", "Bob", kept("b")), [cookie("b")]);
  timeline.addExchange(exchange("c", "Alice", kept("2")), [cookie("2")]);
  timeline.addExchange(exchange("d", "Alice", { initiator: "subresource" }), [cookie("2")]);
  return new InspectorModel(bench);
}

const values = (model: InspectorModel) => model.jars.map(({ cookies }) => cookies.map(({ value }) => value));

function entry(model: InspectorModel, id: string) {
  const found = model.timeline.find(id);
  if (found === undefined) throw new Error(`There is no exchange ${id}.`);
  return found;
}

test("the newest page or fetch is shown until another exchange is chosen, and then that one stays", () => {
  const model = stage();
  expect(model.selected?.exchange.id).toBe("c");
  model.select(entry(model, "a"));
  model.bench.timeline.addExchange(exchange("e", "Alice"));
  expect(model.selected?.exchange.id).toBe("a");
  model.select(entry(model, "e"));
  model.bench.timeline.addExchange(exchange("f", "Alice"));
  expect(model.selected?.exchange.id).toBe("f");
});

test("a moment of the past shows every browser's jar as it was just after it", () => {
  const model = stage();
  expect([model.past, model.momentMs > 10_000]).toEqual([undefined, true]);
  model.lookAt(entry(model, "a"));
  expect(values(model)).toEqual([["1"], []]);
  expect(model.momentMs).toBe(1005);
  model.select(entry(model, "b"));
  expect(values(model)).toEqual([["1"], ["b"]]);
  model.select(entry(model, "d"));
  expect(values(model)).toEqual([["2"], ["b"]]);
  expect(model.past?.exchange.id).toBe("d");
});

test("there is one way back, and it leads to now", () => {
  const model = stage();
  model.lookAt(entry(model, "a"));
  model.view.value = "page";
  model.backToNow();
  expect([model.past, model.view.value, model.selected?.exchange.id]).toEqual([undefined, "exchanges", "c"]);
});

test("a moment that the timeline forgets is over", () => {
  const model = stage();
  model.lookAt(entry(model, "a"));
  model.clear();
  expect([model.past, model.selected]).toEqual([undefined, undefined]);
});

test("a cookie is led back to the exchange that set it, as of the moment", () => {
  const model = stage();
  expect(model.originOf("Alice", cookie("2"))?.exchange.id).toBe("c");
  expect(model.originOf("Alice", cookie("1"))?.exchange.id).toBe("a");
  expect(model.originOf("Bob", cookie("2"))).toBeUndefined();
  model.lookAt(entry(model, "b"));
  expect(model.originOf("Alice", cookie("2"))).toBeUndefined();
});

test("a cookie with Domain is another than the one of that name without", () => {
  const model = stage();
  model.bench.timeline.addExchange(exchange("e", "Alice", kept("2", false)), []);
  expect(model.originOf("Alice", cookie("2"))?.exchange.id).toBe("c");
  expect(model.originOf("Alice", { ...cookie("2"), hostOnly: false })?.exchange.id).toBe("e");
});
