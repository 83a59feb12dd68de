import * as nodeNet from "node:net";
import { describe, expect, it } from "vitest";
import { testMachine } from "../test-builtins.ts";
import { type NetCase, netCases } from "./net.cases.ts";

async function linesOf({ run }: NetCase, net: typeof nodeNet): Promise<readonly string[]> {
  const lines: string[] = [];
  await run(net, (line) => lines.push(line));
  return lines;
}

describe("node:net between programs of the page", () => {
  it.each(netCases.map((one) => [one.name, one] as const))("is as Node's: %s", async (_name, one) => {
    const { load } = await testMachine();
    const [expected, actual] = await Promise.all([linesOf(one, nodeNet), linesOf(one, load("net"))]);
    // Each side's own story is told in order; how the two interleave is up to the machine.
    const stories = (lines: readonly string[]) =>
      ["client ", "server ", "late ", "more ", ""].map((who) =>
        lines.filter((line) =>
          who === "" ? !/^(?:client|server|late|more) /.test(line) : line.startsWith(who),
        ),
      );
    expect(expected.length).toBeGreaterThan(0);
    expect(stories(actual)).toEqual(stories(expected));
  });

  it("leads nowhere but to this machine, and says so", async () => {
    const { load } = await testMachine();
    const failure = (host: string) =>
      new Promise<Error>((resolve) => load("net").connect(80, host).once("error", resolve));
    expect(await failure("example.com")).toMatchObject({ code: "ENOTFOUND", hostname: "example.com" });
    expect(await failure("93.184.216.34")).toMatchObject({ code: "ENETUNREACH", address: "93.184.216.34" });
    expect((await failure("example.com")).message).toContain("can only reach its own machine. Use localhost");
  });

  it("tells that a port takes exchanges and no bytes", async () => {
    const { load } = await testMachine();
    const server = load("http").createServer();
    await new Promise<void>((resolve) => server.listen(7148, resolve));
    const error = await new Promise<Error>((resolve) => load("net").connect(7148).once("error", resolve));
    expect(error).toMatchObject({ code: "ECONNREFUSED" });
    expect(error.message).toContain("Use http.request or fetch");
    const second = load("net").createServer();
    const taken = new Promise((resolve) => second.once("error", resolve));
    second.listen(7148);
    expect(await taken).toMatchObject({ code: "EADDRINUSE" });
  });

  it("holds the process while it listens or is connected, unless it is told not to", async () => {
    const { kernel, load } = await testMachine();
    const net = load("net");
    const before = kernel.held;
    const server = net.createServer((socket) => socket.unref());
    await new Promise<void>((resolve) => server.listen(0, resolve));
    expect(kernel.held).toBe(before + 1);
    server.unref();
    expect(kernel.held).toBe(before);
    const socket = net.connect((server.address() as nodeNet.AddressInfo).port);
    await new Promise((resolve) => socket.once("connect", resolve));
    expect(kernel.held).toBe(before + 1);
    socket.destroy();
    expect(kernel.held).toBe(before);
  });

  it("knows the sockets of node:http as sockets", async () => {
    const { load } = await testMachine();
    const { Socket } = load("net");
    const server = load("http").createServer((request, response) => {
      response.end(String(request.socket instanceof Socket));
    });
    await new Promise<void>((resolve) => server.listen(7148, resolve));
    const text = await new Promise<string>((resolve) => {
      load("http").get("http://localhost:7148", (response) => {
        response.on("data", (data) => resolve(String(data)));
      });
    });
    expect(text).toBe("true");
  });
});
