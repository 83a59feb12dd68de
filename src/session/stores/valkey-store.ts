import type { Store } from "../store.ts";
import { type RedisStoreOptions, storeOnRedis } from "./redis-store.ts";

/** As of the Redis store; URLs may also begin with valkey:// and valkeys://, `+cluster` and `+sentinel` too. */
export type ValkeyStoreOptions = RedisStoreOptions;

/**
 * Keeps sessions in Valkey through the optional package `iovalkey`; in all else {@link redisStore}.
 * Throws {@link SessionError} "bad-setting" for options that are malformed or contradict each other.
 */
export function valkeyStore(options: ValkeyStoreOptions = {}): Store {
  return storeOnRedis("valkey", "iovalkey", options);
}
