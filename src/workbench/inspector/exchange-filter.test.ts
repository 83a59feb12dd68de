import { describe, expect, test } from "vitest";
import type { CookieDecision, Exchange } from "../../web/exchange.ts";
import { Timeline } from "../timeline.ts";
import { type ExchangeFilter, isMatch, NO_FILTER } from "./exchange-filter.ts";
import { FilteredEntries } from "./filtered-entries.ts";
import { listWindow, scrollTopShowing } from "./list-window.ts";

const body = { byteLength: 0, bytes: new Uint8Array() };

function exchange(
  id: string,
  more: Partial<Exchange> = {},
  url = "http://localhost:7148/cart?a=1",
): Exchange {
  return {
    id,
    agent: "Alice",
    initiator: "address",
    startedAtMs: 0,
    durationMs: 1,
    request: { method: "GET", url, headers: [], body },
    response: { status: 200, statusText: "OK", headers: [], body },
    cookies: { request: [], response: [] },
    ...more,
  };
}

function decided(verdict: CookieDecision["verdict"]): Partial<Exchange> {
  const decision = { verdict, name: "a", value: "1", domain: "d", path: "/", reason: "", source: "" };
  return { cookies: { request: [], response: [decision] } };
}

describe("a filter", () => {
  const cases: readonly [Partial<ExchangeFilter>, Exchange, boolean][] = [
    [{}, exchange("a"), true],
    [{ agent: "Bob" }, exchange("a"), false],
    [{ agent: "Alice" }, exchange("a"), true],
    [{ host: "localhost:7148" }, exchange("a"), true],
    [{ host: "localhost" }, exchange("a"), false],
    [{ path: "CART?A" }, exchange("a"), true],
    [{ path: "localhost" }, exchange("a"), false],
    [{ method: "POST" }, exchange("a"), false],
    [{ status: "2xx" }, exchange("a"), true],
    [{ status: "4xx" }, exchange("a"), false],
    [{ status: "failed" }, exchange("a"), false],
    [{ onlyUnwanted: true }, exchange("a"), false],
    [{ onlyUnwanted: true }, exchange("a", decided("kept")), false],
    [{ onlyUnwanted: true }, exchange("a", decided("refused")), true],
    [{ onlyUnwanted: true }, exchange("a", decided("withheld")), true],
    [{ agent: "Alice", method: "POST" }, exchange("a"), false],
  ];
  test.each(cases)("%j", (filter, entry, passes) => {
    expect(isMatch({ ...NO_FILTER, ...filter }, { exchange: entry })).toBe(passes);
  });

  test("finds what failed", () => {
    const { response: _, ...failed } = exchange("a");
    expect(isMatch({ ...NO_FILTER, status: "failed" }, { exchange: failed })).toBe(true);
    expect(isMatch({ ...NO_FILTER, status: "2xx" }, { exchange: failed })).toBe(false);
  });
});

describe("the filtered entries", () => {
  const ofBob: ExchangeFilter = { ...NO_FILTER, agent: "Bob" };
  const shown = (list: FilteredEntries) =>
    Array.from({ length: list.length }, (_, index) => list.at(index)?.exchange.id);

  test("follow the timeline, newest first, and forget what it forgets", () => {
    const timeline = new Timeline({ entries: 3 });
    const list = new FilteredEntries(timeline);
    for (let count = 1; count <= 20; count++) {
      timeline.addExchange(exchange(`${count}`, { agent: count % 2 === 0 ? "Bob" : "Alice" }));
      list.update(NO_FILTER);
      expect(list.length).toBe(Math.min(3, count));
      expect(list.at(0)?.exchange.id).toBe(`${count}`);
    }
    expect(shown(list)).toEqual(["20", "19", "18"]);
    expect([list.at(3), list.at(-1)]).toEqual([undefined, undefined]);
    list.update(ofBob);
    expect(shown(list)).toEqual(["20", "18"]);
    timeline.addExchange(exchange("21", { agent: "Bob" }));
    list.update(ofBob);
    expect(shown(list)).toEqual(["21", "20"]);
    timeline.clear();
    list.update(ofBob);
    expect(shown(list)).toEqual([]);
  });

  test("say where an entry stands, or would", () => {
    const timeline = new Timeline();
    const list = new FilteredEntries(timeline);
    for (let count = 1; count <= 6; count++) {
      timeline.addExchange(exchange(`${count}`, { agent: count % 2 === 0 ? "Bob" : "Alice" }));
    }
    list.update(ofBob);
    expect([6, 5, 4, 3, 2, 1].map((number) => list.placeOf(number))).toEqual([0, 1, 1, 2, 2, 3]);
  });

  test("name the hosts and methods there are, also those that are filtered away", () => {
    const timeline = new Timeline();
    const list = new FilteredEntries(timeline);
    timeline.addExchange(exchange("1"));
    timeline.addExchange(exchange("2", { agent: "Bob" }, "https://shop.test/"));
    list.update(ofBob);
    expect([list.hosts, list.methods]).toEqual([["localhost:7148", "shop.test"], ["GET"]]);
    timeline.clear();
    list.update(ofBob);
    expect(list.hosts).toEqual([]);
  });
});

describe("a long list", () => {
  const view = { scrollTopPx: 0, heightPx: 280, rowPx: 28 };

  test("draws what is in view and a little around it, wherever one is", () => {
    expect(listWindow({ ...view, count: 10_000 })).toEqual({ first: 0, end: 19 });
    expect(listWindow({ ...view, scrollTopPx: 140_000, count: 10_000 })).toEqual({ first: 4992, end: 5019 });
    expect(listWindow({ ...view, scrollTopPx: 279_720, count: 10_000 })).toEqual({
      first: 9982,
      end: 10_000,
    });
    expect(listWindow({ ...view, count: 3 })).toEqual({ first: 0, end: 3 });
    expect(listWindow({ ...view, scrollTopPx: 9000, count: 0 })).toEqual({ first: 0, end: 0 });
  });

  test("scrolls no further than it must to show a row", () => {
    expect(scrollTopShowing(5, view)).toBe(0);
    expect(scrollTopShowing(10, view)).toBe(28);
    expect(scrollTopShowing(2, { ...view, scrollTopPx: 280 })).toBe(56);
  });
});
