import { describe, expect, it } from "vitest";
import { EngineError } from "../engine.ts";
import { Pipes, WINDOW_BYTES } from "./pipes.ts";
import type { PipeMessage } from "./wire.ts";

/** Two ends over a real port. */
function connected(): { near: Pipes; far: Pipes; [Symbol.dispose](): void } {
  const { port1, port2 } = new MessageChannel();
  const near = new Pipes((message, transfer = []) => port1.postMessage(message, transfer));
  const far = new Pipes((message, transfer = []) => port2.postMessage(message, transfer));
  port1.onmessage = ({ data }: MessageEvent<PipeMessage>) => near.receive(data);
  port2.onmessage = ({ data }: MessageEvent<PipeMessage>) => far.receive(data);
  return { near, far, [Symbol.dispose]: () => port1.close() };
}

const nothing = () => undefined;

async function drain(stream: ReadableStream<Uint8Array>): Promise<number> {
  let bytes = 0;
  for await (const chunk of stream) bytes += chunk.byteLength;
  return bytes;
}

describe("pipes", () => {
  it("carry much more than a window, and the writer waits for its reader", async () => {
    using ends = connected();
    const writer = ends.near.write(nothing);
    const reader = ends.far.read(writer.pipe, nothing);
    const chunk = new Uint8Array(WINDOW_BYTES / 4);
    let written = 0;
    const writing = (async () => {
      for (let count = 0; count < 400; count += 1) {
        written += chunk.byteLength;
        await writer.write(chunk);
      }
      writer.end();
    })();
    const first = await reader.stream.getReader().read();
    expect(first.value?.byteLength).toBe(chunk.byteLength);
    expect(written).toBeLessThanOrEqual(2 * WINDOW_BYTES);
    ends.far.breakAll("aborted", "enough");
    ends.near.breakAll("aborted", "enough");
    await writing;
  });

  it("deliver every byte of one huge write", async () => {
    using ends = connected();
    const writer = ends.near.write(nothing);
    const reader = ends.far.read(writer.pipe, nothing);
    const written = writer.write(new Uint8Array(5 * 1024 * 1024)).then(() => writer.end());
    expect(await drain(reader.stream)).toBe(5 * 1024 * 1024);
    await written;
  });

  it("leave the caller's buffer alone", async () => {
    using ends = connected();
    const writer = ends.near.write(nothing);
    const reader = ends.far.read(writer.pipe, nothing).stream.getReader();
    const buffer = Buffer.from([1, 2, 3, 4]);
    void writer.write(buffer.subarray(1, 3));
    buffer.fill(9);
    expect([...((await reader.read()).value ?? [])]).toEqual([2, 3]);
    expect(buffer.byteLength).toBe(4);
  });

  it("tell the writer that its reader left", async () => {
    using ends = connected();
    const left = Promise.withResolvers<void>();
    const writer = ends.near.write(left.resolve);
    const reader = ends.far.read(writer.pipe, nothing);
    await reader.stream.cancel();
    await left.promise;
    await writer.write(new Uint8Array(2 * WINDOW_BYTES));
  });

  it("break with the code they were broken with", async () => {
    using ends = connected();
    const writer = ends.near.write(nothing);
    const reader = ends.far.read(writer.pipe, nothing);
    writer.fail("connection-reset", "gone");
    const failure = await drain(reader.stream).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(EngineError);
    expect(failure).toMatchObject({ code: "connection-reset", message: "gone" });
  });

  it("end once for the side that reads", async () => {
    using ends = connected();
    let ended = 0;
    const writer = ends.near.write(nothing);
    const reader = ends.far.read(writer.pipe, () => {
      ended += 1;
    });
    void writer.write(new Uint8Array(10));
    writer.end();
    writer.end();
    expect(await drain(reader.stream)).toBe(10);
    await reader.stream.cancel();
    expect(ended).toBe(1);
  });
});
