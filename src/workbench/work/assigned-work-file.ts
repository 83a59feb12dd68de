import { z } from "zod";
import { assignmentSchema } from "../../assignment/assignment.ts";
import { fromBase64url, toBase64url } from "../../assignment/base64url.ts";
import { fingerprintOf } from "../../assignment/fingerprint.ts";
import { receiptCode } from "../../assignment/receipt.ts";
import type { AssignedWork } from "../assignments/assigned-work.ts";
import type { Receipt } from "../assignments/kept-assignments.ts";

/** As it stands in a file: sealed hand-ins as text, and nothing that says again what something else says. */
export function toAssignedWorkFile({ learner, assignments, receipts }: AssignedWork): unknown {
  return {
    learner,
    assignments: assignments.map(({ assignment, openedAtMs }) => ({ assignment, openedAtMs })),
    receipts: receipts.map(({ sealed, code: _, ...receipt }) => ({
      ...receipt,
      sealed: toBase64url(sealed),
    })),
  };
}

const time = z.number().min(0).max(8.64e15);
const word = z.string().max(120);

const assignmentEntry = z
  .object({ assignment: assignmentSchema, openedAtMs: time })
  .transform(({ assignment, openedAtMs }) => ({
    ...{ fingerprint: fingerprintOf(assignment), assignment, openedAtMs },
  }));

const sealedText = z.string().transform((text, { addIssue }) => {
  const bytes = fromBase64url(text);
  if (bytes !== undefined) return bytes;
  addIssue("no hand-in");
  return z.NEVER;
});

const receiptEntry = z
  .object({
    fingerprint: z.string().regex(/^[0-9a-f]{64}$/),
    sequence: z.int().min(1),
    madeAtMs: time,
    fileName: z.string().max(200),
    sealed: sealedText,
  })
  .transform((entry): Receipt => ({ ...entry, code: receiptCode(entry.sealed) }));

/** Reads what {@link toAssignedWorkFile} made. */
export const assignedWorkSchema = z.object({
  learner: z.object({ name: word, studentNumber: word }).exactOptional(),
  assignments: z.array(assignmentEntry).max(1_000),
  receipts: z.array(receiptEntry).max(10_000),
});
