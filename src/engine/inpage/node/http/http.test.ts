import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { describe, expect, it } from "vitest";
import { type TestMachine, testMachine } from "../test-builtins.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

async function serve(handler: Handler): Promise<{ machine: TestMachine; server: Server; port: number }> {
  const machine = await testMachine();
  const server = machine.load("http").createServer(handler);
  const port = await new Promise<number>((resolve) => {
    server.listen(0, () => resolve((server.address() as { port: number }).port));
  });
  return { machine, server, port };
}

const plainGet = (target = "/", signal?: AbortSignal) =>
  ({ method: "GET", target, headers: [["Host", "x"]], body: null, ...(signal && { signal }) }) as const;
const turn = () => new Promise((resolve) => setTimeout(resolve, 5));

describe("http", () => {
  it("refuses a port that is taken, in Node's words", async () => {
    const { machine, port } = await serve(() => undefined);
    const second = machine.load("http").createServer();
    const error = await new Promise((resolve) => second.on("error", resolve).listen(port));
    expect(error).toMatchObject({
      message: `listen EADDRINUSE: address already in use :::${port}`,
      code: "EADDRINUSE",
      errno: -98,
      syscall: "listen",
      port,
    });
    expect(() => second.listen(70_000)).toThrow(
      "options.port should be >= 0 and < 65536. Received type number (70000).",
    );
  });

  it("tells request and response that the client has left", async () => {
    const told: string[] = [];
    const { machine, port } = await serve((request, response) => {
      request.on("aborted", () => told.push("request aborted"));
      request.on("error", (error: Error & { code?: string }) =>
        told.push(`request error ${error.code} ${error.message}`),
      );
      request.on("close", () => told.push("request close"));
      response.on("finish", () => told.push("response finish"));
      response.on("close", () => told.push(`response close ${response.writableFinished} ${request.aborted}`));
      request.socket.on("close", () => told.push("socket close"));
    });
    const abort = new AbortController();
    const leaving = machine.kernel.connect(port, plainGet("/", abort.signal));
    await turn();
    abort.abort();
    await expect(leaving).rejects.toMatchObject({ code: "ECONNRESET" });
    await turn();
    expect(told).toEqual([
      "request aborted",
      "response close false true",
      "socket close",
      "request error ECONNRESET aborted",
      "request close",
    ]);
  });

  it("closes when the last exchange has ended", async () => {
    let finish: () => void = () => undefined;
    const { machine, server, port } = await serve((_request, response) => {
      finish = () => response.end("late");
    });
    const waiting = machine.kernel.connect(port, plainGet());
    await turn();
    let closed = false;
    server.close(() => {
      closed = true;
    });
    await turn();
    expect(closed).toBe(false);
    await expect(machine.kernel.connect(port, plainGet())).rejects.toMatchObject({ code: "ECONNREFUSED" });
    finish();
    expect(await new Response((await waiting).body).text()).toBe("late");
    await turn();
    expect(closed).toBe(true);
    const again = await new Promise((resolve) => server.close(resolve));
    expect(again).toMatchObject({ code: "ERR_SERVER_NOT_RUNNING", message: "Server is not running." });
  });

  it("times a silent socket out", async () => {
    const { machine, port } = await serve((request) => {
      request.socket.setTimeout(2);
    });
    await expect(machine.kernel.connect(port, plainGet())).rejects.toMatchObject({ code: "ECONNRESET" });
  });

  it("hands an error thrown in a handler to the process", async () => {
    const { machine, port } = await serve(() => {
      throw new Error("in a handler");
    });
    const errors: string[] = [];
    machine.load("process").on("uncaughtException", (error) => errors.push(error.message));
    void machine.kernel.connect(port, plainGet()).catch(() => undefined);
    await turn();
    expect(errors).toEqual(["in a handler"]);
  });

  it("waits for a slow reader", async () => {
    const block = Buffer.alloc(64 * 1024, "x");
    let written = 0;
    const { machine, port } = await serve(async (_request, response) => {
      for (let i = 0; i < 40; i++) {
        written++;
        if (!response.write(block)) await new Promise((resolve) => response.once("drain", resolve));
      }
      response.end();
    });
    const response = await machine.kernel.connect(port, plainGet());
    await turn();
    expect(written).toBeLessThan(6);
    expect((await new Response(response.body).arrayBuffer()).byteLength).toBe(40 * block.length);
    expect(written).toBe(40);
  });

  it("is a client of its own ports", async () => {
    const { machine, port } = await serve((request, response) => {
      response.setHeader("X-Method", request.method ?? "");
      request.pipe(response);
    });
    const { request } = machine.load("http");
    const answer = await new Promise<IncomingMessage>((resolve, reject) => {
      const sent = request({ port, method: "POST", path: "/x", headers: { "X-A": "1" } }, resolve);
      sent.on("error", reject);
      sent.write("in ");
      sent.end("pieces");
    });
    let text = "";
    for await (const chunk of answer) text += String(chunk);
    expect([answer.statusCode, answer.headers["x-method"], text]).toEqual([200, "POST", "in pieces"]);

    const refused = await new Promise((resolve) => request({ port: 1 }).on("error", resolve).end());
    expect(refused).toMatchObject({ code: "ECONNREFUSED", message: "connect ECONNREFUSED 127.0.0.1:1" });
    const elsewhere = await new Promise((resolve) =>
      request("http://example.com/").on("error", resolve).end(),
    );
    expect(elsewhere).toMatchObject({ code: "ENOTFOUND", hostname: "example.com" });
  });

  it("says how long a fetch's body is, or its server would take it for none", async () => {
    const { machine, port } = await serve((request, response) => {
      response.end(String(request.headers["content-length"]));
    });
    const fetch = machine.globals["fetch"] as typeof globalThis.fetch;
    const lengthOf = async (init: RequestInit) => (await fetch(`http://localhost:${port}/`, init)).text();
    expect(await lengthOf({ method: "POST", body: "é!" })).toBe("3");
    expect(await lengthOf({ method: "POST" })).toBe("0");
    expect(await lengthOf({})).toBe("undefined");
  });

  it("carries what is secret to no other origin, and one Host, whatever the caller names", async () => {
    const { machine, port } = await serve((request, response) => {
      if (request.url === "/here") response.end(JSON.stringify(request.rawHeaders));
      else response.writeHead(307, { location: `http://${request.url?.slice(1)}/here` }).end();
    });
    const fetch = machine.globals["fetch"] as typeof globalThis.fetch;
    const headers = { authorization: "Basic c2VjcmV0", cookie: "sid=secret", host: "elsewhere.test" };
    const seen = async (host: string) =>
      (await (await fetch(`http://localhost:${port}/${host}:${port}`, { headers })).text()).toLowerCase();
    expect(await seen("localhost")).toContain("c2vjcmv0");
    const other = await seen("127.0.0.1");
    expect(other).not.toMatch(/c2vjcmv0|secret|elsewhere/);
    expect(other.split('"host"')).toHaveLength(2);
  });

  it("gives a response's clone its headers and address", async () => {
    const { machine, port } = await serve((_request, response) => response.end("same"));
    const fetch = machine.globals["fetch"] as typeof globalThis.fetch;
    const response = await fetch(`http://localhost:${port}/`);
    const clone = response.clone();
    expect([clone.url, [...clone.headers], await clone.text(), await response.text()]).toEqual([
      response.url,
      [...response.headers],
      "same",
      "same",
    ]);
  });

  it("asks nothing with a signal that was aborted before, and leaves a signal when it is done", async () => {
    const { machine, port } = await serve((_request, response) => response.end());
    const { get } = machine.load("http");
    const aborted = get({ port, signal: AbortSignal.abort() });
    const error = await new Promise((resolve) => {
      aborted.on("error", resolve);
      aborted.on("response", () => resolve("a response"));
    });
    expect(error).toMatchObject({ name: "AbortError", code: "ABORT_ERR" });
    const shared = new AbortController();
    let listening = 0;
    const { addEventListener, removeEventListener } = shared.signal;
    shared.signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listening += 1;
      addEventListener.apply(shared.signal, args);
    };
    shared.signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listening -= 1;
      removeEventListener.apply(shared.signal, args);
    };
    await new Promise((resolve) => {
      const request = get({ port, signal: shared.signal }, (response) => response.resume());
      request.on("close", resolve);
    });
    expect(listening).toBe(0);
  });

  it("fetches from its own ports, and from nowhere else", async () => {
    const { machine, port } = await serve((request, response) => {
      if (request.url === "/away") response.writeHead(302, { Location: "/home" }).end();
      else
        response
          .writeHead(200, { "Set-Cookie": ["a=1", "b=2"] })
          .end(`${request.method} ${request.headers.cookie}`);
    });
    const fetch = machine.globals["fetch"] as typeof globalThis.fetch;
    const answer = await fetch(`http://localhost:${port}/away`, { headers: { Cookie: "c=3" } });
    expect([answer.status, answer.redirected, new URL(answer.url).pathname]).toEqual([200, true, "/home"]);
    expect(answer.headers.getSetCookie()).toEqual(["a=1", "b=2"]);
    expect(await answer.text()).toBe("GET c=3");
    await expect(fetch("http://example.com/")).rejects.toThrow("fetch failed");
  });

  it("keeps diagnostics with the exchange that they belong to", async () => {
    const machine = await testMachine();
    const { channel, subscribe } = machine.load("diagnostics_channel");
    const heard: unknown[] = [];
    subscribe("other", (message) => heard.push(message));
    const server = machine.load("http").createServer((request, response) => {
      expect(channel("keepsake:commit").hasSubscribers).toBe(true);
      channel("keepsake:commit").publish({ request, status: "modified" });
      channel("other").publish({ plain: true });
      response.end();
    });
    server.listen(3000);
    await machine.kernel.connect(3000, plainGet(), "exchange-7");
    expect(machine.kernel.diagnostics).toEqual([
      { channel: "keepsake:commit", exchangeId: "exchange-7", message: { status: "modified" } },
    ]);
    expect(heard).toEqual([{ plain: true }]);
  });
});
