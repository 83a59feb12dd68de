import { afterEach, expect, it } from "vitest";
import { bodyText, finished, nextEvent, outputUntil } from "../contract/program.ts";
import type { Engine } from "../engine.ts";
import { bootLocalEngine } from "./local-engine.ts";

const engines: Engine[] = [];
afterEach(async () => {
  await Promise.all(engines.splice(0).map((engine) => engine.teardown()));
});

async function boot(): Promise<Engine> {
  const engine = await bootLocalEngine();
  engines.push(engine);
  return engine;
}

const SHOP = `
  import express from "express";
  import { session } from "keepsake";
  const app = express();
  app.use(session());
  app.post("/", (req, res) => res.json(req.session.increment("items")));
  app.listen(Number(process.env.PORT));
`;

it.each(["redis", "valkey"])(
  "%s-server is on the machine's own port, and keeps what a web server's end would lose",
  async (name) => {
    const engine = await boot();
    await engine.mount({ "shop.mjs": SHOP });
    const env = { TINA4_SESSION_BACKEND: name, PORT: "7148" };
    const start = async (command: string, args: string[], port: number) => {
      const listening = nextEvent(engine, "listening", (event) => event.port === port);
      const process = await engine.spawn(command, args, { env });
      await listening;
      return process;
    };
    let cookie = "";
    const add = async () => {
      const headers: [string, string][] = [["Host", "localhost:7148"]];
      if (cookie !== "") headers.push(["Cookie", cookie]);
      const response = await engine.request(7148, { method: "POST", target: "/", headers });
      const set = response.headers.find(([field]) => field.toLowerCase() === "set-cookie");
      cookie = set?.[1].split(";")[0] ?? cookie;
      return bodyText(response);
    };
    await start(`${name}-server`, ["--port", "6379"], 6379);
    const shop = await start("node", ["shop.mjs"], 7148);
    expect(await add()).toBe("1");
    await shop.kill();
    await start("node", ["shop.mjs"], 7148);
    expect(await add()).toBe("2");
    const cli = await engine.spawn(`${name}-cli`, ["KEYS", "tina4_session:*"], {});
    expect((await finished(cli)).output).toContain('1) "tina4_session:{');
  },
);

it("a second server on the same port says what to do", async () => {
  const engine = await boot();
  const listening = nextEvent(engine, "listening");
  await engine.spawn("redis-server", []);
  await listening;
  const second = await engine.spawn("redis-server", []);
  await outputUntil(second, "Port 6379 is taken");
  expect((await second.exit).code).toBe(1);
});

it("what is no command is refused, with those that there are", async () => {
  const engine = await boot();
  await expect(engine.spawn("mongod", [])).rejects.toThrow(
    "mongod: command not found. This machine knows: node, redis-server,",
  );
});
