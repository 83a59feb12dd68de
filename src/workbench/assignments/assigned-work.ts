import type { KeptAssignment, Learner, Receipt } from "./kept-assignments.ts";

/** What a learner has of assignments on one machine, as plain data. */
export interface AssignedWork {
  /** Absent while no name was given. */
  readonly learner?: Learner;
  readonly assignments: readonly KeptAssignment[];
  /** Also of assignments that were taken off the list. */
  readonly receipts: readonly Receipt[];
}

export const noAssignedWork: AssignedWork = { assignments: [], receipts: [] };

/**
 * Both as one: every assignment and every hand-in that either has. Two machines may have counted one number each for
 * another hand-in; their receipt codes tell them apart. The name stays as it is here. Merging the same again changes
 * nothing.
 */
export function mergeAssignedWork(here: AssignedWork, other: AssignedWork): AssignedWork {
  const assignments = new Map<string, KeptAssignment>();
  for (const kept of [...here.assignments, ...other.assignments]) {
    const known = assignments.get(kept.fingerprint);
    if (known === undefined || kept.openedAtMs > known.openedAtMs) assignments.set(kept.fingerprint, kept);
  }
  const receipts = new Map<string, Receipt>();
  for (const receipt of [...here.receipts, ...other.receipts]) {
    const key = `${receipt.fingerprint} ${receipt.code}`;
    if (!receipts.has(key)) receipts.set(key, receipt);
  }
  const learner = isNamed(here.learner) ? here.learner : (other.learner ?? here.learner);
  return {
    ...(learner === undefined ? {} : { learner }),
    assignments: [...assignments.values()],
    receipts: [...receipts.values()],
  };
}

/** Does somebody stand there? */
export function isNamed(learner: Learner | undefined): learner is Learner {
  return learner !== undefined && learner.name.trim() !== "";
}
