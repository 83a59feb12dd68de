// What the page of stores.browser.test.ts runs: small shops on the stores that a page has.

import type { HttpRequest } from "../../web/http.ts";
import { bodyText, finished, nextEvent, outputUntil } from "../contract/program.ts";
import type { Engine, EngineEvents, EngineProcess } from "../engine.ts";
import { bootInpageEngine } from "./inpage-engine.ts";

const CART = `
  import express from "express";
  import { session } from "keepsake";
  const app = express();
  app.use(express.json());
  app.use(session());
  app.post("/cart", (req, res) => {
    req.session.increment("items");
    res.json(req.session.get("items"));
  });
  app.get("/cart", (req, res) => res.json(req.session.get("items") ?? 0));
  app.listen(Number(process.env.PORT));
`;

/** A machine with the cart, on a store. */
export class Shop {
  readonly engine: Engine;
  readonly env: Readonly<Record<string, string>>;
  cookie = "";

  constructor(engine: Engine, env: Readonly<Record<string, string>>) {
    this.engine = engine;
    this.env = env;
  }

  static async open(
    env: Readonly<Record<string, string>>,
    files: Record<string, string> = {},
  ): Promise<Shop> {
    const engine = await bootInpageEngine({ assets: "/engine/" });
    await engine.mount({ "package.json": '{ "type": "module" }', "cart.js": CART, ...files });
    return new Shop(engine, env);
  }

  /** Settles when it listens; rejects with what it wrote when it ends first. */
  async start(command: string, args: readonly string[], port: number): Promise<EngineProcess> {
    const listening = nextEvent(this.engine, "listening", (event) => event.port === port);
    const process = await this.engine.spawn(command, args, { env: { ...this.env, PORT: String(port) } });
    if (await Promise.race([listening, process.exit.then(() => undefined)])) return process;
    throw new Error(`${command} ended: ${(await finished(process)).output}`);
  }

  /** The cart. */
  serve(port = 7148): Promise<EngineProcess> {
    return this.start("node", ["cart.js"], port);
  }

  async ask(method: string, target: string, port = 7148): Promise<string> {
    const headers: [string, string][] = [["Host", `localhost:${port}`]];
    if (this.cookie !== "") headers.push(["Cookie", this.cookie]);
    const request: HttpRequest = { method, target, headers };
    const response = await this.engine.request(port, request);
    for (const [name, value] of response.headers) {
      if (name.toLowerCase() === "set-cookie") this.cookie = value.split(";")[0] ?? "";
    }
    const text = await bodyText(response);
    return response.status === 200 ? text : `${response.status} ${text.slice(0, 300)}`;
  }

  async run(command: string, ...args: readonly string[]): Promise<string> {
    return (await finished(await this.engine.spawn(command, args, { env: this.env }))).output;
  }
}

const storesPage = {
  Shop,
  outputUntil,
  /** The next message of that channel that `wanted` accepts. */
  diagnostic(
    engine: Engine,
    channel: string,
    wanted: (message: EngineEvents["diagnostic"]["message"]) => boolean,
  ): Promise<EngineEvents["diagnostic"]> {
    return nextEvent(engine, "diagnostic", (event) => event.channel === channel && wanted(event.message));
  },
};
export type StoresPage = typeof storesPage;

Object.assign(globalThis, { storesPage });
