/**
 * What sessions cost and what they keep, ours beside the peers', as Markdown tables. Redis is a server of its
 * own, started here; its CPU time is not counted, ours is.
 *
 *     node src/bench/session.ts [--quick]
 */
import process from "node:process";
import { startRedis } from "../session/trial-servers/redis.ts";
import { costTable } from "./session/cost.ts";
import { latencyTable } from "./session/file-latency.ts";
import { keptTable } from "./session/kept.ts";
import { expressAlone, inFiles, inMemory, onRedis, sealed, signedCookie } from "./session/ours.ts";
import {
  cookieSessions,
  expressSessionInMemory,
  expressSessionOnRedis,
  fastifyAlone,
  fastifySessions,
  ironSession,
} from "./session/peers.ts";

const quick = process.argv.includes("--quick");
const options = quick ? { rounds: 5, requests: 640 } : { rounds: 25, requests: 1600 };

const redis = await startRedis();
const files = await inFiles();
const ours = [inMemory(), onRedis(redis.url), signedCookie(), sealed()];
const peers = [
  expressSessionInMemory(),
  await expressSessionOnRedis(redis.url),
  cookieSessions(),
  ironSession(),
  await fastifySessions(),
];
const bases = [expressAlone(), fastifyAlone()];
try {
  console.log(`## Sessions (Node ${process.version}; medians of ${options.rounds} rounds)\n`);
  console.log(await costTable(bases, [...ours, ...peers], options));
  console.log(`\n${await keptTable([...ours.slice(0, 2), files, ...peers])}`);
  console.log(`\n${await latencyTable([files])}`);
} finally {
  for (const contender of [files, ...ours, ...peers, ...bases]) await contender.close();
  await redis.stop();
}
