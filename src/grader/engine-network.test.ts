import { afterEach, beforeEach, expect, test } from "vitest";
import { spawnServer } from "../engine/contract/program.ts";
import type { Engine } from "../engine/engine.ts";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { EngineNetwork } from "./engine-network.ts";
import { Patience } from "./patience.ts";
import { RecordLog } from "./sandbox/record-store/record-log.ts";

const KEY = "a".repeat(64);

let engine: Engine;
let network: EngineNetwork;
let log: RecordLog;
beforeEach(async () => {
  engine = await bootLocalEngine();
  log = new RecordLog();
  const keeping = { asked: () => log.asked(undefined) };
  network = new EngineNetwork({ engine, patience: new Patience(), keeping });
});
afterEach(async () => {
  network.close();
  await engine.teardown();
});

function ask(signal?: AbortSignal): Promise<unknown> {
  const request = { method: "GET", target: "/", headers: [] };
  const context = { exchangeId: "1", ...(signal === undefined ? {} : { signal }) };
  return network.send(new URL("http://shop.test:7148/"), request, context);
}

test("a request that the test breaks off goes on excusing what its program does", async () => {
  await engine.mount({
    "silent.js": 'import { createServer } from "node:http"; createServer(() => {}).listen(7148);',
  });
  await spawnServer(engine, "silent.js", 7148);
  await expect(ask(AbortSignal.abort())).rejects.toMatchObject({ code: "aborted" });
  log.kept(KEY, "the program's own");
  expect(log.hiddenChange(KEY)).toBeUndefined();
});

test("once it is closed, what is under way is given up and nothing more comes through", async () => {
  await engine.mount({
    "silent.js": 'import { createServer } from "node:http"; createServer(() => {}).listen(7148);',
  });
  await spawnServer(engine, "silent.js", 7148);
  const underWay = ask();
  expect(network.quiet).toBe(false);
  network.close();
  await expect(underWay).rejects.toMatchObject({ code: "aborted" });
  await engine.teardown();
  await expect(ask()).rejects.toMatchObject({ code: "aborted" });
});

test("requests that go unanswered together are one disappointment", async () => {
  const patience = new Patience();
  const first = [patience.begin(), patience.begin(), patience.begin()];
  for (const wait of first) wait.disappoint();
  expect([first[0]?.limitMs, patience.limitMs]).toEqual([3000, 1500]);
  patience.begin().disappoint();
  expect(patience.limitMs).toBe(750);
});

test("a request that gets no answer excuses no change of a record after it", async () => {
  await expect(ask()).rejects.toThrow("found no server on port 7148");
  log.kept(KEY, "forged");
  expect(log.hiddenChange(KEY)).toEqual({ while: "idle" });
});
