import { describe, expect, it } from "vitest";
import { EngineError } from "../engine.ts";
import { type Handler, Link } from "./link.ts";

/** Two sides, with a JSON wire between them. */
function linked(handlers: Readonly<Record<string, Handler>>): { near: Link; far: Link; sent: string[] } {
  const sent: string[] = [];
  const over = (to: () => Link) => (message: unknown) => {
    const text = JSON.stringify(message);
    sent.push(text);
    queueMicrotask(() => to().receive(JSON.parse(text)));
  };
  const near: Link = new Link({ send: over(() => far), handlers: {} });
  const far: Link = new Link({ send: over(() => near), handlers });
  return { near, far, sent };
}

function bytesOf(length: number): Uint8Array {
  return Uint8Array.from({ length }, (_, index) => (index * 31) % 251);
}

describe("a link", () => {
  it("answers calls, with bytes anywhere in them", async () => {
    const { near } = linked({ echo: (value) => value });
    const value = { a: [1, null, { b: bytesOf(5_000) }], c: "é" };
    expect(await near.call("echo", value)).toEqual(value);
  });

  it("throws there what was thrown here, with the engine's code", async () => {
    const { near } = linked({
      fail: () => {
        throw new EngineError("bad-path", "No such way.");
      },
    });
    await expect(near.call("fail", {})).rejects.toMatchObject({ code: "bad-path", message: "No such way." });
    await expect(near.call("unknown", {})).rejects.toThrow('"unknown"');
  });

  it("carries a stream whole in both directions", async () => {
    const { near } = linked({ echo: (value) => value });
    const bytes = bytesOf(200_000);
    const answer = await near.call("echo", new Blob([bytes as Uint8Array<ArrayBuffer>]).stream());
    expect(new Uint8Array(await new Response(answer as ReadableStream).arrayBuffer())).toEqual(bytes);
  });

  it("carries a stream that nobody reads at first", async () => {
    const { near } = linked({
      many: () =>
        new ReadableStream<number>({
          start(controller) {
            for (let index = 0; index < 50; index += 1) controller.enqueue(index);
            controller.close();
          },
        }),
    });
    const stream = (await near.call("many", {})) as ReadableStream<number>;
    await new Promise((resolve) => setImmediate(resolve));
    const values: number[] = [];
    for await (const value of stream) values.push(value);
    expect(values).toEqual(Array.from({ length: 50 }, (_, index) => index));
  });

  it("holds the sender back while nobody reads", async () => {
    let made = 0;
    const { near } = linked({
      endless: () =>
        new ReadableStream({
          pull: (controller) => {
            made += 1;
            controller.enqueue(made);
          },
        }),
    });
    const stream = (await near.call("endless", {})) as ReadableStream<number>;
    await new Promise((resolve) => setImmediate(resolve));
    expect(made).toBeLessThan(20);
    await stream.cancel();
  });

  it("cancels at the source, and breaks with its error", async () => {
    const cancelled = Promise.withResolvers<void>();
    const { near } = linked({
      open: () => new ReadableStream({ cancel: () => cancelled.resolve() }),
      broken: () =>
        new ReadableStream({
          start: (controller) => controller.error(new EngineError("connection-reset", "Gone.")),
        }),
    });
    await ((await near.call("open", {})) as ReadableStream).cancel();
    await cancelled.promise;
    const reader = ((await near.call("broken", {})) as ReadableStream).getReader();
    await expect(reader.read()).rejects.toMatchObject({ code: "connection-reset" });
  });

  it("tells a handler that its caller gave up", async () => {
    const { near } = linked({
      wait: (_value, signal) =>
        new Promise((_resolve, reject) => {
          signal.addEventListener("abort", () => reject(new EngineError("aborted", "Given up.")));
        }),
    });
    const controller = new AbortController();
    const call = near.call("wait", {}, controller.signal);
    controller.abort();
    await expect(call).rejects.toMatchObject({ code: "aborted" });
  });

  it("fails all that waits when the other side is gone", async () => {
    const { near } = linked({ never: () => new Promise(() => {}), open: () => new ReadableStream() });
    const call = near.call("never", {});
    const reader = ((await near.call("open", {})) as ReadableStream).getReader();
    near.close(new EngineError("torn-down", "Shut down."));
    await expect(call).rejects.toMatchObject({ code: "torn-down" });
    await expect(reader.read()).rejects.toMatchObject({ code: "torn-down" });
    await expect(near.call("never", {})).rejects.toMatchObject({ code: "torn-down" });
  });
});
