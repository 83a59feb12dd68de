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
import { openContender } from "./session/registry.ts";

const quick = process.argv.includes("--quick");
const options = quick ? { rounds: 5, requests: 1600 } : { rounds: 25, requests: 3200 };
const OURS = ["memory", "redis", "signed-cookie", "sealed"];
const PEERS = [
  "express-session",
  "express-session-redis",
  "cookie-session",
  "iron-session",
  "fastify-session",
];

const redis = await startRedis();
try {
  console.log(`## Sessions (Node ${process.version}; medians of ${options.rounds} rounds)\n`);
  const bases = ["express-alone", "fastify-alone"];
  console.log(await costTable(bases, [...OURS, ...PEERS], { ...options, redisUrl: redis.url }));
  const racers = await Promise.all(
    [...OURS, "files", ...PEERS].map((name) => openContender(name, redis.url)),
  );
  console.log(`\n${await keptTable(racers)}`);
  const files = await openContender("files", redis.url);
  console.log(`\n${await latencyTable([files])}`);
  for (const contender of [files, ...racers]) await contender.close();
} finally {
  await redis.stop();
}
