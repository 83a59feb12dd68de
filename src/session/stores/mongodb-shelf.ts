import type { Tombstone } from "../store.ts";
import {
  atVersion,
  burial,
  expiredRecords,
  type Filter,
  INDEXES,
  insertion,
  type MongodbSlot,
  OLD_TOMBSTONES,
  type Pipeline,
  readSlot,
  replacement,
  SLOT_PROJECTION,
  type SlotReading,
  TURN_RELEASE,
  toBury,
  tombstoneThatIsOver,
  turnRenewal,
  turnTaking,
  vacant,
  withFreeTurn,
  withTurn,
} from "./mongodb-statements.ts";
import type { BuryOptions, ReplaceOptions, Shelf, Slot, SlotContent, TurnAttempt } from "./shelf.ts";

/** What the shelf needs of the driver's `Collection`. */
export interface MongodbCollection {
  createIndexes(indexes: readonly object[]): Promise<unknown>;
  findOne(filter: Filter, options: object): Promise<unknown>;
  find(filter: Filter, options: object): { toArray(): Promise<unknown[]> };
  findOneAndUpdate(filter: Filter, update: Pipeline, options: object): Promise<unknown>;
  updateOne(filter: Filter, update: Pipeline, options?: object): Promise<{ readonly matchedCount: number }>;
  deleteOne(filter: Filter): Promise<{ readonly deletedCount: number }>;
  deleteMany(filter: Filter): Promise<{ readonly deletedCount: number }>;
}

/** A connection that comes into being at the first call of `collection` and after a failed one. */
export interface MongodbConnection {
  collection(): Promise<MongodbCollection>;
  close(): Promise<void>;
}

/**
 * Sessions as documents of one collection, `_id` the key. Every step is one statement on one document, which
 * MongoDB makes atomic; the statements are in `mongodb-statements.ts`. Needs MongoDB 4.4 or later.
 */
export class MongodbShelf implements Shelf {
  readonly name = "mongodb";
  readonly collectionIntervalMs = 60_000;
  readonly passesTurns = true;
  readonly #connection: MongodbConnection;
  #ready: Promise<MongodbCollection> | undefined;

  constructor(connection: MongodbConnection) {
    this.#connection = connection;
  }

  async open(): Promise<void> {
    await this.#collection();
  }

  async close(): Promise<void> {
    this.#ready = undefined;
    await this.#connection.close();
  }

  async read(key: string): Promise<Slot | undefined> {
    const collection = await this.#collection();
    const document = await collection.findOne({ _id: key }, { projection: SLOT_PROJECTION });
    return readSlot(document as SlotReading | null);
  }

  async insert(key: string, content: SlotContent): Promise<boolean> {
    const collection = await this.#collection();
    if (await insertWhereVacant(collection, key, content)) return true;
    const { deletedCount } = await collection.deleteOne(tombstoneThatIsOver(key));
    return deletedCount === 1 && insertWhereVacant(collection, key, content);
  }

  replace(
    key: string,
    version: number,
    content: SlotContent,
    options: ReplaceOptions = {},
  ): Promise<boolean> {
    return this.#update(atVersion(key, version, options), replacement(version, content, options));
  }

  bury(key: string, tombstone: Tombstone, keepMs: number, options: BuryOptions = {}): Promise<boolean> {
    return this.#update(toBury(key, options), burial(key, tombstone, keepMs));
  }

  async remove(key: string): Promise<void> {
    const collection = await this.#collection();
    await collection.deleteOne({ _id: key });
  }

  async takeTurn(key: string, holder: string, leaseMs: number, breaking?: number): Promise<TurnAttempt> {
    const collection = await this.#collection();
    const taken = (await collection.findOneAndUpdate(
      withFreeTurn(key, breaking),
      turnTaking(holder, leaseMs),
      { returnDocument: "after", projection: { text: 1, version: 1, lastToken: 1 } },
    )) as MongodbSlot | null;
    if (taken?.text === undefined || taken.version === undefined || taken.lastToken === undefined) {
      return { taken: false, slot: await this.read(key) };
    }
    return { taken: true, token: taken.lastToken, text: taken.text, version: taken.version };
  }

  renewTurn(key: string, token: number, leaseMs: number): Promise<boolean> {
    return this.#update(withTurn(key, token), turnRenewal(leaseMs));
  }

  async releaseTurn(key: string, token: number): Promise<void> {
    await this.#update(withTurn(key, token), TURN_RELEASE);
  }

  async keysOfOwner(owner: string): Promise<readonly string[]> {
    const collection = await this.#collection();
    const documents = await collection.find({ owner }, { projection: { _id: 1 } }).toArray();
    return (documents as readonly MongodbSlot[]).map(({ _id }) => _id);
  }

  async collect(nowMs: number): Promise<number> {
    const expired = await this.#deleteInBatches(expiredRecords(nowMs));
    return expired + (await this.#deleteInBatches(OLD_TOMBSTONES));
  }

  /** Small steps, each well within the time-outs however much has gathered. */
  async #deleteInBatches(filter: Filter): Promise<number> {
    const collection = await this.#collection();
    let deleted = 0;
    for (;;) {
      const found = await collection
        .find(filter, { projection: { _id: 1 }, limit: BATCH, batchSize: BATCH })
        .toArray();
      if (found.length === 0) return deleted;
      const keys = (found as readonly MongodbSlot[]).map(({ _id }) => _id);
      const { deletedCount } = await collection.deleteMany({ _id: { $in: keys }, ...filter });
      deleted += deletedCount;
      // Fewer than were found: somebody else collects too, and will see to the rest.
      if (found.length < BATCH || deletedCount < found.length) return deleted;
    }
  }

  async #update(filter: Filter, update: Pipeline): Promise<boolean> {
    const collection = await this.#collection();
    const { matchedCount } = await collection.updateOne(filter, update);
    return matchedCount === 1;
  }

  /** Once, unless it fails: then the next step tries again. */
  #collection(): Promise<MongodbCollection> {
    this.#ready ??= this.#prepare().catch((error: unknown) => {
      this.#ready = undefined;
      throw error;
    });
    return this.#ready;
  }

  async #prepare(): Promise<MongodbCollection> {
    const collection = await this.#connection.collection();
    await collection.createIndexes(INDEXES);
    return collection;
  }
}

const BATCH = 1000;
const DUPLICATE_KEY = 11_000;

async function insertWhereVacant(
  collection: MongodbCollection,
  key: string,
  content: SlotContent,
): Promise<boolean> {
  try {
    await collection.updateOne(vacant(key), insertion(content), { upsert: true });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === DUPLICATE_KEY) return false;
    throw error;
  }
}
