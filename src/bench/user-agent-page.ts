// Runs in the page of `user-agent.ts`: the whole way of a learner's request.

import { bootInpageEngine } from "../engine/inpage/inpage-engine.ts";
import { MovableClock } from "../web/clock.ts";
import { UserAgent } from "../web/user-agent.ts";
import { BenchNetwork } from "../workbench/bench-network.ts";

const PROGRAM = `
import express from "express";
import { session } from "keepsake";
const app = express();
app.use(session());
app.get("/", (req, res) => { req.session.increment("visits"); res.json(req.session.all()); });
app.listen(7148);
`;

const ADDRESS = "http://localhost:7148/";

/** Exchanges per second through user agent, jar and engine, one after another and eight at once. */
async function measure(count: number): Promise<{ sequential: number; concurrent: number }> {
  const engine = await bootInpageEngine({ assets: "/engine/" });
  await engine.mount({ "server.ts": PROGRAM });
  const listening = new Promise((resolve) => engine.on("listening", resolve));
  await engine.spawn("node", ["server.ts"], { env: { TINA4_SESSION_BACKEND: "memory" } });
  await listening;
  const agent = new UserAgent({
    name: "Alice",
    network: new BenchNetwork(() => engine),
    clock: new MovableClock(),
  });
  let recorded = 0;
  agent.onExchange(() => {
    recorded += 1;
  });
  const perSecond = async (lanes: number): Promise<number> => {
    let left = count;
    const started = performance.now();
    const lane = async () => {
      while (left > 0) {
        left -= 1;
        const answer = await agent.fetch(ADDRESS, {}, { documentUrl: ADDRESS });
        if (answer.status !== 200) throw new Error(`The server answered ${answer.status}.`);
        await new Response(answer.body).arrayBuffer();
      }
    };
    await Promise.all(Array.from({ length: lanes }, lane));
    return (count / (performance.now() - started)) * 1000;
  };
  // One visit first, so that all others bring its cookie.
  await agent.navigate(ADDRESS);
  await perSecond(4);
  const result = { sequential: await perSecond(1), concurrent: await perSecond(8) };
  const expected = 3 * count + 1;
  if (recorded !== expected) throw new Error(`${recorded} exchanges were recorded, not ${expected}.`);
  await engine.teardown();
  return result;
}

export type UserAgentBench = { readonly measure: typeof measure };

Object.assign(globalThis, { userAgentBench: { measure } satisfies UserAgentBench });
