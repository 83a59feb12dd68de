import { SessionError } from "../session-error.ts";
import type { Store } from "../store.ts";
import { type FlaskSessionIdOptions, flaskSessionIds } from "./flask-session/flask-session-ids.ts";
import { FlaskSessionStore } from "./flask-session/flask-session-store.ts";
import { type FlaskSessionFormat, PYTHON_FORMATS } from "./flask-session/python-formats.ts";
import { FlaskSessionRedisShelf, OWN_PREFIX } from "./flask-session/redis-shelf.ts";
import { redisAddress } from "./redis-address.ts";
import { loadRedisDriver, RedisConnection } from "./redis-connection.ts";
import { type GivenRedisClient, givenLink } from "./redis-link.ts";

export interface FlaskSessionRedisStoreOptions extends FlaskSessionIdOptions {
  /**
   * Which bytes Flask-Session writes: pickle up to 0.6, MessagePack from 0.7 on. All programs that share the
   * sessions write the same; with MessagePack, pickles that an older version left are read too.
   */
  readonly format: FlaskSessionFormat;
  /** SESSION_KEY_PREFIX, "session:". Not empty, and nothing that begins with "keepsake:" or is the beginning of it. */
  readonly keyPrefix?: string;
  /** SESSION_REDIS: `redis://HOST:6379/0`, also with TLS, a Cluster or Sentinels; see `redisStore`. */
  readonly url?: string;
  /** In place of `url`: a client of yours, of `ioredis`, `iovalkey` or `redis`, which the store does not close. */
  readonly client?: GivenRedisClient;
  /** The longest that one attempt at one step may take, in milliseconds (2,000). */
  readonly timeoutMs?: number;
  /** When a session that Python began must end, whatever comes (86,400), counted from when we first saw it. */
  readonly absoluteTimeoutSeconds?: number;
  /** The clock of the records' deadlines. Default: Date.now. */
  readonly nowMs?: () => number;
  /** Where lost connections and damaged records are reported. Default: console.error. */
  readonly log?: (message: string) => void;
}

/**
 * Flask-Session's Redis sessions (SESSION_TYPE "redis"), read and written in its own bytes, so that a Flask
 * program and this one share a user's session. Give `session()` the cookie's name too: `name: "session"`.
 *
 * Requests of ours take turns and merge as on any store. Flask-Session does not: it reads the whole session at
 * the start of a request and writes all of it at the end, over what others wrote meanwhile. What Python wrote
 * before our commit stays, key by key.
 *
 * Plain data only: a pickle that names a class or a function (but datetime) is not read, is reported, and
 * counts as no session. Ids are kept as they are, because both sides must find records by them, so whoever can
 * read this Redis can take over every session; and whoever can write to it can run code in the Flask programs
 * that unpickle it.
 *
 * Throws {@link SessionError} "bad-setting".
 */
export function flaskSessionRedisStore(options: FlaskSessionRedisStoreOptions): Store {
  const { client, url, keyPrefix: prefix = "session:", nowMs = Date.now } = options;
  if (/[{}\s]/.test(prefix) || prefix.length > 100) {
    throw bad("keyPrefix", prefix, "Use up to 100 characters without braces and spaces.");
  }
  if (OWN_PREFIX.startsWith(prefix) || prefix.startsWith(OWN_PREFIX)) {
    throw bad(
      "keyPrefix",
      prefix,
      `Flask could reach what we keep under "${OWN_PREFIX}": use another, as "session:".`,
    );
  }
  if (!Object.hasOwn(PYTHON_FORMATS, options.format)) {
    throw bad("format", options.format, `Use ${Object.keys(PYTHON_FORMATS).join(" or ")}.`);
  }
  if (client !== undefined && url !== undefined) throw bad("url", "given", "There is a client beside it.");
  const log = options.log ?? ((message: string) => console.error(message));
  const link =
    client !== undefined
      ? givenLink(client)
      : new RedisConnection({
          name: "redis",
          address: redisAddress(url === undefined ? {} : { url }),
          loadDriver: () => loadRedisDriver("ioredis"),
          timeoutMs: options.timeoutMs ?? 2000,
          log,
        });
  const shelf = new FlaskSessionRedisShelf({
    link,
    prefix,
    format: PYTHON_FORMATS[options.format],
    absoluteTimeoutMs: (options.absoluteTimeoutSeconds ?? 86_400) * 1000,
    nowMs,
  });
  return new FlaskSessionStore(shelf, flaskSessionIds(options), { nowMs, log });
}

function bad(option: string, value: string, remedy: string): SessionError {
  return new SessionError(
    "bad-setting",
    `The Flask-Session store's ${option} is ${JSON.stringify(value)}. ${remedy}`,
  );
}
