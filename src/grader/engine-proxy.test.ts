import { getEventListeners } from "node:events";
import { afterEach, expect, test, vi } from "vitest";
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

test("nothing is kept of a request that was answered, refused or broken off", async () => {
  const engine = await bootLocalEngine();
  const asked = vi.spyOn(engine, "request");
  const { port1, port2 } = new MessageChannel();
  serveEngine(engine, port1);
  const remote = connectEngine(port2, "local");
  opened.push(async () => {
    await engine.teardown();
    port1.close();
  });
  await remote.mount({
    "server.ts": `import http from "node:http";
      http.createServer((request, response) => {
        response.write("a");
        if (request.url === "/whole") response.end("b");
      }).listen(7148);`,
  });
  const listening = new Promise<void>((resolve) => remote.on("listening", () => resolve()));
  await remote.spawn("node", ["server.ts"]);
  await listening;

  const { signal } = new AbortController();
  const ask = (target: string, port = 7148) =>
    remote.request(port, { method: "GET", target, headers: [["Host", "localhost"]] }, { signal });
  for (let count = 0; count < 20; count += 1) await new Response((await ask("/whole")).body).text();
  await expect(ask("/", 7149)).rejects.toMatchObject({ code: "connection-refused" });
  await (await ask("/part")).body.cancel();
  expect(getEventListeners(signal, "abort")).toHaveLength(0);
  const { body } = await ask("/part");
  expect(getEventListeners(signal, "abort")).toHaveLength(1);

  // Whatever is kept there can still be broken off.
  for (let call = 1; call <= 100; call += 1) port2.postMessage({ kind: "abort", call });
  await remote.mount({});
  const kept = asked.mock.calls.map(([, , options]) => options?.signal?.aborted);
  expect(kept).toEqual([...Array.from({ length: 22 }, () => false), true]);
  await expect(new Response(body).text()).rejects.toThrow();
});

test("a port's engine knows who listens once it has told of it", async () => {
  const engine = await bootBehindPort();
  await engine.mount({ "server.ts": `import http from "node:http"; http.createServer().listen(7148);` });
  const listening = new Promise<void>((resolve) => engine.on("listening", () => resolve()));
  const { pid } = await engine.spawn("node", ["server.ts"]);
  await listening;
  expect(engine.listening()).toEqual([{ port: 7148, pid }]);
});
