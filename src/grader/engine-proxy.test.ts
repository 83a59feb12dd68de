import { afterEach, expect, test } from "vitest";
import { contractAssert, engineContract } from "../engine/contract.ts";
import type { Engine } from "../engine/engine.ts";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { connectEngine, serveEngine } from "./engine-proxy.ts";

const opened: (() => Promise<void>)[] = [];

/** An engine of real Node, used through a port. */
async function bootBehindPort(): Promise<Engine> {
  const engine = await bootLocalEngine();
  const { port1, port2 } = new MessageChannel();
  serveEngine(engine, port1);
  const remote = connectEngine(port2, "local");
  opened.push(async () => {
    await engine.teardown();
    port1.close();
  });
  return remote;
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((close) => close()));
});

const slow = /limit|output|50 MB|so many|unresponsive|loop/i;

for (const contractCase of engineContract.filter(({ name }) => !slow.test(name))) {
  test(`through a port: ${contractCase.name}`, async () => {
    await contractCase.run(await bootBehindPort(), contractAssert);
  });
}

test("a port's engine knows who listens once it has told of it", async () => {
  const engine = await bootBehindPort();
  await engine.mount({ "server.ts": `import http from "node:http"; http.createServer().listen(7148);` });
  const listening = new Promise<void>((resolve) => engine.on("listening", () => resolve()));
  const { pid } = await engine.spawn("node", ["server.ts"]);
  await listening;
  expect(engine.listening()).toEqual([{ port: 7148, pid }]);
});
