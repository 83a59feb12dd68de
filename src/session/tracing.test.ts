import { AsyncLocalStorage } from "node:async_hooks";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Context, context, ROOT_CONTEXT, SpanStatusCode, trace } from "@opentelemetry/api";
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from "@opentelemetry/sdk-trace-base";
import express from "express";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { session } from "./express.ts";
import { FileStore } from "./stores/file-store.ts";
import { MemoryStore } from "./stores/memory-store.ts";
import { loadTracing, traced } from "./tracing.ts";
import { TrialClient } from "./trial-client.ts";
import { whileServed } from "./trial-serve.ts";

const exporter = new InMemorySpanExporter();

/** What `@opentelemetry/context-async-hooks` does. */
function followAsyncCalls(): void {
  const current = new AsyncLocalStorage<Context>();
  const manager = {
    active: () => current.getStore() ?? ROOT_CONTEXT,
    with: <A extends unknown[], F extends (...args: A) => ReturnType<F>>(
      given: Context,
      work: F,
      thisArg?: ThisParameterType<F>,
      ...args: A
    ): ReturnType<F> => current.run(given, () => work.apply(thisArg, args)),
    bind: <T>(_given: Context, target: T): T => target,
    enable: () => manager,
    disable: () => manager,
  };
  context.setGlobalContextManager(manager);
}

describe("traces", () => {
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "keepsake-tracing-"));
    followAsyncCalls();
    trace.setGlobalTracerProvider(
      new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
    );
    expect(await loadTracing()).toBe(true);
  });
  afterEach(() => exporter.reset());
  afterAll(async () => {
    trace.disable();
    context.disable();
    await rm(folder, { recursive: true, force: true });
  });

  const spans = () =>
    exporter
      .getFinishedSpans()
      .map(({ name, attributes }) => [name, attributes["keepsake.verb"], attributes["keepsake.outcome"]]);

  const app = (store: FileStore | MemoryStore) => {
    const served = express();
    served.use((_req, _res, next) => {
      const span = trace.getTracer("test").startSpan("request");
      context.with(trace.setSpan(context.active(), span), next);
      span.end();
    });
    served.use(session({ store, log: () => {} }));
    served.all("/count", (req, res) => {
      res.json(req.session.increment("count"));
    });
    return served;
  };

  it.each(["memory", "file"])("show load, turn and commit within the request's span (%s)", async (kind) => {
    const store = kind === "memory" ? new MemoryStore() : new FileStore({ folder });
    await whileServed(app(store), async (address) => {
      const client = new TrialClient();
      await client.get(`${address}/count`);
      await client.get(`${address}/count`);
      await client.post(`${address}/count`);
      expect(spans().filter(([name]) => name !== "request")).toEqual([
        ["session commit", "create", undefined],
        ["session load", "load", "found"],
        ["session commit", "patch", "patched"],
        ["session turn", "takeTurn", "taken"],
        ["session commit", "patch", "patched"],
      ]);
      const finished = exporter.getFinishedSpans();
      const requests = new Set(
        finished.filter(({ name }) => name === "request").map((span) => span.spanContext().spanId),
      );
      for (const span of finished) {
        if (span.name !== "request") expect(requests).toContain(span.parentSpanContext?.spanId);
      }
      const written = JSON.stringify(
        finished.map(({ name, attributes, events, status, links }) => [
          name,
          attributes,
          events,
          status,
          links,
        ]),
      );
      expect(written).not.toContain(client.cookie);
      expect(written).not.toMatch(/[0-9a-f]{64}/);
    });
  });

  it("hold what the store's driver does", () => {
    const drive = () => trace.getTracer("driver").startSpan("query").end();
    traced("session load", {}, drive, () => undefined);
    const [query, load] = exporter.getFinishedSpans();
    expect([query?.name, query?.parentSpanContext?.spanId]).toEqual(["query", load?.spanContext().spanId]);
  });

  it("mark what failed, without the reason, which may name a key", async () => {
    const attributes = { "keepsake.store": "trial" };
    const fail = () => {
      throw new Error("about a key");
    };
    expect(() => traced("one", attributes, fail, () => undefined)).toThrow("about a key");
    const rejects = async () => fail();
    await expect(traced("two", attributes, rejects, () => undefined)).rejects.toThrow("about a key");
    const finished = exporter.getFinishedSpans();
    expect(finished.map(({ status, events }) => [status, events])).toEqual([
      [{ code: SpanStatusCode.ERROR }, []],
      [{ code: SpanStatusCode.ERROR }, []],
    ]);
  });
});
