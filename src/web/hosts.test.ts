import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { MovableClock } from "./clock.ts";
import type { Exchange } from "./exchange.ts";
import { VirtualHosts } from "./hosts.ts";
import { headerValues } from "./http.ts";
import { NodeNetwork } from "./node-network.ts";
import type { Dial } from "./reverse-proxy.ts";
import { ScriptedServer } from "./scripted-server.fixture.ts";
import { UserAgent } from "./user-agent.ts";
import type { VirtualHost } from "./virtual-host.ts";

/** Engine ports 1, 2 and 3 are real servers; on 9 nobody listens. */
const servers = [new ScriptedServer(), new ScriptedServer(), new ScriptedServer()] as const;
const [one, two, three] = servers;
const DOWN = 9;

const dial: Dial = (port, request, context) => {
  const real = servers[port - 1]?.port ?? 1;
  return new NodeNetwork(() => real).send(new URL(`http://engine:${port}`), request, context);
};

beforeAll(() => Promise.all(servers.map((server) => server.start())));
afterAll(() => Promise.all(servers.map((server) => server.stop())));
afterEach(() => {
  for (const server of servers) server.reset();
});

function visit(hosts: readonly VirtualHost[], name = "Alice", network = new VirtualHosts({ hosts, dial })) {
  const agent = new UserAgent({ name, clock: new MovableClock(), network });
  const exchanges: Exchange[] = [];
  agent.onExchange((exchange) => exchanges.push(exchange));
  return { agent, exchanges, network };
}

const shop = (more: Partial<VirtualHost> = {}): VirtualHost => ({
  name: "shop.test",
  scheme: "http",
  servers: [1],
  ...more,
});

describe("the table of hosts", () => {
  it("takes a name, a scheme and a port to the servers behind them", async () => {
    const { agent } = visit([
      shop(),
      shop({ scheme: "https", servers: [2] }),
      shop({ port: 8080, servers: [3] }),
    ]);
    for (const [url, server] of [
      ["http://shop.test/", one],
      ["https://shop.test/", two],
      ["http://shop.test:8080/", three],
      ["https://shop.test:443/", two],
    ] as const) {
      const before = server.seen.length;
      expect((await agent.navigate(url)).status).toBe(200);
      expect(server.seen.length, url).toBe(before + 1);
    }
  });

  it("leaves localhost what it is: every port of the machine, with nothing between", async () => {
    const { agent, exchanges } = visit([shop()]);
    for (const host of ["localhost", "127.0.0.1", "[::1]"]) await agent.navigate(`http://${host}:2/`);
    expect(two.seen.map(({ headers }) => [headers.host, headers["x-forwarded-proto"]])).toEqual([
      ["localhost:2", undefined],
      ["127.0.0.1:2", undefined],
      ["[::1]:2", undefined],
    ]);
    expect(exchanges.map(({ route }) => route)).toEqual([undefined, undefined, undefined]);
  });

  it("lets the table name localhost too", async () => {
    const { agent } = visit([{ name: "localhost", scheme: "https", port: 8443, servers: [3] }]);
    expect((await agent.navigate("https://localhost:8443/")).status).toBe(200);
    expect(three.seen).toHaveLength(1);
    expect((await agent.navigate("https://localhost/")).failure?.message).toBe(
      "Nothing listens at https://localhost. localhost answers at https://localhost:8443.",
    );
  });

  it("says which hosts there are to one who asks for another", async () => {
    const failure = async (hosts: readonly VirtualHost[], url: string) =>
      (await visit(hosts).agent.navigate(url)).failure;
    expect(await failure([shop(), shop({ name: "evil.test" })], "https://bank.test/")).toEqual({
      code: "unknown-host",
      message:
        "There is no host named bank.test in this web, and no way out to the internet. There is http://shop.test, http://evil.test and http://localhost with a port.",
    });
    expect(await failure([], "http://example.com/")).toMatchObject({
      message: expect.stringContaining("such as http://localhost:7148."),
    });
    expect(await failure([shop({ scheme: "https" })], "http://shop.test/")).toEqual({
      code: "connection-refused",
      message: "Nothing listens at http://shop.test. shop.test answers at https://shop.test.",
    });
  });

  it.each([
    [[shop({ name: "Shop.test" })], /"Shop\.test" is not the name of a host/],
    [[shop({ name: "shop.test:80" })], /without scheme or port/],
    [[shop({ name: "10.0.0.1" })], /not the name of a host/],
    [[shop({ name: "" })], /not the name of a host/],
    [[shop({ servers: [] })], /shop\.test has no server behind it/],
    [[shop({ servers: [0] })], /cannot have a server on port 0/],
    [[shop({ port: 70_000 })], /cannot have the port 70000/],
    [[shop(), shop({ port: 80 })], /http:\/\/shop\.test is in the table twice/],
  ])("refuses a table that cannot be (%#)", (hosts, message) => {
    expect(() => new VirtualHosts({ hosts, dial })).toThrow(message);
  });
});

describe("what the proxy tells the server", () => {
  it("says who the client was, and keeps the Host that the browser wrote", async () => {
    const network = new VirtualHosts({ hosts: [shop({ scheme: "https", port: 8443 })], dial });
    const alice = visit([], "Alice", network);
    const bob = visit([], "Bob", network);
    await alice.agent.navigate("https://shop.test:8443/");
    await bob.agent.navigate("https://shop.test:8443/");
    await alice.agent.navigate("https://shop.test:8443/");
    await alice.agent.openPrivate().navigate("https://shop.test:8443/");
    expect(one.seen[0]?.headers).toMatchObject({
      host: "shop.test:8443",
      "x-forwarded-proto": "https",
      "x-forwarded-host": "shop.test:8443",
      via: "1.1 keepsake",
    });
    const addresses = one.seen.map(({ headers }) => headers["x-forwarded-for"]);
    expect(addresses[0]).toMatch(/^203\.0\.113\.\d+$/);
    expect(addresses[1]).not.toBe(addresses[0]);
    expect(addresses[2]).toBe(addresses[0]);
    expect(addresses[3], "a private window is on its browser's machine").toBe(addresses[0]);
  });

  it("does not believe what a client claims", async () => {
    const { agent } = visit([shop()]);
    const headers = {
      "X-Forwarded-For": "127.0.0.1",
      "x-forwarded-proto": "https",
      "X-FORWARDED-HOST": "bank.test",
    };
    await (await agent.fetch("http://shop.test/", { headers })).text();
    expect(one.seen[0]?.headers).toMatchObject({
      "x-forwarded-proto": "http",
      "x-forwarded-host": "shop.test",
      "x-forwarded-for": expect.stringMatching(/^127\.0\.0\.1, 203\.0\.113\.\d+$/),
    });
  });

  it("records what the browser sent, and beside it which server answered and what was added", async () => {
    const { agent, exchanges } = visit([shop({ scheme: "https" })]);
    await agent.navigate("https://shop.test/cart");
    const [exchange] = exchanges;
    expect(exchange?.request.headers.map(([name]) => name)).not.toContain("X-Forwarded-Proto");
    expect(exchange?.route).toMatchObject({
      host: "https://shop.test",
      server: 1,
      failed: [],
      reason: "it is the only server",
      forwarded: expect.arrayContaining([["X-Forwarded-Proto", "https"]]),
    });
  });
});

describe("round robin", () => {
  const hosts = [shop({ servers: [1, 2, 3] })];

  it("gives each server its turn, whoever asks", async () => {
    const network = new VirtualHosts({ hosts, dial });
    const alice = visit([], "Alice", network);
    const bob = visit([], "Bob", network);
    for (const { agent } of [alice, bob, alice, bob]) await agent.navigate("http://shop.test/");
    expect([...alice.exchanges, ...bob.exchanges].map(({ route }) => route?.server)).toEqual([1, 3, 2, 1]);
    expect(alice.exchanges[0]?.route?.reason).toBe("it was this server's turn (round robin)");
  });

  it("goes on with the next when one is down, and with the one after that the next time", async () => {
    const { agent, exchanges } = visit([shop({ servers: [DOWN, 2, 3] })]);
    for (let count = 0; count < 3; count++) await agent.navigate("http://shop.test/");
    expect(exchanges.map(({ route }) => [route?.server, route?.failed])).toEqual([
      [2, [DOWN]],
      [3, []],
      [2, [DOWN]],
    ]);
  });

  it("sends a form once only when a server breaks off, and asks another for a page", async () => {
    one.handle = (_request, response) => response.destroy();
    const { agent } = visit([shop({ servers: [1, 2] })]);
    const entries = [["item", "kettle"]] as const;
    const page = await agent.submit({ action: "http://shop.test/buy", method: "post", entries });
    expect(page.status).toBe(502);
    expect(two.seen).toHaveLength(0);
    // Two answers this; its turn is over, and the next falls to the one that breaks off.
    await agent.navigate("http://shop.test/");
    expect((await agent.navigate("http://shop.test/")).status).toBe(200);
    expect(two.seen).toHaveLength(2);
  });

  it("sends a form on when nobody took it", async () => {
    const { agent } = visit([shop({ servers: [DOWN, 2] })]);
    const page = await agent.submit({
      action: "http://shop.test/buy",
      method: "post",
      entries: [["item", "kettle"]],
    });
    expect(page.status).toBe(200);
    expect(two.seen.map(({ body }) => body)).toEqual(["item=kettle"]);
  });

  it("answers itself when no server is left", async () => {
    const { agent, exchanges } = visit([shop({ servers: [DOWN, DOWN + 1] })]);
    const page = await agent.navigate("http://shop.test/");
    expect(page).toMatchObject({ status: 503, statusText: "Service Unavailable" });
    expect(page.text).toContain("Nobody listens on port 9, 10. Start the servers");
    expect(exchanges[0]?.route).toMatchObject({ server: undefined, failed: [DOWN, DOWN + 1] });
  });

  it("stops when the browser does, and asks no other server", async () => {
    const { promise: asked, resolve } = Promise.withResolvers<void>();
    one.handle = () => resolve();
    const { agent } = visit([shop({ servers: [1, 2] })]);
    const opening = agent.navigate("http://shop.test/");
    await asked;
    agent.stop();
    await expect(opening).rejects.toMatchObject({ code: "aborted" });
    expect(two.seen).toHaveLength(0);
  });
});

describe("sticky", () => {
  it("keeps a browser with the server that answered it first, by a cookie that no server sees", async () => {
    const network = new VirtualHosts({
      hosts: [shop({ scheme: "https", servers: [1, 2], balance: "sticky" })],
      dial,
    });
    one.handle = (_request, response) => response.setHeader("Set-Cookie", "cart=c1; Path=/").end();
    const alice = visit([], "Alice", network);
    const bob = visit([], "Bob", network);
    for (const { agent } of [alice, bob, alice, bob, alice]) await agent.navigate("https://shop.test/");
    expect(alice.exchanges.map(({ route }) => route?.server)).toEqual([1, 1, 1]);
    expect(bob.exchanges.map(({ route }) => route?.server)).toEqual([2, 2]);
    expect(alice.exchanges[1]?.route?.reason).toBe("the cookie SERVERID=s1 asks for it (sticky)");
    const given = alice.exchanges.map(({ response }) => headerValues(response?.headers ?? [], "set-cookie"));
    expect(given[0]).toEqual(["cart=c1; Path=/", "SERVERID=s1; Path=/; HttpOnly; SameSite=Lax; Secure"]);
    expect(given[1]).toEqual(["cart=c1; Path=/"]);
    expect(one.seen.map(({ headers }) => headers.cookie)).toEqual([undefined, "cart=c1", "cart=c1"]);
  });

  it("moves a browser whose server is down, and keeps it with the new one", async () => {
    const { agent, exchanges } = visit([shop({ servers: [DOWN, 2], balance: "sticky" })]);
    agent.jar.offer("SERVERID=s1; Path=/", new URL("http://shop.test/"));
    await agent.navigate("http://shop.test/");
    await agent.navigate("http://shop.test/");
    expect(exchanges.map(({ route }) => [route?.server, route?.failed])).toEqual([
      [2, [DOWN]],
      [2, []],
    ]);
  });

  it("takes a cookie that names no server for none", async () => {
    const { agent, exchanges } = visit([shop({ servers: [1, 2], balance: "sticky" })]);
    agent.jar.offer("SERVERID=s9; Path=/", new URL("http://shop.test/"));
    await agent.navigate("http://shop.test/");
    expect(exchanges[0]?.route?.server).toBe(1);
    expect(agent.jar.list().map(({ value }) => value)).toEqual(["s1"]);
  });
});
