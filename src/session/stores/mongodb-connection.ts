import type { MongoClient, MongoClientOptions } from "mongodb";
import { SessionError } from "../session-error.ts";
import type { MongodbCollection, MongodbConnection } from "./mongodb-shelf.ts";

/** What is needed of a `MongoClient` that the application made. */
export interface MongodbClient {
  db(name: string): { collection(name: string, options?: object): object };
}

export interface MongodbPlace {
  /** Complete: mongodb:// or mongodb+srv://. */
  readonly url: string;
  readonly auth: { readonly username: string; readonly password: string } | undefined;
  readonly database: string;
  readonly collection: string;
  /** The longest that one attempt at a step may take. */
  readonly timeoutMs: number;
}

/** Opens a client of our own with the `mongodb` package, which is loaded here and nowhere else. */
export function ownConnection(place: MongodbPlace): MongodbConnection {
  // Connected once; from then on the driver mends its connections by itself.
  let client: Promise<MongoClient> | undefined;
  return {
    async collection() {
      client ??= connected(place).catch((error: unknown) => {
        client = undefined;
        throw error;
      });
      return collectionOf(await client, place);
    },
    async close() {
      const opened = await client?.catch(() => undefined);
      client = undefined;
      await opened?.close();
    },
  };
}

async function connected(place: MongodbPlace): Promise<MongoClient> {
  const { MongoClient } = await loadDriver();
  const client = new MongoClient(place.url, clientOptions(place));
  try {
    return await client.connect();
  } catch (error) {
    await client.close();
    throw error;
  }
}

/** The client stays the application's, which closes it. */
export function givenConnection(
  client: MongodbClient,
  place: Pick<MongodbPlace, "database" | "collection" | "timeoutMs">,
): MongodbConnection {
  return {
    collection: async () => collectionOf(client, place),
    close: async () => {},
  };
}

function collectionOf(
  client: MongodbClient,
  { database, collection, timeoutMs }: Pick<MongodbPlace, "database" | "collection" | "timeoutMs">,
): MongodbCollection {
  // Written to a majority, or a failover could lose what a request was told is kept. Reads go to the primary,
  // and "local": compare-and-swap must see the version that is there, not the last one that was replicated.
  const options = {
    readPreference: "primary",
    readConcern: { level: "local" },
    writeConcern: { w: "majority", wtimeoutMS: timeoutMs },
  };
  return client.db(database).collection(collection, options) as MongodbCollection;
}

function clientOptions({ timeoutMs, auth }: MongodbPlace): MongoClientOptions {
  return {
    appName: "keepsake",
    serverSelectionTimeoutMS: timeoutMs,
    connectTimeoutMS: timeoutMs,
    socketTimeoutMS: timeoutMs,
    waitQueueTimeoutMS: timeoutMs,
    retryReads: true,
    retryWrites: true,
    ...(auth === undefined ? {} : { auth: { ...auth } }),
  };
}

/** The name is a value, so that bundlers leave it alone. */
const DRIVER: string = "mongodb";

async function loadDriver(): Promise<typeof import("mongodb")> {
  try {
    return (await import(/* @vite-ignore */ DRIVER)) as typeof import("mongodb");
  } catch (error) {
    throw new SessionError(
      "bad-setting",
      `Sessions in MongoDB need the package ${DRIVER}, which could not be loaded. Run: npm install ${DRIVER}`,
      { cause: error },
    );
  }
}
