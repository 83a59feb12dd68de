import { expect, test } from "vitest";
import { spawnServer } from "../engine/contract/program.ts";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { EngineNetwork } from "./engine-network.ts";
import { Patience } from "./patience.ts";
import { RecordLog } from "./sandbox/record-store/record-log.ts";

test("a request that the test breaks off goes on excusing what its program does", async () => {
  const engine = await bootLocalEngine();
  await engine.mount({
    "silent.js": 'import { createServer } from "node:http"; createServer(() => {}).listen(7148);',
  });
  await spawnServer(engine, "silent.js", 7148);
  const log = new RecordLog();
  const network = new EngineNetwork({
    engine,
    patience: new Patience(),
    keeping: { asked: () => log.asked(undefined) },
  });
  const request = { method: "GET", target: "/", headers: [] };
  const given = network.send(new URL("http://shop.test:7148/"), request, {
    exchangeId: "1",
    signal: AbortSignal.abort(),
  });
  await expect(given).rejects.toMatchObject({ code: "aborted" });
  log.kept("a".repeat(64), "the program's own");
  expect(log.hiddenChange("a".repeat(64))).toBeUndefined();
  network.close();
  await engine.teardown();
});

test("a request that gets no answer excuses no change of a record after it", async () => {
  const engine = await bootLocalEngine();
  const log = new RecordLog();
  const network = new EngineNetwork({
    engine,
    patience: new Patience(),
    keeping: { asked: () => log.asked(undefined) },
  });
  const request = { method: "GET", target: "/", headers: [] };
  const given = network.send(new URL("http://shop.test:7148/"), request, { exchangeId: "1" });
  await expect(given).rejects.toThrow("found no server on port 7148");
  log.kept("a".repeat(64), "forged");
  expect(log.hiddenChange("a".repeat(64))).toEqual({ while: "idle" });
  network.close();
  await engine.teardown();
});
