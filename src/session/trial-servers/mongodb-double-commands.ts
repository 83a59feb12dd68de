import { Binary, Long } from "mongodb";
import { DoubleCollection, type Index, project } from "./mongodb-double-collection.ts";
import { MongodbDoubleError } from "./mongodb-double-error.ts";
import { isDocument, unknown } from "./mongodb-double-expression.ts";
import { type DoubleUser, ScramConversation } from "./mongodb-double-scram.ts";
import type { Document } from "./mongodb-double-wire.ts";
import { createIndexes, findAndModify, remove, update } from "./mongodb-double-writes.ts";

/** What one connection has said so far. */
export interface DoubleConversation {
  isSignedIn: boolean;
  scram: ScramConversation | undefined;
}

/** The commands of a MongoDB server, those that our store and the driver send; others are refused by name. */
export class DoubleCommands {
  readonly collections = new Map<string, DoubleCollection>();
  /** Stepped down: answers as a member of a replica set that is not the primary. */
  isPrimary = true;
  readonly #address: string;
  readonly #user: DoubleUser | undefined;
  readonly #cursors = new Map<number, Document[]>();
  /** Answers to retryable writes, by session and number: one that is sent again is not done again. */
  readonly #written = new Map<string, Document>();
  #lastCursor = 0;

  constructor(address: string, user: DoubleUser | undefined) {
    this.#address = address;
    this.#user = user;
  }

  run(command: Document, conversation: DoubleConversation): Document {
    const name = Object.keys(command)[0] ?? "";
    const known = COMMANDS[name];
    if (known === undefined) throw new MongodbDoubleError(59, `no such command: '${name}'`);
    for (const field of Object.keys(command).slice(1)) {
      if (known.fields.includes(field) || ANYWHERE.includes(field)) continue;
      throw new MongodbDoubleError(40415, `BSON field '${name}.${field}' is an unknown field.`);
    }
    if (!known.isOpen && this.#user !== undefined && !conversation.isSignedIn) {
      throw new MongodbDoubleError(13, `Command ${name} requires authentication`);
    }
    if (!this.isPrimary && !known.isOpen) throw new MongodbDoubleError(10107, "not primary");
    return known.writes ? this.#once(command, name) : this.#answer(name, command, conversation);
  }

  #once(command: Document, name: string): Document {
    refuseWeakWriteConcern(command);
    const { lsid, txnNumber } = command;
    if (txnNumber === undefined) return this.#write(name, command);
    const session = isDocument(lsid) && lsid["id"] instanceof Binary ? lsid["id"].toString("hex") : "";
    const key = `${session}:${txnNumber}`;
    const before = this.#written.get(key);
    if (before !== undefined) return before;
    const reply = this.#write(name, command);
    this.#written.set(key, reply);
    return reply;
  }

  #write(name: string, command: Document): Document {
    const collection = this.#collection(command, name);
    const now = new Date();
    switch (name) {
      case "createIndexes":
        return createIndexes(collection, command["indexes"] as Index[]);
      case "update":
        return update(collection, command["updates"] as Document[], now);
      case "findAndModify":
        return findAndModify(collection, command, now);
      case "drop":
        this.collections.delete(`${command["$db"]}.${command["drop"]}`);
        return OK;
      case "delete":
        return remove(collection, command["deletes"] as Document[], now);
      default:
        throw unknown(`how to ${name}`);
    }
  }

  #answer(name: string, command: Document, conversation: DoubleConversation): Document {
    switch (name) {
      case "hello":
      case "isMaster":
      case "ismaster":
        return this.#hello(command, conversation);
      case "saslStart":
        return this.#saslStart(command, conversation);
      case "saslContinue":
        return saslContinue(command, conversation);
      case "find":
        return this.#find(command);
      case "getMore":
        return this.#getMore(command);
      case "killCursors":
        for (const id of command["cursors"] as unknown[]) this.#cursors.delete(Number(id));
        return OK;
      default:
        return OK;
    }
  }

  #hello(command: Document, conversation: DoubleConversation): Document {
    const speculative = command["speculativeAuthenticate"];
    return {
      helloOk: true,
      isWritablePrimary: this.isPrimary,
      secondary: !this.isPrimary,
      setName: "double",
      setVersion: 1,
      hosts: [this.#address],
      me: this.#address,
      ...(this.isPrimary ? { primary: this.#address } : {}),
      maxBsonObjectSize: 16_777_216,
      maxMessageSizeBytes: 48_000_000,
      maxWriteBatchSize: 100_000,
      localTime: new Date(),
      logicalSessionTimeoutMinutes: 30,
      connectionId: 1,
      minWireVersion: 0,
      // As MongoDB 7.0.
      maxWireVersion: 21,
      readOnly: false,
      ...(command["saslSupportedMechs"] === undefined ? {} : { saslSupportedMechs: ["SCRAM-SHA-256"] }),
      ...(isDocument(speculative) && this.#user !== undefined
        ? { speculativeAuthenticate: this.#saslStart(speculative, conversation) }
        : {}),
      ...OK,
    };
  }

  #saslStart(command: Document, conversation: DoubleConversation): Document {
    if (command["mechanism"] !== "SCRAM-SHA-256") throw unknown(`the mechanism ${command["mechanism"]}`);
    if (this.#user === undefined) throw new MongodbDoubleError(18, "Authentication failed.");
    conversation.scram = new ScramConversation(this.#user);
    const payload = conversation.scram.start(bytesOf(command["payload"]));
    return { conversationId: 1, done: false, payload: new Binary(payload), ...OK };
  }

  #find(command: Document): Document {
    refuseOtherReadConcerns(command);
    const collection = this.#collection(command, "find");
    const now = new Date();
    const filter = command["filter"] as Document;
    const limit = Number(command["limit"] ?? 0);
    const found = collection
      .find(filter, now, limit === 0 ? Number.POSITIVE_INFINITY : limit)
      .map((document) => project(document, command["projection"] as Document | undefined, now));
    const isOne = command["singleBatch"] === true;
    const size = Number(command["batchSize"] ?? 101);
    const rest = isOne ? [] : found.slice(size);
    return this.#cursor("firstBatch", found.slice(0, size), rest, command, "find");
  }

  #getMore(command: Document): Document {
    const id = Number(command["getMore"]);
    const waiting = this.#cursors.get(id);
    if (waiting === undefined) throw new MongodbDoubleError(43, `cursor id ${id} not found`);
    this.#cursors.delete(id);
    const size = Number(command["batchSize"] ?? waiting.length);
    return this.#cursor("nextBatch", waiting.slice(0, size), waiting.slice(size), command, "collection");
  }

  #cursor(name: string, batch: Document[], rest: Document[], command: Document, field: string): Document {
    let id = 0;
    if (rest.length > 0) {
      this.#lastCursor += 1;
      id = this.#lastCursor;
      this.#cursors.set(id, rest);
    }
    return {
      cursor: { id: Long.fromNumber(id), ns: `${command["$db"]}.${command[field]}`, [name]: batch },
      ...OK,
    };
  }

  #collection(command: Document, field: string): DoubleCollection {
    const name = `${command["$db"]}.${command[field]}`;
    const there = this.collections.get(name) ?? new DoubleCollection();
    this.collections.set(name, there);
    return there;
  }
}

const OK = { ok: 1 };

interface KnownCommand {
  readonly fields: readonly string[];
  /** Runs before a sign-in, and on every member of the replica set. */
  readonly isOpen: boolean;
  readonly writes: boolean;
}

const HELLO_FIELDS = [
  "helloOk",
  "client",
  "compression",
  "backpressure",
  "saslSupportedMechs",
  "speculativeAuthenticate",
];

const COMMANDS: Readonly<Record<string, KnownCommand>> = {
  hello: { fields: HELLO_FIELDS, isOpen: true, writes: false },
  isMaster: { fields: HELLO_FIELDS, isOpen: true, writes: false },
  ismaster: { fields: HELLO_FIELDS, isOpen: true, writes: false },
  saslStart: { fields: ["mechanism", "payload", "autoAuthorize", "options"], isOpen: true, writes: false },
  saslContinue: { fields: ["conversationId", "payload"], isOpen: true, writes: false },
  ping: { fields: [], isOpen: true, writes: false },
  endSessions: { fields: [], isOpen: true, writes: false },
  killCursors: { fields: ["cursors"], isOpen: false, writes: false },
  find: {
    fields: ["filter", "projection", "limit", "singleBatch", "batchSize"],
    isOpen: false,
    writes: false,
  },
  getMore: { fields: ["collection", "batchSize"], isOpen: false, writes: false },
  createIndexes: { fields: ["indexes"], isOpen: false, writes: true },
  update: { fields: ["updates", "ordered"], isOpen: false, writes: true },
  findAndModify: {
    fields: ["query", "update", "new", "fields", "remove", "upsert"],
    isOpen: false,
    writes: true,
  },
  drop: { fields: [], isOpen: false, writes: true },
  delete: { fields: ["deletes", "ordered"], isOpen: false, writes: true },
};

/** Fields that every command may have. */
const ANYWHERE = [
  "$db",
  "lsid",
  "txnNumber",
  "writeConcern",
  "readConcern",
  "$readPreference",
  "$clusterTime",
];

/** Our store promises that no failover loses what it wrote, so every write must ask for a majority. */
function refuseWeakWriteConcern(command: Document): void {
  const concern = command["writeConcern"];
  if (isDocument(concern) && concern["w"] === "majority" && Number(concern["wtimeout"]) > 0) return;
  throw new MongodbDoubleError(
    100,
    "The double takes writes to a majority within a bounded time only (w: majority, wtimeout).",
  );
}

function refuseOtherReadConcerns(command: Document): void {
  const concern = command["readConcern"];
  if (isDocument(concern) && concern["level"] === "local") return;
  throw unknown("reading with another concern than local");
}

function saslContinue(command: Document, conversation: DoubleConversation): Document {
  if (conversation.scram === undefined) throw new MongodbDoubleError(18, "Authentication failed.");
  const payload = conversation.scram.finish(bytesOf(command["payload"]));
  conversation.isSignedIn = true;
  return { conversationId: 1, done: true, payload: new Binary(payload), ...OK };
}

function bytesOf(payload: unknown): Buffer {
  if (payload instanceof Binary) return Buffer.from(payload.value());
  throw new MongodbDoubleError(14, "the payload is not binary");
}
