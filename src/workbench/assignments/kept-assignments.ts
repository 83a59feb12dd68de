import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Assignment } from "../../assignment/assignment.ts";

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
  receipts: { key: [fingerprint: string, sequence: number]; value: Receipt };
  learner: { key: "me"; value: Learner };
}

let opening: Promise<IDBPDatabase<AssignmentDatabase>> | undefined;

/** Apart from drafts and progress, so that the two can change without each other. Rejects when the browser refuses. */
function assignmentDatabase(): Promise<IDBPDatabase<AssignmentDatabase>> {
  opening ??= openDB<AssignmentDatabase>("keepsake-assignments", 1, {
    upgrade(database) {
      database.createObjectStore("assignments", { keyPath: "fingerprint" });
      database.createObjectStore("receipts", { keyPath: ["fingerprint", "sequence"] });
      database.createObjectStore("learner");
    },
    blocking(_current, _blocked, event) {
      if (event.target instanceof IDBDatabase) event.target.close();
      opening = undefined;
    },
    terminated() {
      opening = undefined;
    },
  });
  opening.catch(() => {
    opening = undefined;
  });
  return opening;
}

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

/** Newest first. */
export async function receiptsOf(fingerprint: string): Promise<readonly Receipt[]> {
  const range = IDBKeyRange.bound([fingerprint], [fingerprint, []]);
  return (await (await assignmentDatabase()).getAll("receipts", range)).reverse();
}

export async function keepReceipt(receipt: Receipt): Promise<void> {
  await (await assignmentDatabase()).add("receipts", receipt);
}

export async function keptLearner(): Promise<Learner | undefined> {
  return (await assignmentDatabase()).get("learner", "me");
}

export async function keepLearner(learner: Learner): Promise<void> {
  await (await assignmentDatabase()).put("learner", learner, "me");
}
