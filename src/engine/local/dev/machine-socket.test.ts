import { once } from "node:events";
import { createServer, get, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { connect } from "node:net";
import { afterAll, afterEach, beforeAll, describe, expect, it, test, vi } from "vitest";
import { WebSocket } from "ws";
import { runToEnd, startServer } from "../../contract/program.ts";
import { contractAssert, engineContract } from "../../contract.ts";
import type { Engine } from "../../engine.ts";
import { connectMachine } from "./connect-machine.ts";
import { tokenRefusal } from "./gate.ts";
import { MACHINE_PATH, PROTOCOL } from "./machine-address.ts";
import { MACHINE_LIMIT, serveMachines } from "./machine-socket.ts";

const token = "the-token-of-this-start";
/** For what never comes. */
const GONE_MS = 60_000;
let server: Server;
let port: number;
let end: () => Promise<void>;
const connected: Engine[] = [];

beforeAll(async () => {
  server = createServer((request, response) => {
    const refused = tokenRefusal(request, port);
    response.writeHead(refused?.status ?? 200).end(refused?.why);
  }).listen(0, "localhost");
  await once(server, "listening");
  port = (server.address() as AddressInfo).port;
  end = serveMachines({ server, gate: () => ({ port, token }) });
});
afterEach(async () => {
  await Promise.all(connected.splice(0).map((engine) => engine.teardown()));
});
afterAll(async () => {
  await end();
  await once(server.close(), "close");
});

async function open(): Promise<Engine> {
  const origin = `http://localhost:${port}`;
  const engine = await connectMachine({
    origin,
    token,
    openSocket: (url, protocols) =>
      new WebSocket(url, protocols, { origin }) as unknown as globalThis.WebSocket,
  });
  connected.push(engine);
  return engine;
}

for (const contractCase of engineContract) {
  test(`contract: ${contractCase.name}`, async () => {
    await contractCase.run(await open(), contractAssert);
  });
}

/** The status and text that an upgrade is answered with. */
async function knock(headers: Readonly<Record<string, string>>, path = MACHINE_PATH): Promise<string> {
  const socket = connect(port, "localhost");
  const all = {
    Host: `localhost:${port}`,
    Origin: `http://localhost:${port}`,
    Connection: "Upgrade",
    Upgrade: "websocket",
    "Sec-WebSocket-Version": "13",
    "Sec-WebSocket-Key": "AAAAAAAAAAAAAAAAAAAAAA==",
    "Sec-WebSocket-Protocol": `${PROTOCOL}, token.${token}`,
    ...headers,
  };
  const fields = Object.entries(all).filter(([, value]) => value !== "");
  socket.write(`GET ${path} HTTP/1.1\r\n${fields.map((field) => field.join(": ")).join("\r\n")}\r\n\r\n`);
  const [answer] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  return answer.toString("utf8");
}

describe("the gate", () => {
  it("lets the server's own page in", async () => {
    expect(await knock({})).toMatch(/^HTTP\/1\.1 101 /);
    const byAddress = { Host: `127.0.0.1:${port}`, Origin: `http://127.0.0.1:${port}` };
    expect(await knock(byAddress)).toMatch(/^HTTP\/1\.1 101 /);
  });

  it.each([
    ["another site", { Origin: "http://evil.test" }, "Origin"],
    ["another port of this machine", { Origin: "http://localhost:1" }, "Origin"],
    ["https of the same name", { Origin: "https://localhost:PORT" }, "Origin"],
    ["a longer name", { Origin: "http://localhost:PORT.evil.test" }, "Origin"],
    ["a frame of opaque origin", { Origin: "null" }, "Origin"],
    ["no page at all", { Origin: "" }, "Origin"],
    ["a rebinding name", { Host: "rebind.test:PORT", Origin: "http://rebind.test:PORT" }, "Host"],
    [
      "a subdomain of localhost",
      { Host: "evil.localhost:PORT", Origin: "http://evil.localhost:PORT" },
      "Host",
    ],
    ["another name for this machine", { Origin: "http://127.0.0.1:PORT" }, "Origin"],
    ["a page without a token", { "Sec-WebSocket-Protocol": PROTOCOL }, "token"],
    ["a page with another token", { "Sec-WebSocket-Protocol": `${PROTOCOL}, token.wrong` }, "token"],
    [
      "a page with a part of it",
      { "Sec-WebSocket-Protocol": `${PROTOCOL}, token.${token.slice(1)}` },
      "token",
    ],
    ["another protocol", { "Sec-WebSocket-Protocol": `vite-hmr, token.${token}` }, "protocol"],
    ["no protocol", { "Sec-WebSocket-Protocol": "" }, "protocol"],
  ])("refuses %s", async (_who, headers, why) => {
    const named = Object.entries(headers).map(([name, value]) => [name, value.replace("PORT", String(port))]);
    const answer = await knock(Object.fromEntries(named));
    expect(answer).toMatch(/^HTTP\/1\.1 403 /);
    expect(answer).toContain(why);
  });

  it("refuses a folder that is no exercise's", async () => {
    for (const folder of ["..", "a/b", "", "%2e%2e", ".keepsake", "A"]) {
      expect(await knock({}, `${MACHINE_PATH}?folder=${folder}`)).toMatch(/^HTTP\/1\.1 404 /);
    }
  });

  it("leaves a target that is no address to others, and goes on", async () => {
    const left = once(server, "upgrade");
    const stranger = connect(port, "localhost");
    stranger.write("GET // HTTP/1.1\r\nHost: evil.test\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n");
    const [, taken] = await left;
    taken.destroy();
    stranger.destroy();
    expect(await knock({})).toMatch(/^HTTP\/1\.1 101 /);
  });

  it("refuses a server that is open to other machines", async () => {
    const remote = { socket: { remoteAddress: "192.0.2.1", localAddress: "127.0.0.1" }, headers: {} };
    const bound = { socket: { remoteAddress: "127.0.0.1", localAddress: "192.0.2.1" }, headers: {} };
    expect(tokenRefusal(remote as never, port)?.why).toContain("another machine");
    expect(tokenRefusal(bound as never, port)?.why).toContain("open to other machines");
  });

  it("tells the token to its own page alone", async () => {
    const ask = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve) => {
        get({ port, headers: { Host: `localhost:${port}`, ...headers } }, (response) => {
          resolve(response.resume().statusCode);
        });
      });
    const own = { "Sec-Fetch-Site": "same-origin" };
    expect(await ask(own)).toBe(200);
    expect(await ask({})).toBe(403);
    expect(await ask({ "Sec-Fetch-Site": "same-site" })).toBe(403);
    expect(await ask({ "Sec-Fetch-Site": "cross-site" })).toBe(403);
    expect(await ask({ ...own, Origin: "http://localhost:1" })).toBe(403);
    expect(await ask({ ...own, Host: `rebind.test:${port}` })).toBe(403);
  });
});

describe("a machine behind the socket", () => {
  it("ends with its connection, with all that runs there", async () => {
    const engine = await open();
    const process_ = await startServer(
      engine,
      `import { createServer } from "node:http"; createServer((q, s) => s.end(String(process.pid))).listen(7148);`,
    );
    const { pid } = process_;
    expect(process.kill(pid, 0)).toBe(true);
    await engine.teardown();
    await expect.poll(() => alive(pid)).toBe(false);
  });

  it("shares nothing with another page's", async () => {
    const [one, other] = await Promise.all([open(), open()]);
    await one.mount({ "a.txt": "one" });
    expect(await other.fs.list()).toEqual([]);
  });

  it("is refused past the limit of machines, and to be had again when one has ended", async () => {
    const engines = await Promise.all(Array.from({ length: MACHINE_LIMIT }, open));
    expect(await knock({})).toMatch(/^HTTP\/1\.1 503 /);
    await engines[0]?.teardown();
    await expect.poll(() => knock({})).toMatch(/^HTTP\/1\.1 101 /);
  });

  it("closes on a message that is not ours, and the next page has one", async () => {
    const origin = `http://localhost:${port}`;
    const protocols = [PROTOCOL, `token.${token}`];
    // Those of the test before take their time to end, and until then there may be too many.
    const socket = await vi.waitFor(async () => {
      const asking = new WebSocket(`ws://localhost:${port}${MACHINE_PATH}`, protocols, { origin });
      await once(asking, "message");
      return asking;
    }, GONE_MS);
    socket.send("{}");
    const [code] = await once(socket, "close");
    expect(code).toBe(1008);
    const { output } = await runToEnd(await vi.waitFor(open, GONE_MS), { "main.js": "console.log(1)" });
    expect(output).toBe("1\n");
  });
});

function alive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
