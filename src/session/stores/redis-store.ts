import type { RecordCodec } from "../record-codec.ts";
import { SessionError } from "../session-error.ts";
import type { Store } from "../store.ts";
import { redisAddress } from "./redis-address.ts";
import { loadRedisDriver, RedisConnection } from "./redis-connection.ts";
import { type GivenRedisClient, givenLink } from "./redis-link.ts";
import { RedisShelf } from "./redis-shelf.ts";
import { ShelfStore } from "./shelf-store.ts";
import { checkLimits, LONGEST_TIMER_MS } from "./store-limits.ts";

/** Where the sessions are: either `client`, or `url`, or the parts; with none of them, redis://localhost:6379/0. */
export interface RedisStoreOptions {
  /**
   * One server: `redis://NAME:PASSWORD@HOST:6379/0`. A Cluster, by any of its nodes:
   * `redis+cluster://A:6379,B:6379/`. A server that Sentinels watch:
   * `redis+sentinel://A:26379,B:26379/MASTER/0?sentinelPassword=…`. With TLS: `rediss://`, `rediss+cluster://`,
   * `rediss+sentinel://`. TINA4_SESSION_URL.
   */
  readonly url?: string;
  /** TINA4_SESSION_HOST, "localhost". */
  readonly host?: string;
  /** TINA4_SESSION_PORT, 6379. */
  readonly port?: number;
  /** TINA4_SESSION_PASSWORD. */
  readonly password?: string;
  /** The number of a database, 0. */
  readonly database?: number;
  /**
   * A client of yours, of `ioredis`, `iovalkey` or `redis` (node-redis), which the store does not close. Give it
   * time-outs, and of the first two `autoResendUnfulfilledCommands: false`: the store sends again by itself what
   * may be sent twice.
   */
  readonly client?: GivenRedisClient;
  /** What all keys begin with ("tina4_session:"). No braces. */
  readonly prefix?: string;
  /** The longest that one attempt at one step may take, in milliseconds (2,000). A step takes two at most. */
  readonly timeoutMs?: number;
  /** How records are written; default: plain JSON. */
  readonly codec?: RecordCodec;
  /** The clock of the records' deadlines. Default: Date.now. */
  readonly nowMs?: () => number;
  /** Where lost connections and damaged records are reported. Default: console.error. */
  readonly log?: (message: string) => void;
}

/**
 * Keeps sessions in Redis 5 or later through the optional package `ioredis`, for any number of servers of yours:
 * one Redis, a Cluster, or one that Sentinels watch. Connects at the first use; `open()` does so at once.
 * Throws {@link SessionError} "bad-setting" for options that are malformed or contradict each other.
 */
export function redisStore(options: RedisStoreOptions = {}): Store {
  return storeOnRedis("redis", "ioredis", options);
}

/** For `redisStore` and `valkeyStore`: the two speak one protocol. */
export function storeOnRedis(
  name: "redis" | "valkey",
  driver: "ioredis" | "iovalkey",
  options: RedisStoreOptions,
): Store {
  const { client, url, host, port, password, database, ...rest } = options;
  checkLimits(`The ${name} session store`, rest, { timeoutMs: LONGEST_TIMER_MS });
  const prefix = rest.prefix ?? "tina4_session:";
  if (/[{}\s]/.test(prefix) || prefix.length > 100) {
    throw new SessionError(
      "bad-setting",
      `The ${name} session store's prefix is ${JSON.stringify(prefix)}. Use up to 100 characters without braces and spaces.`,
    );
  }
  const log = rest.log ?? ((message: string) => console.error(message));
  const place = {
    ...(url === undefined ? {} : { url }),
    ...(host === undefined ? {} : { host }),
    ...(port === undefined ? {} : { port }),
    ...(password === undefined ? {} : { password }),
    ...(database === undefined ? {} : { database }),
  };
  if (client !== undefined && Object.keys(place).length > 0) {
    throw new SessionError(
      "bad-setting",
      `The ${name} session store was given a client and ${Object.keys(place).join(", ")} beside it. Give one or the other.`,
    );
  }
  const link =
    client !== undefined
      ? givenLink(client)
      : new RedisConnection({
          name,
          address: redisAddress(place),
          loadDriver: () => loadRedisDriver(driver),
          timeoutMs: rest.timeoutMs ?? 2000,
          log,
        });
  return new ShelfStore(new RedisShelf(name, link, prefix), {
    log,
    ...(rest.codec === undefined ? {} : { codec: rest.codec }),
    ...(rest.nowMs === undefined ? {} : { nowMs: rest.nowMs }),
  });
}
