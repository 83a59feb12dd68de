import { z } from "zod";
import type { Assignment } from "../../assignment/assignment.ts";
import { fingerprintOf } from "../../assignment/fingerprint.ts";
import { firstFault } from "../../assignment/schemas.ts";
import type { SimilarHandIns } from "../similar/similar-hand-ins.ts";
import { gradesSchema } from "./grades-schema.ts";
import type { LearnerResult } from "./results.ts";
import type { Trouble } from "./trouble.ts";

export const GRADES_FORMAT = "keepsake-grades";
/** The newest format that this code writes and reads. */
export const GRADES_VERSION = 2;

/** All results of a run. A classroom server may read it: a change of its shape is a new version. */
export interface GradesFile {
  readonly format: typeof GRADES_FORMAT;
  readonly version: typeof GRADES_VERSION;
  readonly assignment: Assignment & { readonly fingerprint: string };
  readonly learners: readonly LearnerResult[];
  readonly troubles: readonly Trouble[];
  readonly similar: readonly SimilarHandIns[];
}

/** Where the file lies among the results. */
export const GRADES_FILE = "grades.json";

export type GradesFault =
  /** It is no JSON. */
  | { readonly kind: "damaged" }
  /** It is something else. */
  | { readonly kind: "other-format" }
  | { readonly kind: "other-version"; readonly version: number }
  /** It was changed since it was written; `place` says where and how, as the end of a sentence. */
  | { readonly kind: "not-valid"; readonly place: string };

/** The file cannot be used; `fault` says why, for whoever knows what is to be done about it. */
export class GradesError extends Error {
  override readonly name = "GradesError";
  readonly fault: GradesFault;

  constructor(fault: GradesFault) {
    super(`${GRADES_FILE} cannot be read: ${fault.kind}.`);
    this.fault = fault;
  }
}

export function gradesFile(
  assignment: Assignment,
  learners: readonly LearnerResult[],
  troubles: readonly Trouble[],
  similar: readonly SimilarHandIns[],
): GradesFile {
  return {
    ...{ format: GRADES_FORMAT, version: GRADES_VERSION },
    assignment: { ...assignment, fingerprint: fingerprintOf(assignment) },
    ...{ learners, troubles, similar },
  };
}

const head = z.looseObject({ format: z.literal(GRADES_FORMAT), version: z.number() });

/** Reads what a run of this version wrote, when nobody has changed its form since. Throws a GradesError. */
export function readGrades(text: string): GradesFile {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new GradesError({ kind: "damaged" });
  }
  const parsed = head.safeParse(json);
  if (!parsed.success) throw new GradesError({ kind: "other-format" });
  if (parsed.data.version !== GRADES_VERSION)
    throw new GradesError({ kind: "other-version", version: parsed.data.version });
  const results = gradesSchema.safeParse(json);
  if (!results.success) throw new GradesError({ kind: "not-valid", place: firstFault(results.error) });
  const { assignment, learners, troubles, similar } = results.data;
  const { fingerprint, ...given } = assignment;
  if (fingerprint !== fingerprintOf(given))
    throw new GradesError({ kind: "not-valid", place: "assignment.fingerprint: that of another assignment" });
  return { ...{ format: GRADES_FORMAT, version: GRADES_VERSION }, assignment, learners, troubles, similar };
}
