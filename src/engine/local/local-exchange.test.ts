import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { afterAll, beforeAll, expect, test } from "vitest";
import { exchange } from "./local-exchange.ts";

/** Its answer's head leaves at once, its end when it is told. */
const SERVER = `
const { parentPort, workerData: sent } = require("node:worker_threads");
const server = require("node:http").createServer((req, res) => {
  if (req.url === "/never") return;
  parentPort.postMessage("asked");
  parentPort.once("message", () => res.end("re"));
  res.write("the", () => {
    Atomics.store(sent, 0, 1);
    Atomics.notify(sent, 0);
  });
});
server.listen(0, "127.0.0.1", () => parentPort.postMessage(server.address().port));
`;

const sent = new Int32Array(new SharedArrayBuffer(4));
let server: Worker;
let port: number;
beforeAll(async () => {
  server = new Worker(SERVER, { eval: true, workerData: sent });
  [port] = await once(server, "message");
});
afterAll(() => server.terminate());

function ask(target: string, timeoutMs: number) {
  const at = { port, address: { host: "127.0.0.1", port }, exchangeHeader: "x-exchange" };
  return exchange(at, { method: "GET", target, headers: [["Host", "localhost"]] }, { timeoutMs });
}

test("an answer that came while this process was held up, until past its time, counts", async () => {
  const timeoutMs = 3000;
  const answer = ask("/", timeoutMs);
  await once(server, "message");
  Atomics.wait(sent, 0, 0);
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, timeoutMs);
  const { status, body } = await answer;
  server.postMessage("end");
  expect([status, await new Response(body).text()]).toEqual([200, "there"]);
});

test("none at all is told when its time is over", async () => {
  await expect(ask("/never", 200)).rejects.toMatchObject({ code: "timed-out" });
});
