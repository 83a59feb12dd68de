import type { RequestHandler } from "express";
import express from "express";
import { type Exchange, expressExchange } from "./exchange.ts";
import { VISITOR_DATA } from "./visitor-data.ts";

/** One way to keep sessions, on a server of its own. */
export interface Contender {
  readonly name: string;
  /** Whose cost is taken off. */
  readonly base: "express" | "fastify";
  readonly exchange: Exchange;
  close(): Promise<void>;
}

/**
 * What a route does with its request's session, in the words of one library. Routes of every contender:
 * `/fill` stores {@link VISITOR_DATA}; `/untouched` looks at nothing; `/read` reads one value; `/write` reads
 * one and writes another; `/add` reads a counter, lets other requests in, and writes it plus one (the code
 * that loses increments); `/sum` answers with the counter.
 */
export interface SessionUse<Q> {
  get(request: Q, key: string): unknown;
  set(request: Q, key: string, value: unknown): void;
  /** For libraries that save by hand. */
  save?(request: Q): Promise<void>;
}

/** Lets other requests in, as any await of a database does. */
export const breathe = () => new Promise<void>((resolve) => setImmediate(resolve));

export interface ExpressContender {
  readonly name: string;
  readonly middleware: readonly RequestHandler[];
  readonly use: SessionUse<express.Request>;
  readonly close?: () => Promise<void>;
}

export function expressApp({
  middleware,
  use,
}: Pick<ExpressContender, "middleware" | "use">): express.Express {
  const app = express();
  app.disable("x-powered-by");
  for (const one of middleware) app.use(one);
  const save = (request: express.Request) => use.save?.(request);
  app.get("/fill", async (request, response) => {
    for (const [key, value] of Object.entries(VISITOR_DATA)) use.set(request, key, value);
    await save(request);
    response.end("ok");
  });
  app.get("/untouched", (_request, response) => {
    response.end("ok");
  });
  app.get("/read", (request, response) => {
    response.end(use.get(request, "logged_in") === true ? "ok" : "no");
  });
  const write = (request: express.Request, response: express.Response) => {
    use.set(request, "language", use.get(request, "language") === "en" ? "fr" : "en");
    if (use.save === undefined) response.end("ok");
    else void use.save(request).then(() => response.end("ok"));
  };
  app.get("/write", write);
  app.post("/write", write);
  app.post("/add", async (request, response) => {
    const before = Number(use.get(request, "counter") ?? 0);
    await breathe();
    use.set(request, "counter", before + 1);
    await save(request);
    response.end("ok");
  });
  app.get("/sum", (request, response) => {
    response.end(String(use.get(request, "counter") ?? 0));
  });
  return app;
}

export function expressContender(given: ExpressContender): Contender {
  return {
    name: given.name,
    base: "express",
    exchange: expressExchange(expressApp(given)),
    close: given.close ?? (async () => {}),
  };
}
