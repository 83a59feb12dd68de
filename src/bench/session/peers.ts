/** The peers: what people use today, each as its own documentation says. */
import { randomBytes } from "node:crypto";
import fastifyCookie from "@fastify/cookie";
import fastifySession from "@fastify/session";
import { RedisStore } from "connect-redis";
import cookieSession from "cookie-session";
import type express from "express";
import expressSession from "express-session";
import fastify from "fastify";
import { getIronSession, type IronSession } from "iron-session";
import { createClient } from "redis";
import { breathe, type Contender, expressContender, type SessionUse } from "./contender.ts";
import { VISITOR_DATA } from "./visitor-data.ts";

type Data = Record<string, unknown>;
const secret = randomBytes(32).toString("base64url");

/** Those whose session is an object on the request. */
const objectOnRequest: SessionUse<express.Request> = {
  get: (request, key) => (request.session as unknown as Data)[key],
  set: (request, key, value) => {
    (request.session as unknown as Data)[key] = value;
  },
};

export function expressSessionInMemory(): Contender {
  const middleware = expressSession({ secret, resave: false, saveUninitialized: false });
  return expressContender({
    name: "express-session, memory",
    middleware: [middleware],
    use: objectOnRequest,
  });
}

export async function expressSessionOnRedis(url: string): Promise<Contender> {
  const client = createClient({ url });
  await client.connect();
  const store = new RedisStore({ client });
  const middleware = expressSession({ secret, store, resave: false, saveUninitialized: false });
  return expressContender({
    name: "express-session, Redis",
    middleware: [middleware],
    use: objectOnRequest,
    close: async () => client.destroy(),
  });
}

export function cookieSessions(): Contender {
  return expressContender({
    name: "cookie-session",
    middleware: [cookieSession({ keys: [secret] }) as express.RequestHandler],
    use: objectOnRequest,
  });
}

/** Opened by the handlers that use it, as its documentation has it: one that does not look at it pays nothing. */
export function ironSession(): Contender {
  const opened = new WeakMap<express.Request, IronSession<Data>>();
  const sessionOf = (request: express.Request) => {
    const found = opened.get(request);
    if (found === undefined) throw new Error("The middleware did not run.");
    return found;
  };
  return expressContender({
    name: "iron-session",
    middleware: [
      async (request, response, next) => {
        if (request.path !== "/untouched") {
          const options = { cookieName: "iron", password: secret };
          opened.set(request, await getIronSession<Data>(request, response, options));
        }
        next();
      },
    ],
    use: {
      get: (request, key) => sessionOf(request)[key],
      set: (request, key, value) => {
        sessionOf(request)[key] = value;
      },
      save: (request) => sessionOf(request).save(),
    },
  });
}

/** Fastify with no session, whose cost is taken off its session's. */
export function fastifyAlone(): Contender {
  const app = fastify();
  for (const url of ["/untouched", "/read", "/write"]) app.get(url, async () => "ok");
  app.post("/write", async () => "ok");
  return fastifyContender("Fastify alone", app);
}

export async function fastifySessions(): Promise<Contender> {
  const app = fastify();
  await app.register(fastifyCookie);
  // As express-session does without being told: the cookie is not sent again with every answer.
  const lean = { saveUninitialized: false, rolling: false };
  await app.register(fastifySession, { secret, ...lean, cookie: { secure: false } });
  app.get("/fill", async ({ session }) => {
    for (const [key, value] of Object.entries(VISITOR_DATA)) session.set(key as never, value as never);
    return "ok";
  });
  app.get("/untouched", async () => "ok");
  const dataOf = (request: { readonly session: unknown }) => request.session as Data;
  app.get("/read", async (request) => (dataOf(request)["logged_in"] === true ? "ok" : "no"));
  const write = async (request: { readonly session: unknown }) => {
    const data = dataOf(request);
    data["language"] = data["language"] === "en" ? "fr" : "en";
    return "ok";
  };
  app.get("/write", write);
  app.post("/write", write);
  app.post("/add", async (request) => {
    const data = dataOf(request);
    const before = Number(data["counter"] ?? 0);
    await breathe();
    data["counter"] = before + 1;
    return "ok";
  });
  app.get("/sum", async (request) => String(dataOf(request)["counter"] ?? 0));
  return fastifyContender("@fastify/session, memory", app);
}

function fastifyContender(name: string, app: ReturnType<typeof fastify>): Contender {
  return {
    name,
    base: "fastify",
    exchange: async (method, url, cookie) => {
      const response = await app.inject({ method: method as "GET", url, headers: { cookie } });
      return {
        status: response.statusCode,
        setCookie: response.headers["set-cookie"],
        body: response.body,
      };
    },
    close: async () => app.close(),
  };
}
