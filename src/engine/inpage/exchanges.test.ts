import { describe, expect, it } from "vitest";
import { ExchangeClient, type OutgoingRequest } from "./exchange-client.ts";
import { ExchangeServer } from "./exchange-server.ts";
import type { Information, ServerExchange } from "./kernel.ts";
import { Pipes, WINDOW_BYTES } from "./pipes.ts";
import type { WireMessage } from "./wire.ts";

/** A client and a server over a real port; `messages` are those of the server. */
function connected(handler: (exchange: ServerExchange) => void) {
  const { port1, port2 } = new MessageChannel();
  const messages: WireMessage[] = [];
  const near = new Pipes((message, transfer = []) => port1.postMessage(message, transfer));
  const client = new ExchangeClient((message, transfer = []) => port1.postMessage(message, transfer), near);
  const post = (message: WireMessage, transfer: Transferable[] = []) => {
    messages.push(message);
    port2.postMessage(message, transfer);
  };
  const far = new Pipes(post);
  const server = new ExchangeServer(post, far);
  let over = 0;
  port1.onmessage = ({ data }: MessageEvent<WireMessage>) => {
    if (data.kind === "respond" || data.kind === "inform" || data.kind === "fail") client.receive(data);
    else if (data.kind !== "request" && data.kind !== "abort") near.receive(data);
  };
  port2.onmessage = ({ data }: MessageEvent<WireMessage>) => {
    if (data.kind === "request") {
      handler(
        server.accept(data, () => {
          over += 1;
        }),
      );
    } else if (data.kind === "abort") server.receiveAbort(data.id);
    else if (data.kind !== "respond" && data.kind !== "inform" && data.kind !== "fail") far.receive(data);
  };
  return { client, messages, over: () => over, [Symbol.dispose]: () => port1.close() };
}

const request = (more: Partial<OutgoingRequest> = {}): OutgoingRequest => ({
  port: 7148,
  method: "GET",
  target: "/",
  headers: [],
  body: null,
  exchangeId: undefined,
  signal: undefined,
  timeoutMs: undefined,
  ...more,
});

const bytes = (text: string) => new TextEncoder().encode(text);

const text = (stream: ReadableStream<Uint8Array>): Promise<string> => new Response(stream).text();

describe("exchanges over a port", () => {
  it("send a response that is complete in one turn as one message", async () => {
    using wire = connected((exchange) => {
      exchange.head(200, "OK", [["X", "1"]]);
      void exchange.write(bytes("short"));
      exchange.end();
    });
    const response = await wire.client.request(request());
    expect(await text(response.body)).toBe("short");
    expect(wire.messages.map(({ kind }) => kind)).toEqual(["respond"]);
    expect(wire.over()).toBe(1);
  });

  it("settle each write when there is room, from the first on", async () => {
    const written: number[] = [];
    using wire = connected(async (exchange) => {
      exchange.head(200, "OK", []);
      for (let count = 0; count < 3; count += 1) {
        await exchange.write(bytes("part"));
        written.push(count);
      }
      exchange.end();
    });
    const response = await wire.client.request(request());
    expect(await text(response.body)).toBe("partpartpart");
    expect(written).toEqual([0, 1, 2]);
  });

  it("tell the server that the client left, once, before and after the head", async () => {
    const left: string[] = [];
    const arrived = Promise.withResolvers<void>();
    const gone = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    using wire = connected((exchange) => {
      exchange.aborted.addEventListener("abort", () => {
        left.push(exchange.target);
        gone[left.length - 1]?.resolve();
      });
      if (exchange.target === "/streams") {
        exchange.head(200, "OK", []);
        void exchange.write(bytes("beginning"));
      } else arrived.resolve();
    });
    const controller = new AbortController();
    const waiting = wire.client.request(request({ target: "/waits", signal: controller.signal }));
    await arrived.promise;
    controller.abort();
    await expect(waiting).rejects.toMatchObject({ code: "aborted" });
    await gone[0]?.promise;
    const response = await wire.client.request(request({ target: "/streams" }));
    await response.body.cancel();
    await gone[1]?.promise;
    expect(left).toEqual(["/waits", "/streams"]);
    expect(wire.over()).toBe(2);
  });

  it("let go of a response that its client leaves unread: what waits for room goes on", async () => {
    const settled: string[] = [];
    const gone = Promise.withResolvers<void>();
    using wire = connected((exchange) => {
      exchange.head(200, "OK", []);
      exchange
        .write(new Uint8Array(WINDOW_BYTES + 1))
        .then(() => settled.push(exchange.aborted.aborted ? "after it left" : "before"))
        .then(() => gone.resolve());
    });
    const controller = new AbortController();
    await wire.client.request(request({ signal: controller.signal }));
    controller.abort();
    await gone.promise;
    expect(settled).toEqual(["after it left"]);
    expect(wire.over()).toBe(1);
  });

  it("drop a response that comes after the time-out", async () => {
    const answer = Promise.withResolvers<void>();
    using wire = connected(async (exchange) => {
      if (exchange.target === "/late") await answer.promise;
      exchange.head(200, "OK", []);
      exchange.end();
    });
    await expect(wire.client.request(request({ target: "/late", timeoutMs: 1 }))).rejects.toMatchObject({
      code: "timed-out",
    });
    answer.resolve();
    expect((await wire.client.request(request())).status).toBe(200);
  });

  it("tell of interim responses before the response, to those who listen", async () => {
    using wire = connected((exchange) => {
      exchange.inform({ status: 100, statusText: "Continue", headers: [] });
      exchange.inform({
        status: 103,
        statusText: "Early Hints",
        headers: [["Link", "</a.css>; rel=preload"]],
      });
      exchange.head(200, "OK", []);
      exchange.inform({ status: 102, statusText: "Processing", headers: [] });
      exchange.end();
    });
    const told: string[] = [];
    const onInformation = ({ status, headers }: Information) => told.push(`${status} ${headers.join()}`);
    const response = await wire.client.request(request({ onInformation }));
    expect(told).toEqual(["100 ", "103 Link,</a.css>; rel=preload"]);
    expect(response.status).toBe(200);
    expect((await wire.client.request(request())).status).toBe(200);
  });

  it.for([1, 2])("carry what follows a body of %i pieces, both ways", async (pieces) => {
    using wire = connected(async (exchange) => {
      const sent = await text(exchange.body ?? new ReadableStream());
      exchange.head(200, "OK", []);
      if (pieces === 2) await exchange.write(bytes(sent));
      void exchange.write(bytes(exchange.trailers().join()));
      exchange.end([["X-Sum", "2"]]);
    });
    const body = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(bytes("sent "));
        controller.close();
      },
    });
    const response = await wire.client.request(
      request({ method: "POST", body, trailers: () => [["X-Sum", "1"]] }),
    );
    expect(await text(response.body)).toBe(pieces === 2 ? "sent X-Sum,1" : "X-Sum,1");
    expect(response.trailers()).toEqual([["X-Sum", "2"]]);
  });

  it("carry a streamed request while the response streams, and stop the upload at its end", async () => {
    const cancelled = Promise.withResolvers<void>();
    using wire = connected(async (exchange) => {
      const reader = exchange.body?.getReader();
      exchange.head(200, "OK", []);
      await exchange.write((await reader?.read())?.value ?? bytes("nothing"));
      exchange.end();
    });
    const body = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(bytes("again ")),
      cancel: () => cancelled.resolve(),
    });
    const response = await wire.client.request(request({ method: "POST", body }));
    expect(await text(response.body)).toBe("again ");
    await cancelled.promise;
  });
});
