/**
 * What sessions cost: added CPU per request beside bare Express, ours beside express-session, both in memory.
 *
 *     node src/bench/session.ts [requests per sample, default 2000]
 *
 * One interleaved run: each round samples every server once, in rotating order, so that a machine that slows
 * down slows all of them; the median of the rounds counts. Requests go through Express in this process, with
 * no socket, so that CPU time is the server's own. Prints a Markdown table.
 */
import { randomUUID } from "node:crypto";
import { IncomingMessage, ServerResponse } from "node:http";
import { Socket } from "node:net";
import process from "node:process";
import express, { type Express } from "express";
import expressSession from "express-session";
import { readCookie } from "../session/cookie.ts";
import { session } from "../session/index.ts";
import { MemoryStore } from "../session/stores/memory-store.ts";

const ROUNDS = 25;
const requests = Number(process.argv[2] ?? 2000);

/** 419 bytes of JSON: a signed-in user with a small cart. */
const DATA: Readonly<Record<string, unknown>> = {
  user_id: 42,
  user_name: "Alice",
  role: "admin",
  logged_in: true,
  language: "en",
  cart: [
    { product_id: 1, name: "Wireless Keyboard", price: 79.99, quantity: 2 },
    { product_id: 3, name: "Monitor Stand", price: 129.99, quantity: 1 },
    { product_id: 4, name: "Mechanical Mouse", price: 59.99, quantity: 1 },
  ],
  csrf: "5f0c2a52-7d61-4a2a-9c33-6d7c5f2b1d0e",
};

interface Contender {
  readonly name: string;
  readonly app: Express;
  cookie: string;
}

function bare(): Express {
  const app = express();
  app.get(["/untouched", "/read", "/write"], (_req, res) => res.end("ok"));
  app.post("/write", (_req, res) => res.end("ok"));
  return app;
}

function keepsake(): Express {
  const app = express();
  app.use(session({ store: new MemoryStore(), development: false }));
  app.get("/fill", (req, res) => {
    for (const [key, value] of Object.entries(DATA)) req.session.set(key, value);
    res.end("ok");
  });
  app.get("/untouched", (_req, res) => res.end("ok"));
  app.get("/read", (req, res) => res.end(req.session.get("logged_in") === true ? "ok" : "no"));
  const write = (req: express.Request, res: express.Response) => {
    req.session.set("language", req.session.get("language") === "en" ? "fr" : "en");
    res.end("ok");
  };
  app.get("/write", write);
  app.post("/write", write);
  return app;
}

function peer(): Express {
  const app = express();
  app.use(expressSession({ secret: randomUUID(), resave: false, saveUninitialized: false }));
  const dataOf = (req: express.Request) => req.session as unknown as Record<string, unknown>;
  app.get("/fill", (req, res) => {
    Object.assign(dataOf(req), DATA);
    res.end("ok");
  });
  app.get("/untouched", (_req, res) => res.end("ok"));
  app.get("/read", (req, res) => res.end(dataOf(req)["logged_in"] === true ? "ok" : "no"));
  const write = (req: express.Request, res: express.Response) => {
    dataOf(req)["language"] = dataOf(req)["language"] === "en" ? "fr" : "en";
    res.end("ok");
  };
  app.get("/write", write);
  app.post("/write", write);
  return app;
}

interface Answer {
  readonly status: number;
  readonly cookie: string | undefined;
}

function exchange(app: Express, method: string, url: string, cookie: string): Promise<Answer> {
  return new Promise((resolve) => {
    const request = new IncomingMessage(SOCKET);
    request.method = method;
    request.url = url;
    request.headers = { host: "bench.test", cookie };
    request.push(null);
    const response = new ServerResponse(request);
    const end = response.end;
    response.end = ((...args: unknown[]) => {
      Reflect.apply(end, response, args);
      const [setCookie] = [response.getHeader("set-cookie")].flat();
      resolve({
        status: response.statusCode,
        cookie: setCookie === undefined ? undefined : String(setCookie),
      });
      return response;
    }) as typeof response.end;
    app(request as express.Request, response as express.Response);
  });
}

const SOCKET = new Socket();

async function signIn(contender: Contender, name: string): Promise<void> {
  const { cookie } = await exchange(contender.app, "GET", "/fill", "");
  contender.cookie = `${name}=${readCookie(cookie ?? "", name) ?? ""}`;
}

/** CPU microseconds per request. */
async function sample(contender: Contender, method: string, url: string): Promise<number> {
  const before = process.cpuUsage();
  for (let n = 0; n < requests; n += 1) {
    const { status } = await exchange(contender.app, method, url, contender.cookie);
    if (status !== 200) throw new Error(`${contender.name} answered ${url} with ${status}.`);
  }
  const { user, system } = process.cpuUsage(before);
  return (user + system) / requests;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

const base: Contender = { name: "Express alone", app: bare(), cookie: "theme=dark" };
const ours: Contender = { name: "keepsake, memory", app: keepsake(), cookie: "" };
const theirs: Contender = { name: "express-session, memory", app: peer(), cookie: "" };
await signIn(ours, "tina4_session");
await signIn(theirs, "connect.sid");

const WORK = [
  ["untouched", "GET", "/untouched"],
  ["read", "GET", "/read"],
  ["write (GET)", "GET", "/write"],
  ["write (POST, with a turn)", "POST", "/write"],
] as const;

const contenders = [base, ours, theirs];
for (const contender of contenders) for (const [, method, url] of WORK) await sample(contender, method, url);

const samples = new Map<string, number[]>();
for (let round = 0; round < ROUNDS; round += 1) {
  for (const [work, method, url] of WORK) {
    for (let n = 0; n < contenders.length; n += 1) {
      const contender = contenders[(n + round) % contenders.length] ?? base;
      const key = `${contender.name} ${work}`;
      samples.set(key, [...(samples.get(key) ?? []), await sample(contender, method, url)]);
    }
  }
}

const cost = (contender: Contender, work: string) => median(samples.get(`${contender.name} ${work}`) ?? []);
console.log(
  `## Sessions: added CPU per request, µs (Node ${process.version}, ${ROUNDS} rounds of ${requests})\n`,
);
console.log(`| | ${base.name}, total | ${ours.name} | ${theirs.name} | ratio |`);
console.log("|---|---|---|---|---|");
for (const [work] of WORK) {
  const floor = cost(base, work);
  const our = cost(ours, work) - floor;
  const their = cost(theirs, work) - floor;
  const cells = [work, floor, our, their].map((cell) => (typeof cell === "number" ? cell.toFixed(1) : cell));
  console.log(`| ${cells.join(" | ")} | ${(our / their).toFixed(2)} |`);
}
