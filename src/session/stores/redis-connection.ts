import { SessionError } from "../session-error.ts";
import type { RedisAddress } from "./redis-address.ts";
import { type IoredisClient, ioredisLink, RedisFailure, type RedisLink, type SendTo } from "./redis-link.ts";
import { type DriverCommandClass, ownCommands } from "./redis-own-command.ts";
import type { RedisScript } from "./redis-scripts.ts";

/** What is used of the packages `ioredis` and `iovalkey`. */
export interface RedisDriver {
  readonly Redis: new (options: object) => OwnClient;
  readonly Cluster: new (hosts: readonly object[], options: object) => OwnClient;
  readonly Command: DriverCommandClass;
}

interface OwnClient extends IoredisClient {
  /** The socket, of a client of one server. */
  readonly stream?: Corked;
  connect(): Promise<unknown>;
  disconnect(): void;
  on(event: "ready" | "close", listener: () => void): unknown;
  on(event: "error", listener: (error: unknown) => void): unknown;
  once(event: "end", listener: () => void): unknown;
}

interface Corked {
  readonly writableCorked: number;
  cork(): void;
  uncork(): void;
}

export interface RedisConnectionOptions {
  readonly address: RedisAddress;
  readonly loadDriver: () => Promise<RedisDriver>;
  /** The longest that one attempt at one step may take; see {@link RedisConnection}. */
  readonly timeoutMs: number;
  /** Where a lost connection is reported. */
  readonly log: (message: string) => void;
  /** "redis" or "valkey", for messages. */
  readonly name: string;
}

const LONGEST_RETRY_MS = 500;

/**
 * A connection of our own, which comes back by itself. While it is away, steps wait for it, all in all no longer
 * than `timeoutMs`; after that they fail at once until it is back. So a restart that is quicker than that is not
 * seen by anyone, and no step takes longer than twice `timeoutMs`.
 */
export class RedisConnection implements RedisLink {
  readonly isOneServer: boolean;
  readonly #options: RedisConnectionOptions;
  #client: OwnClient | undefined;
  #link: RedisLink | undefined;
  #waiting: Promise<RedisLink> | undefined;
  #loaded: Promise<OwnClient> | undefined;
  #endWaiting: (() => void) | undefined;
  #downSinceMs: number | undefined;
  #lastError = "it does not answer";
  #wasClosed = false;

  constructor(options: RedisConnectionOptions) {
    this.#options = options;
    this.isOneServer = options.address.kind !== "cluster";
  }

  async open(): Promise<void> {
    await this.#ready();
  }

  async close(): Promise<void> {
    this.#wasClosed = true;
    const client = this.#client;
    if (client === undefined || client.status === "end") return;
    const ended = new Promise<void>((resolve) => client.once("end", resolve));
    client.disconnect();
    // A client between two attempts to connect has nothing that could end, and never says so.
    if (client.status !== "reconnecting") await ended;
  }

  get(key: string): Promise<string | null> {
    const link = this.#now();
    return link === undefined ? this.#ready().then((later) => later.get(key)) : link.get(key);
  }

  getAll(keys: readonly string[]): Promise<(string | null)[]> {
    const link = this.#now();
    return link === undefined ? this.#ready().then((later) => later.getAll(keys)) : link.getAll(keys);
  }

  async send(command: string, ...args: readonly string[]): Promise<unknown> {
    return (this.#now() ?? (await this.#ready())).send(command, ...args);
  }

  run(script: RedisScript, keys: readonly string[], args: readonly string[]): Promise<unknown> {
    const link = this.#now();
    return link === undefined
      ? this.#ready().then((later) => later.run(script, keys, args))
      : link.run(script, keys, args);
  }

  async eachServer(visit: (send: SendTo) => Promise<void>): Promise<void> {
    return (this.#now() ?? (await this.#ready())).eachServer(visit);
  }

  #now(): RedisLink | undefined {
    return this.#client?.status === "ready" ? this.#link : undefined;
  }

  async #ready(): Promise<RedisLink> {
    if (this.#wasClosed)
      throw new RedisFailure(`The ${this.#options.name} session store was closed.`, "away");
    await this.#loadClient();
    const link = this.#now();
    if (link !== undefined) return link;
    this.#waiting ??= this.#wait().finally(() => {
      this.#waiting = undefined;
    });
    return this.#waiting;
  }

  #wait(): Promise<RedisLink> {
    const { timeoutMs } = this.#options;
    this.#downSinceMs ??= performance.now();
    const leftMs = this.#downSinceMs + timeoutMs - performance.now();
    return new Promise((resolve, reject) => {
      const timer = setTimeout(() => settle(), Math.max(0, leftMs));
      const settle = () => {
        clearTimeout(timer);
        this.#endWaiting = undefined;
        const link = this.#now();
        if (link === undefined) reject(new RedisFailure(this.#away(), "away"));
        else resolve(link);
      };
      this.#endWaiting = settle;
    });
  }

  #loadClient(): Promise<OwnClient> {
    this.#loaded ??= this.#makeClient().catch((error: unknown) => {
      this.#loaded = undefined;
      throw error;
    });
    return this.#loaded;
  }

  async #makeClient(): Promise<OwnClient> {
    const driver = await this.#options.loadDriver();
    const client = clientOf(driver, this.#options);
    this.#client = client;
    this.#link = ioredisLink(client, {
      beforeWrite: () => writeTogether(client),
      ...(this.isOneServer ? { ownCommands: ownCommands(driver.Command) } : {}),
    });
    client.on("ready", () => {
      this.#downSinceMs = undefined;
      this.#endWaiting?.();
    });
    client.on("close", () => this.#lost());
    client.on("error", (error) => {
      this.#lastError = error instanceof Error ? error.message : String(error);
    });
    // What fails here is tried again; who waits is told why when the time is over.
    client.connect().catch(() => {});
    return client;
  }

  #lost(): void {
    if (this.#downSinceMs !== undefined || this.#wasClosed) return;
    this.#downSinceMs = performance.now();
    this.#options.log(`${this.#away()} Trying again until it is back.`);
  }

  #away(): string {
    const { name, address } = this.#options;
    const hosts = address.hosts.map(({ host, port }) => `${host}:${port}`).join(", ");
    return `The ${name} session store has no connection to ${hosts}: ${this.#lastError.replace(/\.+$/, "")}.`;
  }
}

/**
 * Lets the steps of all requests that are served at this moment go out in one write: the driver's own way to do
 * that, automatic pipelines, costs twice as much.
 */
function writeTogether({ stream }: OwnClient): void {
  if (stream === undefined || stream.writableCorked > 0) return;
  stream.cork();
  process.nextTick(() => stream.uncork());
}

function clientOf(driver: RedisDriver, { address, timeoutMs }: RedisConnectionOptions): OwnClient {
  const { username, password, sentinelPassword, database, tls, hosts } = address;
  const connection = {
    ...(username === undefined ? {} : { username }),
    ...(password === undefined ? {} : { password }),
    ...(tls ? { tls: {} } : {}),
    connectTimeout: timeoutMs,
    // A connection that says nothing while something is asked is dead; its steps fail with it.
    socketTimeout: timeoutMs,
  };
  if (address.kind === "cluster") {
    return new driver.Cluster(hosts, {
      lazyConnect: true,
      redisOptions: { ...connection, commandTimeout: timeoutMs },
      slotsRefreshTimeout: timeoutMs,
      clusterRetryStrategy: retryMs,
      // We send again ourselves, and only what may be sent twice.
      retryDelayOnFailover: 0,
    });
  }
  const single = {
    ...connection,
    lazyConnect: true,
    db: database,
    retryStrategy: retryMs,
    // We send again ourselves, and only what may be sent twice.
    maxRetriesPerRequest: 0,
    autoResendUnfulfilledCommands: false,
    // The server became a replica: find the new master. Older servers put a script's name before it.
    reconnectOnError: (error: Error) => /(?:^|-)READONLY /.test(error.message),
  };
  if (address.kind === "single") return new driver.Redis({ ...single, ...hosts[0] });
  return new driver.Redis({
    ...single,
    sentinels: hosts,
    name: address.masterName,
    ...(sentinelPassword === undefined ? {} : { sentinelPassword }),
    enableTLSForSentinelMode: tls,
    sentinelCommandTimeout: timeoutMs,
    sentinelRetryStrategy: retryMs,
  });
}

function retryMs(times: number): number {
  return Math.min(LONGEST_RETRY_MS, times * 50) * (0.75 + Math.random() / 4);
}

/** Loads an optional driver. The name comes as a value, so that bundlers leave it alone. */
export async function loadRedisDriver(packageName: "ioredis" | "iovalkey"): Promise<RedisDriver> {
  try {
    return (await import(/* @vite-ignore */ packageName)) as RedisDriver;
  } catch (error) {
    const isMissing = error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
    throw new SessionError(
      "bad-setting",
      isMissing
        ? `The session store needs the package ${packageName}, which is not installed. Run: npm install ${packageName}`
        : `The package ${packageName}, which the session store needs, could not be loaded: ${String(error)}`,
    );
  }
}
