import type { Contender } from "./contender.ts";
import { expressAlone, inFiles, inMemory, onRedis, sealed, signedCookie } from "./ours.ts";
import {
  cookieSessions,
  expressSessionInMemory,
  expressSessionOnRedis,
  fastifyAlone,
  fastifySessions,
  ironSession,
} from "./peers.ts";

/** Every contender by the name that a process is told; given the Redis that is there. */
export const CONTENDERS: Readonly<Record<string, (redisUrl: string) => Contender | Promise<Contender>>> = {
  "express-alone": expressAlone,
  "fastify-alone": fastifyAlone,
  memory: inMemory,
  redis: onRedis,
  files: inFiles,
  "signed-cookie": signedCookie,
  sealed,
  "express-session": expressSessionInMemory,
  "express-session-redis": expressSessionOnRedis,
  "cookie-session": cookieSessions,
  "iron-session": ironSession,
  "fastify-session": fastifySessions,
};

export async function openContender(name: string, redisUrl: string): Promise<Contender> {
  const open = CONTENDERS[name];
  if (open === undefined) throw new Error(`There is no contender ${name}.`);
  return open(redisUrl);
}
