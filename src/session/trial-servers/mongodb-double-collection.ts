import { MongodbDoubleError } from "./mongodb-double-error.ts";
import { evaluate, isDocument, type Scope, unknown, valueAt } from "./mongodb-double-expression.ts";
import type { Document } from "./mongodb-double-wire.ts";

export interface Index {
  readonly name: string;
  readonly key: Document;
  readonly expireAfterSeconds?: number;
}

export interface UpdateResult {
  readonly before: Document | undefined;
  readonly after: Document | undefined;
  /** The `_id` of a document that an upsert made. */
  readonly upserted?: unknown;
}

/** One collection in memory: `_id` to document. Each method is one atomic step, as in MongoDB. */
export class DoubleCollection {
  readonly documents = new Map<unknown, Document>();
  readonly indexes = new Map<string, Index>();

  find(filter: Document, now: Date, limit = Number.POSITIVE_INFINITY): Document[] {
    const found: Document[] = [];
    for (const document of this.#candidates(filter)) {
      if (found.length >= limit) break;
      if (matches(filter, { document, now })) found.push(document);
    }
    return found;
  }

  updateOne(filter: Document, pipeline: unknown, upsert: boolean, now: Date): UpdateResult {
    if (!Array.isArray(pipeline)) throw unknown("updates that are not pipelines");
    if (upsert && JSON.stringify(filter).includes('"$expr"')) {
      throw new MongodbDoubleError(2, "$expr is not allowed in the query predicate for an upsert");
    }
    const [before] = this.find(filter, now, 1);
    if (before === undefined && !upsert) return { before, after: undefined };
    const start = before ?? equalities(filter);
    const after = applyPipeline(pipeline, start, now);
    if (after["_id"] !== start["_id"]) {
      throw new MongodbDoubleError(66, "the (immutable) field '_id' was found to have been altered");
    }
    if (before === undefined && this.documents.has(after["_id"])) throw duplicateKey(after["_id"]);
    this.documents.set(after["_id"], after);
    return before === undefined ? { before, after, upserted: after["_id"] } : { before, after };
  }

  delete(filter: Document, limit: number, now: Date): number {
    const doomed = this.find(filter, now, limit === 0 ? Number.POSITIVE_INFINITY : limit);
    for (const document of doomed) this.documents.delete(document["_id"]);
    return doomed.length;
  }

  createIndex(index: Index): void {
    const there = this.indexes.get(index.name);
    if (there !== undefined && JSON.stringify(there) !== JSON.stringify(index)) {
      throw new MongodbDoubleError(86, `An existing index has the same name, ${index.name}, and differs.`);
    }
    if (index.expireAfterSeconds !== undefined && Object.keys(index.key).length !== 1) {
      throw new MongodbDoubleError(2, "TTL indexes are single-field indexes");
    }
    this.indexes.set(index.name, index);
  }

  /** What the server's TTL monitor does once a minute. */
  expire(now: Date): void {
    for (const { key, expireAfterSeconds } of this.indexes.values()) {
      if (expireAfterSeconds === undefined) continue;
      for (const [id, document] of this.documents) {
        const value = valueAt(document, Object.keys(key)[0] ?? "");
        if (value instanceof Date && value.getTime() + expireAfterSeconds * 1000 <= now.getTime()) {
          this.documents.delete(id);
        }
      }
    }
  }

  #candidates(filter: Document): Iterable<Document> {
    const id = filter["_id"];
    if (typeof id !== "string") return this.documents.values();
    const document = this.documents.get(id);
    return document === undefined ? [] : [document];
  }
}

function duplicateKey(id: unknown): MongodbDoubleError {
  return new MongodbDoubleError(
    11_000,
    `E11000 duplicate key error collection index: _id_ dup key: { _id: ${id} }`,
  );
}

/** What an upsert's new document begins with: the fields that the filter sets equal to something. */
function equalities(filter: Document): Document {
  return Object.fromEntries(Object.entries(filter).filter(([, condition]) => !isDocument(condition)));
}

function matches(filter: Document, scope: Scope): boolean {
  return Object.entries(filter).every(([name, condition]) => {
    if (name === "$expr") return evaluate(condition, scope) === true;
    if (name === "$or") return (condition as Document[]).some((choice) => matches(choice, scope));
    if (name.startsWith("$")) throw new MongodbDoubleError(2, `unknown top level operator: ${name}`);
    const value = valueAt(scope.document, name);
    return isDocument(condition) ? holds(condition, value) : isScalar(condition) && value === condition;
  });
}

function isScalar(condition: unknown): boolean {
  if (typeof condition === "string" || typeof condition === "number") return true;
  throw unknown("filters by anything but texts and numbers");
}

function holds(condition: Document, value: unknown): boolean {
  return Object.entries(condition).every(([operator, operand]) => {
    switch (operator) {
      case "$exists":
        return (value !== undefined) === operand;
      case "$lte":
        return typeof value === "number" && typeof operand === "number" && value <= operand;
      case "$in":
        return (operand as unknown[]).includes(value);
      default:
        throw new MongodbDoubleError(2, `unknown operator: ${operator}`);
    }
  });
}

function applyPipeline(pipeline: readonly unknown[], start: Document, now: Date): Document {
  return pipeline.reduce<Document>((document, stage) => {
    const [[name, specification] = [], ...others] = Object.entries(stage as Document);
    if (others.length > 0)
      throw new MongodbDoubleError(
        40324,
        "A pipeline stage specification object must contain exactly one field.",
      );
    switch (name) {
      case "$set":
        return assign(document, specification as Document, { document, now });
      case "$unset":
        return without(document, specification as string[]);
      case "$replaceWith":
        return evaluate(specification, { document, now }) as Document;
      default:
        throw new MongodbDoubleError(40324, `Unrecognized pipeline stage name: '${name}'`);
    }
  }, start);
}

function assign(document: Document, fields: Document, scope: Scope): Document {
  const result = structuredClone(document);
  for (const [path, expression] of Object.entries(fields)) {
    const names = path.split(".");
    const last = names.pop() ?? "";
    let target = result;
    for (const name of names) {
      const inner = target[name];
      if (inner !== undefined && !isDocument(inner))
        throw unknown("paths through something else than documents");
      const next: Document = inner ?? {};
      target[name] = next;
      target = next;
    }
    target[last] = evaluate(expression, scope);
  }
  return result;
}

function without(document: Document, names: readonly string[]): Document {
  if (!Array.isArray(names) || names.some((name) => name.includes("."))) throw unknown("$unset of paths");
  return Object.fromEntries(Object.entries(document).filter(([name]) => !names.includes(name)));
}

/** A projection of inclusions (1) and expressions; `_id` always comes along. */
export function project(document: Document, projection: Document | undefined, now: Date): Document {
  if (projection === undefined) return document;
  const result: Document = { _id: document["_id"] };
  for (const [name, rule] of Object.entries(projection)) {
    if (rule === 0 || rule === false) throw unknown("projections that leave out");
    const value = rule === 1 ? valueAt(document, name) : evaluate(rule, { document, now });
    if (value !== undefined) result[name] = value;
  }
  return result;
}
