import { type DoubleCollection, type Index, project } from "./mongodb-double-collection.ts";
import { MongodbDoubleError } from "./mongodb-double-error.ts";
import { unknown } from "./mongodb-double-expression.ts";
import type { Document } from "./mongodb-double-wire.ts";

const OK = { ok: 1 };

export function createIndexes(collection: DoubleCollection, indexes: readonly Index[]): Document {
  const before = collection.indexes.size + 1;
  for (const index of indexes) collection.createIndex(index);
  return {
    numIndexesBefore: before,
    numIndexesAfter: collection.indexes.size + 1,
    createdCollectionAutomatically: false,
    ...OK,
  };
}

export function update(collection: DoubleCollection, updates: readonly Document[], now: Date): Document {
  const [statement, ...others] = updates;
  if (statement === undefined || others.length > 0 || statement["multi"] === true) {
    throw unknown("updates of more than one document");
  }
  refuseOtherFields(statement, ["q", "u", "upsert", "multi"]);
  try {
    const { q, u, upsert } = statement;
    const result = collection.updateOne(q as Document, u, upsert === true, now);
    const n = result.after === undefined ? 0 : 1;
    const { upserted } = result;
    return {
      n,
      nModified: result.before === undefined ? 0 : n,
      ...(upserted === undefined ? {} : { upserted: [{ index: 0, _id: upserted }] }),
      ...OK,
    };
  } catch (error) {
    // The command went well, its one statement did not.
    if (!(error instanceof MongodbDoubleError)) throw error;
    return {
      n: 0,
      nModified: 0,
      writeErrors: [{ index: 0, code: error.code, errmsg: error.message }],
      ...OK,
    };
  }
}

export function findAndModify(collection: DoubleCollection, command: Document, now: Date): Document {
  if (command["remove"] === true || command["upsert"] === true) throw unknown("findAndModify but to update");
  const { before, after } = collection.updateOne(command["query"] as Document, command["update"], false, now);
  const shown = command["new"] === true ? after : before;
  return {
    lastErrorObject: { n: after === undefined ? 0 : 1, updatedExisting: after !== undefined },
    value: shown === undefined ? null : project(shown, command["fields"] as Document | undefined, now),
    ...OK,
  };
}

export function remove(collection: DoubleCollection, deletes: readonly Document[], now: Date): Document {
  let n = 0;
  for (const statement of deletes) {
    refuseOtherFields(statement, ["q", "limit"]);
    n += collection.delete(statement["q"] as Document, Number(statement["limit"]), now);
  }
  return { n, ...OK };
}

function refuseOtherFields(statement: Document, known: readonly string[]): void {
  const other = Object.keys(statement).find((field) => !known.includes(field));
  if (other !== undefined) throw new MongodbDoubleError(40415, `BSON field '${other}' is an unknown field.`);
}
