import { afterEach, expect, test } from "vitest";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { Bench } from "./bench.ts";
import type { BenchAgent } from "./bench-agent.ts";

const server = `
import { createServer } from "node:http";
createServer((req, res) => {
  res.setHeader("Set-Cookie", ["seen=yes; Max-Age=3600", "visit=1"]);
  res.end(req.url + " with " + (req.headers.cookie ?? "no cookie"));
}).listen(7148);
`;

let bench: Bench;

async function running(): Promise<[Bench, BenchAgent]> {
  bench = new Bench({
    files: { "server.ts": server },
    entry: "server.ts",
    port: 7148,
    agents: ["Alice", "Mallory"],
    bootEngine: () => bootLocalEngine(),
  });
  await bench.run();
  await bench.untilListening();
  const [alice] = bench.agents;
  if (alice === undefined) throw new Error("Alice is there.");
  return [bench, alice];
}

async function look(agent: BenchAgent, path: string): Promise<string | undefined> {
  await agent.open(path);
  return agent.page.value?.text;
}

const names = () => bench.agents.map(({ name }) => name);

afterEach(() => bench.dispose());

test("tabs share the jar, have a history each, and the last one leaves an empty one", async () => {
  const [, alice] = await running();
  await look(alice, "/a");
  await alice.openTab();
  expect(alice.page.value).toBeUndefined();
  expect(await look(alice, "/b")).toBe("/b with seen=yes; visit=1");
  await look(alice, "/c");
  await alice.back();
  expect(alice.page.value?.url).toBe("http://localhost:7148/b");
  await alice.forward();
  expect(alice.tabs.value.map(({ page }) => page?.url.slice(-2))).toEqual(["/a", "/c"]);
  const [first, second] = alice.tabs.value;
  if (first === undefined || second === undefined) throw new Error("Two tabs.");
  alice.closeTab(second.tab);
  expect(alice.front.value).toBe(first.tab);
  alice.closeTab(first.tab);
  expect(alice.tabs.value).toHaveLength(1);
  expect(alice.page.value).toBeUndefined();
});

test("a private window has a jar of its own, is seen like any browser, and forgets all when closed", async () => {
  const [, alice] = await running();
  await look(alice, "/");
  const hidden = bench.openPrivate(alice);
  expect(bench.openPrivate(alice)).toBe(hidden);
  expect(names()).toEqual(["Alice", "Alice (private)", "Mallory"]);
  expect(await look(hidden, "/")).toBe("/ with no cookie");
  expect(hidden.cookies.value).toHaveLength(2);
  expect(bench.timeline.entries.value.map(({ exchange }) => exchange.agent)).toEqual([
    "Alice",
    "Alice (private)",
  ]);
  bench.closeAgent(hidden);
  expect(names()).toEqual(["Alice", "Mallory"]);
  expect(await look(bench.openPrivate(alice), "/")).toBe("/ with no cookie");
  expect(alice.cookies.value).toHaveLength(2);
});

test("what was closed is had back: a tab with its page, a browser and a private window with their cookies", async () => {
  const [, alice] = await running();
  await look(alice, "/a");
  await alice.openTab();
  await look(alice, "/b");
  const [, second] = alice.tabs.value;
  if (second === undefined) throw new Error("Two tabs.");
  await alice.closeTab(second.tab)?.();
  expect(alice.tabs.value.map(({ page }) => page?.url.slice(-2))).toEqual(["/a", "/b"]);

  const hidden = bench.openPrivate(alice);
  await look(hidden, "/hidden");
  await bench.closeAgent(hidden)?.();
  expect(bench.openPrivate(alice).page.value?.text).toBe("/hidden with seen=yes; visit=1");

  const reopen = bench.closeAgent(alice);
  expect(names()).toEqual(["Mallory"]);
  await reopen?.();
  expect(names()).toEqual(["Alice", "Mallory"]);
  expect(alice.tabs.value.map(({ page }) => page?.text)).toEqual([
    "/a with seen=yes; visit=1",
    "/b with seen=yes; visit=1",
  ]);
});

test("browsers come under the next free name, up to a limit, and go with their private windows; one stays", async () => {
  const [, alice] = await running();
  expect(bench.agents.map(({ isAttacker }) => isAttacker)).toEqual([false, true]);
  const added = [1, 2, 3, 4, 5].map(() => bench.addAgent()?.name);
  expect(added).toEqual(["Bob", "Carol", "Dave", "Erin", undefined]);
  bench.openPrivate(alice);
  bench.closeAgent(alice);
  expect(names()).toEqual(["Mallory", "Bob", "Carol", "Dave", "Erin"]);
  expect(bench.addAgent()?.name).toBe("Alice");
  for (const agent of bench.agents) bench.closeAgent(agent);
  expect(names()).toEqual(["Alice"]);
});

test("a move of the clock empties the jars of what expired, in private windows too; back to now undoes it", async () => {
  const [, alice] = await running();
  const hidden = bench.openPrivate(alice);
  await look(alice, "/");
  await look(hidden, "/");
  await bench.moveClock(3_599_000);
  expect(alice.cookies.value).toHaveLength(2);
  await bench.moveClock(60_000);
  expect([alice, hidden].map(({ cookies }) => cookies.value.map(({ name }) => name))).toEqual([
    ["visit"],
    ["visit"],
  ]);
  await bench.backToRealTime();
  expect(bench.clock.offsetMs).toBe(0);
});
