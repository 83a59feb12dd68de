import { SessionError } from "../session-error.ts";
import type { Store } from "../store.ts";
import { givenConnection, type MongodbClient, ownConnection } from "./mongodb-connection.ts";
import { MongodbShelf } from "./mongodb-shelf.ts";
import { ShelfStore, type ShelfStoreOptions } from "./shelf-store.ts";
import { checkLimits, LONGEST_TIMER_MS } from "./store-limits.ts";

/** Where the sessions are; either `client`, or `url`, or the parts. */
export interface MongodbStoreOptions extends ShelfStoreOptions {
  /** A client of yours, which the store does not close. Give it time-outs. */
  readonly client?: MongodbClient;
  /**
   * A connection string, for TLS, replica sets and SRV records (TINA4_SESSION_URL):
   * `mongodb://NAME:PASSWORD@a.example,b.example/?replicaSet=rs0&tls=true`.
   */
  readonly url?: string;
  /** TINA4_SESSION_HOST, "localhost". */
  readonly host?: string;
  /** TINA4_SESSION_PORT, 27017. */
  readonly port?: number;
  /** Goes with `password`. */
  readonly username?: string;
  /** TINA4_SESSION_PASSWORD. */
  readonly password?: string;
  /** TINA4_SESSION_DATABASE; default: what the URL names, or "tina4_sessions". */
  readonly database?: string;
  /** "tina4_session". */
  readonly collection?: string;
  /** The longest that one attempt at one step may take, in milliseconds (2,000); under 1,000 none is repeated. */
  readonly timeoutMs?: number;
}

/**
 * Keeps sessions in MongoDB 4.4 or later, one document each, through the optional package `mongodb`.
 * Connects at the first use; `open()` does so at once. Throws {@link SessionError} "bad-setting" for options
 * that cannot be or contradict each other.
 *
 * @experimental Its statements and hand-shake are proved with the real driver against a stand-in for the
 * server, not yet against a real MongoDB. To prove it on yours, run the contract suite with `MONGODB_URL` set.
 */
export function mongodbStore(options: MongodbStoreOptions = {}): Store {
  checkLimits("The mongodb session store", options, { timeoutMs: LONGEST_TIMER_MS });
  const place = {
    database: options.database ?? databaseIn(options.url) ?? "tina4_sessions",
    collection: options.collection ?? "tina4_session",
    timeoutMs: options.timeoutMs ?? 2000,
  };
  const connection =
    options.client === undefined
      ? ownConnection({ ...place, url: urlOf(options), auth: authOf(options) })
      : givenConnection(options.client, place);
  const log = options.log ?? ((message: string) => console.error(message));
  log(EXPERIMENTAL);
  return new ShelfStore(new MongodbShelf(connection), options);
}

export const EXPERIMENTAL =
  "The mongodb session store is experimental: it has not been proved against a real MongoDB server yet, only " +
  "against a stand-in. Prove it on yours before you rely on it: run its contract suite with MONGODB_URL set.";

function urlOf({ url, host = "localhost", port = 27_017 }: MongodbStoreOptions): string {
  if (url === undefined) return `mongodb://${host.includes(":") ? `[${host}]` : host}:${port}/`;
  if (/^mongodb(?:\+srv)?:\/\//.test(url)) return url;
  throw new SessionError(
    "bad-setting",
    "The URL of the mongodb session store (TINA4_SESSION_URL) begins with something else than mongodb:// or mongodb+srv://.",
  );
}

function authOf({ username, password }: MongodbStoreOptions) {
  if (username !== undefined && password !== undefined) return { username, password };
  if (username === undefined && password === undefined) return undefined;
  throw new SessionError(
    "bad-setting",
    "MongoDB signs in with a name and a password. Give both in TINA4_SESSION_URL=mongodb://NAME:PASSWORD@HOST:PORT/.",
  );
}

function databaseIn(url: string | undefined): string | undefined {
  const name = url === undefined ? undefined : /^[^:]+:\/\/[^/]+\/([^?]+)/.exec(url)?.[1];
  return name === undefined ? undefined : decodeURIComponent(name);
}
