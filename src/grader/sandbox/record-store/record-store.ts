import { mkdtemp, rm } from "node:fs/promises";
import { join } from "node:path";
import { completeSetup, type SetupSpec } from "../../../course/setup.ts";
import { RedisServer } from "../../../engine/inpage/redis/redis-server.ts";
import { flashValues, joinEntries } from "../../../session/record.ts";
import { parseRecord } from "../../../session/record-text.ts";
import { realNowMs } from "../../../session/store.ts";
import { RedisShelf } from "../../../session/stores/redis-shelf.ts";
import { ShelfStore } from "../../../session/stores/shelf-store.ts";
import type { HttpRequest } from "../../../web/http.ts";
import type { RecordKeeping } from "../../record-keeping.ts";
import { COOKIE_NAME, type Records, sessionKey } from "../../session-records.ts";
import { afterAllSentBefore, GuardedServer } from "./guarded-server.ts";
import { OwnLink } from "./own-link.ts";
import { RecordLog } from "./record-log.ts";
import { StoreRecords } from "./store-records.ts";

/** Where programs find it, on their own machine. */
export const STORE_PORT = 6399;

const PREFIX = "tina4_session:";
const SLOT = /^tina4_session:\{([0-9a-f]{64})\}$/;

/**
 * The sessions of a graded program, in a Redis of the process that runs the tests. A program can ask it to keep a
 * record, as every program can. It cannot reach what is kept by another way, and the tests have a log of each change.
 */
export class RecordStore implements RecordKeeping {
  readonly env = {
    TINA4_SESSION_BACKEND: "redis",
    TINA4_SESSION_URL: `redis://localhost:${STORE_PORT}`,
  };
  readonly records: Records;
  /** Holds the socket alone. */
  readonly folder: string;
  readonly #log: RecordLog;
  readonly #redis: RedisServer;
  readonly #server: GuardedServer;

  private constructor(folder: string, log: RecordLog, redis: RedisServer, server: GuardedServer) {
    this.folder = folder;
    this.#log = log;
    this.#redis = redis;
    this.#server = server;
    this.records = new StoreRecords(storeOf(redis, log), log);
  }

  /** Makes a folder in `parent`, which goes when the store is closed. */
  static async open(parent: string): Promise<RecordStore> {
    const folder = await mkdtemp(join(parent, "store-"));
    const log = new RecordLog();
    const redis: RedisServer = new RedisServer({
      port: STORE_PORT,
      nowMs: realNowMs,
      onChange: (database, key) => noteChange(log, redis, database, key),
    });
    const server = await GuardedServer.listen(redis, join(folder, String(STORE_PORT)));
    return new RecordStore(folder, log, redis, server);
  }

  /** For a cell: its sockets by their ports. */
  get sockets(): Readonly<Record<number, string>> {
    return { [STORE_PORT]: join(this.folder, String(STORE_PORT)) };
  }

  clear(): void {
    this.#server.reset();
    for (const keys of this.#redis.databases) keys.clear();
    this.#log.clear();
  }

  asked({ headers }: HttpRequest): (outcome: "answered" | "failed") => void {
    const id = headers.flatMap(([name, value]) => (/^cookie$/i.test(name) ? (idIn(value) ?? []) : [])).at(0);
    const answered = this.#log.asked(id === undefined ? undefined : sessionKey(id));
    // A connection that breaks may be seen before what its program asked to keep ahead of that, which waits its turn.
    return (outcome) =>
      outcome === "answered" ? answered() : afterAllSentBefore(() => setImmediate(answered));
  }

  async close(): Promise<void> {
    await this.#server.close();
    await rm(this.folder, { recursive: true, force: true });
  }
}

/** Exercises that start a store's server or give their programs settings say themselves where sessions are kept. */
export function isAboutStores(exercise: SetupSpec): boolean {
  return completeSetup(exercise).processes.some(
    ({ command, env }) => command !== "node" || Object.keys(env).some((name) => name !== "PORT"),
  );
}

function storeOf(redis: RedisServer, log: RecordLog): ShelfStore {
  const link = new OwnLink(redis, (act) => log.byTests(act));
  return new ShelfStore(new RedisShelf("redis", link, PREFIX), { log: () => undefined });
}

function idIn(cookies: string): string | undefined {
  const pair = cookies.split("; ").find((each) => each.startsWith(`${COOKIE_NAME}=`));
  return pair?.slice(COOKIE_NAME.length + 1);
}

function noteChange(log: RecordLog, redis: RedisServer, database: number, redisKey: string): void {
  const [, key] = database === 0 ? (SLOT.exec(redisKey) ?? []) : [];
  if (key === undefined) return;
  const value = redis.databases[database]?.get(redisKey)?.value;
  const slot = contentOf(value?.type === "string" ? Buffer.from(value.text, "latin1").toString("utf8") : "");
  if (slot.kind === "record") log.kept(key, slot.content);
  else if (slot.kind === "moved") log.moved(key, slot.to);
  else log.ended(key);
}

type SlotContent =
  /** Deadlines are no content: the library moves them with each request, whoever has changed what. */
  | { readonly kind: "record"; readonly content: string }
  | { readonly kind: "moved"; readonly to: string }
  | { readonly kind: "nothing" };

/** See `redis-scripts.ts` for what stands in a slot. */
function contentOf(slot: string): SlotContent {
  const [head = ""] = slot.split("\n", 1);
  const [, to] = /^t\S+ renewed (\S+)$/.exec(head) ?? [];
  if (to !== undefined) return { kind: "moved", to };
  const record = slot.startsWith("r") ? parseRecord(slot.slice(head.length + 1)) : undefined;
  if (record === undefined) return { kind: "nothing" };
  const flash = flashValues(record.flash);
  return { kind: "record", content: `${joinEntries(record.data)}${joinEntries(flash)}` };
}
