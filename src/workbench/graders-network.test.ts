import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { spawnServer } from "../engine/contract/program.ts";
import type { Engine } from "../engine/engine.ts";
import { bootLocalEngine } from "../engine/local/local-engine.ts";
import { EngineNetwork } from "../grader/engine-network.ts";
import { Patience } from "../grader/patience.ts";
import type { Network } from "../web/network.ts";
import type { VirtualHost } from "../web/virtual-host.ts";
import { BenchNetwork } from "./bench-network.ts";

const echo = (port: number) => `
  require("node:http").createServer((req, res) => {
    res.setHeader("Set-Cookie", ["a=1", "b=2; Secure"]);
    res.end(${port} + " " + req.method + " " + req.url + " " + JSON.stringify(req.rawHeaders));
  }).listen(${port});
`;

const hosts: readonly VirtualHost[] = [
  { name: "shop.test", scheme: "https", servers: [7001, 7002] },
  { name: "kept.test", scheme: "http", port: 8080, servers: [7001, 7002], balance: "sticky" },
  { name: "evil.test", scheme: "http", servers: [7002] },
  { name: "down.test", scheme: "http", servers: [7009] },
];

let engine: Engine;
beforeAll(async () => {
  engine = await bootLocalEngine();
  await engine.mount({ "one.cjs": echo(7001), "two.cjs": echo(7002) });
  await spawnServer(engine, "one.cjs", 7001);
  await spawnServer(engine, "two.cjs", 7002);
});
afterAll(() => engine.teardown());

/** What came of each request, one after another, by a name or an error's code. */
async function answers(network: Network, addresses: readonly string[]): Promise<readonly unknown[]> {
  const told: unknown[] = [];
  for (const [number, address] of addresses.entries()) {
    const url = new URL(address);
    const request = { method: "GET", target: url.pathname, headers: [["Host", url.host] as const] };
    const context = { exchangeId: `e${number}`, agent: number % 2 === 0 ? "Alice" : "Mallory" };
    told.push(
      await network.send(url, request, context).then(
        async ({ status, headers, body }) => [
          status,
          headers.filter(([name]) => name !== "Date"),
          await new Response(body).text(),
        ],
        (error: unknown) => (error instanceof Error && "code" in error ? error.code : error),
      ),
    );
  }
  return told;
}

describe("a test's browsers reach what the page's browsers reach", () => {
  it.each([
    ["hosts, servers in turn, one that is down, ports, and a name that is none", hosts],
    ["no hosts but localhost", []],
  ])("%s", async (_name, table) => {
    const addresses = [
      ...["http://localhost:7001/", "http://127.0.0.1:7002/x", "http://localhost:7009/"],
      ...(table.length === 0
        ? []
        : [
            ...["https://shop.test/", "https://shop.test/", "https://shop.test/cart", "http://shop.test/"],
            ...["http://kept.test:8080/", "http://kept.test:8080/", "http://evil.test/", "http://down.test/"],
            ...["http://elsewhere.test/", "http://elsewhere.test:7001/"],
          ]),
    ];
    const graders = new EngineNetwork({ engine, patience: new Patience(), hosts: table });
    const pages = new BenchNetwork(() => engine, table);
    const seen = await answers(graders, addresses);
    expect(seen).toEqual(await answers(pages, addresses));
    expect(seen).toHaveLength(addresses.length);
    graders.close();
  });

  it("only where an exercise names no hosts, a test may call its one machine by any name", async () => {
    const graders = new EngineNetwork({ engine, patience: new Patience() });
    const [[status] = []] = (await answers(graders, ["http://other.test:7001/"])) as [number][];
    expect(status).toBe(200);
    graders.close();
  });
});
