import type { DBSchema, IDBPTransaction } from "idb";
import type { Assignment } from "../../assignment/assignment.ts";
import { untilKept } from "../database.ts";
import { openDatabase } from "../open-database.ts";
import type { AssignedWork } from "./assigned-work.ts";

/** An assignment whose link was opened on this machine. */
export interface KeptAssignment {
  readonly fingerprint: string;
  readonly assignment: Assignment;
  readonly openedAtMs: number;
}

/** A hand-in that was made on this machine, with the sealed file itself: nobody here can open it, but save it again. */
export interface Receipt {
  readonly fingerprint: string;
  readonly sequence: number;
  readonly madeAtMs: number;
  readonly code: string;
  readonly fileName: string;
  readonly sealed: Uint8Array<ArrayBuffer>;
}

export interface Learner {
  readonly name: string;
  readonly studentNumber: string;
}

interface AssignmentDatabase extends DBSchema {
  assignments: { key: string; value: KeptAssignment };
  receipts: { key: [fingerprint: string, code: string]; value: Receipt };
  learner: { key: "me"; value: Learner };
  /** The last number that was given to a hand-in, by fingerprint; also when its receipt is forgotten. Since version 3. */
  numbers: { key: string; value: number };
}

/** Apart from drafts and progress, so that the two can change without each other. From version 3 on, each only adds. */
const assignmentDatabase = openDatabase<AssignmentDatabase>({
  name: "keepsake-assignments",
  version: 3,
  async upgrade(database, from, _to, transaction) {
    if (from < 1) {
      database.createObjectStore("assignments", { keyPath: "fingerprint" });
      database.createObjectStore("learner");
    }
    if (from < 3) database.createObjectStore("numbers");
    // Receipts were kept by their number, of which two machines may have the same.
    const before = from < 1 ? [] : await transaction.objectStore("receipts").getAll();
    if (from === 1) database.deleteObjectStore("receipts");
    if (from < 2) database.createObjectStore("receipts", { keyPath: ["fingerprint", "code"] });
    for (const receipt of before) await transaction.objectStore("receipts").put(receipt);
  },
});

/** Every verb below rejects when the browser keeps nothing. */
export async function keepAssignment(kept: KeptAssignment): Promise<void> {
  await (await assignmentDatabase()).put("assignments", kept);
}

/** The one opened last comes first. */
export async function keptAssignments(): Promise<readonly KeptAssignment[]> {
  const all = await (await assignmentDatabase()).getAll("assignments");
  return all.sort((one, other) => other.openedAtMs - one.openedAtMs);
}

/** Takes it off the list. Its receipts stay: opening the link again brings back both. Absent is fine. */
export async function forgetAssignment(fingerprint: string): Promise<void> {
  await (await assignmentDatabase()).delete("assignments", fingerprint);
}

/** The highest number first; of two with one number, which two machines made, the one that was made later. */
export async function receiptsOf(fingerprint: string): Promise<readonly Receipt[]> {
  const all = await (await assignmentDatabase()).getAll("receipts", receiptRange(fingerprint));
  return all.sort((one, other) => other.sequence - one.sequence || other.madeAtMs - one.madeAtMs);
}

export async function keepReceipt(receipt: Receipt): Promise<void> {
  await (await assignmentDatabase()).add("receipts", receipt);
}

/** One more than any number that a hand-in from this machine has: of two, the one with the higher number counts. */
export async function nextNumber(fingerprint: string): Promise<number> {
  const database = await assignmentDatabase();
  return 1 + (await lastNumber(database.transaction(["receipts", "numbers"]), fingerprint));
}

/** Gives `number` out. Answers whether it was still the next one: another tab may have been quicker. */
export async function takeNumber(fingerprint: string, number: number): Promise<boolean> {
  const database = await assignmentDatabase();
  const transaction = database.transaction(["receipts", "numbers"], "readwrite", { durability: "strict" });
  const take = async () => {
    const isNext = number > (await lastNumber(transaction, fingerprint));
    if (isNext) await transaction.objectStore("numbers").put(number, fingerprint);
    return isNext;
  };
  const taken = take();
  await untilKept(transaction, [taken]);
  return taken;
}

async function lastNumber<Mode extends IDBTransactionMode>(
  transaction: IDBPTransaction<AssignmentDatabase, ["receipts", "numbers"], Mode>,
  fingerprint: string,
): Promise<number> {
  const [receipts, last] = await Promise.all([
    transaction.objectStore("receipts").getAll(receiptRange(fingerprint)),
    transaction.objectStore("numbers").get(fingerprint),
  ]);
  return Math.max(last ?? 0, ...receipts.map(({ sequence }) => sequence));
}

function receiptRange(fingerprint: string): IDBKeyRange {
  return IDBKeyRange.bound([fingerprint], [fingerprint, []]);
}

export async function keptLearner(): Promise<Learner | undefined> {
  return (await assignmentDatabase()).get("learner", "me");
}

export async function keepLearner(learner: Learner): Promise<void> {
  await (await assignmentDatabase()).put("learner", learner, "me");
}

/** All of it, to be saved as a file. */
export async function readAssignedWork(): Promise<AssignedWork> {
  const database = await assignmentDatabase();
  const [learner, assignments, receipts] = await Promise.all([
    database.get("learner", "me"),
    database.getAll("assignments"),
    database.getAll("receipts"),
  ]);
  return { ...(learner === undefined ? {} : { learner }), assignments, receipts };
}

/**
 * Makes the step from `before` to `after`, all or nothing. What was kept since `before` was read stays, and so do the
 * numbers of hand-ins that go.
 */
export async function changeAssignedWork(before: AssignedWork, after: AssignedWork): Promise<void> {
  const database = await assignmentDatabase();
  const transaction = database.transaction(["assignments", "receipts", "learner", "numbers"], "readwrite", {
    durability: "strict",
  });
  const assignments = transaction.objectStore("assignments");
  const receipts = transaction.objectStore("receipts");
  const opened = (kept: KeptAssignment) => `${kept.fingerprint} ${kept.openedAtMs}`;
  const receiptKey = ({ fingerprint, code }: Receipt): [string, string] => [fingerprint, code];
  const gone = without(before.assignments, after.assignments, ({ fingerprint }) => fingerprint);
  const learner = transaction.objectStore("learner");
  const numbers = transaction.objectStore("numbers");
  const forgotten = without(before.receipts, after.receipts, (receipt) => receiptKey(receipt).join(" "));
  const forgetReceipts = async () => {
    for (const receipt of forgotten) {
      const { fingerprint, sequence } = receipt;
      await numbers.put(Math.max(sequence, (await numbers.get(fingerprint)) ?? 0), fingerprint);
      await receipts.delete(receiptKey(receipt));
    }
  };
  const isRenamed = JSON.stringify(before.learner) !== JSON.stringify(after.learner);
  await untilKept(transaction, [
    ...gone.map(({ fingerprint }) => assignments.delete(fingerprint)),
    ...without(after.assignments, before.assignments, opened).map((kept) => assignments.put(kept)),
    forgetReceipts(),
    ...without(after.receipts, before.receipts, (receipt) => receiptKey(receipt).join(" ")).map((receipt) =>
      receipts.put(receipt),
    ),
    ...(isRenamed
      ? [after.learner === undefined ? learner.delete("me") : learner.put(after.learner, "me")]
      : []),
  ]);
}

/** Those that are not among the others, by a key. */
function without<Item>(
  items: readonly Item[],
  others: readonly Item[],
  keyOf: (item: Item) => string,
): Item[] {
  const known = new Set(others.map(keyOf));
  return items.filter((item) => !known.has(keyOf(item)));
}
