import { effect, signal } from "@preact/signals";
import { afterEach, expect, test } from "vitest";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { Bench, type BenchOptions } from "./bench.ts";
import { untilUp } from "./bench-process.ts";
import type { ProgramState } from "./bench-state.ts";

const server = `
import { createServer } from "node:http";
createServer((req, res) => res.end(process.env.NAME + " at " + req.headers.host)).listen(Number(process.env.PORT));
console.log("up");
`;
const processes = [
  { name: "a", run: "node server.ts", port: 7001, env: { NAME: "A" } },
  { name: "b", run: "node server.ts", port: 7002, env: { NAME: "B" }, after: ["a"] },
];
const hosts = [
  { name: "shop.test", scheme: "https" as const, servers: ["a", "b"] },
  { name: "b.test", servers: ["b"] },
];

const benches: Bench[] = [];

function makeBench(options: Partial<BenchOptions> = {}): Bench {
  const bench = new Bench({
    files: { "server.ts": server },
    entry: "server.ts",
    port: 7148,
    processes,
    hosts,
    agents: ["Alice", "Mallory"],
    bootEngine: () => bootLocalEngine(),
    ...options,
  });
  benches.push(bench);
  return bench;
}

async function look(bench: Bench, address: string): Promise<string> {
  const [alice] = bench.agents;
  await alice?.open(address);
  const page = alice?.page.value;
  return `${page?.status} ${page?.text}`;
}

function named(bench: Bench, name: string) {
  const process = bench.processes.find(({ plan }) => plan.name === name);
  if (process === undefined) throw new Error(`No process ${name}.`);
  return process;
}

async function running(options: Partial<BenchOptions> = {}): Promise<Bench> {
  const bench = makeBench(options);
  await bench.run();
  await bench.untilListening();
  return bench;
}

afterEach(async () => {
  await Promise.all(benches.splice(0).map((bench) => bench.dispose()));
});

test("Run starts all, and the hosts lead to them in turn", async () => {
  const bench = await running();
  expect(bench.status.value).toBe("a: listening on 7001 · b: listening on 7002");
  expect(bench.serving.value).toBe(1);
  const answers = [await look(bench, "/"), await look(bench, "/"), await look(bench, "http://b.test/")];
  expect(answers.map((answer) => answer.replace(/<[^>]*>/g, ""))).toEqual([
    "200 A at shop.test",
    "200 B at shop.test",
    "200 B at b.test",
  ]);
  expect(bench.console.lines.value.map(({ from, text }) => `${from}: ${text}`)).toEqual(["a: up", "b: up"]);
});

test("the run serves when all of it does, and not a moment before", async () => {
  const bench = makeBench();
  const seen: (readonly string[])[] = [];
  const stop = effect(() => {
    if (bench.serving.value !== undefined) seen.push(bench.processes.map(({ state }) => state.peek().kind));
  });
  await bench.run();
  await bench.untilListening();
  stop();
  expect(seen[0]).toEqual(["running", "running"]);
});

test("one that answers nothing while it starts is waited for", async () => {
  const [plan] = makeBench().setup.processes;
  if (plan === undefined) throw new Error("No process.");
  const state = signal<ProgramState>({ kind: "starting" });
  const up = untilUp(plan, state);
  state.value = { kind: "unresponsive", ports: [], forMs: 1_000 };
  state.value = { kind: "running", ports: [7001] };
  expect(await up).toBe(true);
});

test("a process that is killed is missed, the others go on, and it can come back", async () => {
  const bench = await running();
  const b = named(bench, "b");
  await b.stop();
  expect(bench.status.value).toBe("a: listening on 7001 · b: not running");
  expect([await look(bench, "/"), await look(bench, "/")]).toEqual([
    expect.stringContaining("A at"),
    expect.stringContaining("A at"),
  ]);
  expect(await look(bench, "http://b.test/")).toMatch(/^503/);
  await b.start();
  expect(await untilUp(b.plan, b.state)).toBe(true);
  expect(await look(bench, "http://b.test/")).toContain("B at");
  expect(bench.serving.value).toBe(1);
  await bench.stop();
  expect(bench.status.value).toBe("a: not running · b: not running");
  expect(bench.serving.value).toBeUndefined();
});

test("one that waits for another is not started when that one fails, and the console says so", async () => {
  const [a, b] = processes;
  if (a === undefined || b === undefined) throw new Error("Two processes.");
  const bench = await running({
    files: { "server.ts": server, "broken.ts": "throw new Error('no');" },
    processes: [{ ...a, run: "node broken.ts" }, b],
  });
  expect(named(bench, "a").state.value).toMatchObject({ kind: "crashed", summary: "Error: no" });
  expect(named(bench, "b").state.value).toEqual({ kind: "stopped" });
  expect(bench.troubled.value).toBe(true);
  expect(bench.console.lines.value.at(-1)?.text).toBe(
    "b was not started: it waits for a, which does not listen.",
  );
});

test("a process that does not start with Run waits for the learner", async () => {
  const bench = await running({
    processes: processes.map((one) => ({ ...one, after: [], startsWithRun: one.name === "a" })),
  });
  expect(bench.status.value).toBe("a: listening on 7001 · b: not running");
  expect(bench.serving.value).toBe(1);
  await Promise.all([named(bench, "b").start(), named(bench, "a").start()]);
  await bench.untilListening();
  expect(bench.status.value).toBe("a: listening on 7001 · b: listening on 7002");
});
