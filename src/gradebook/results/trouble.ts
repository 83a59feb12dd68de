/** What can be the matter with a file, a hand-in or a learner. None of them stops a run. */
export const TROUBLE_KINDS = [
  /** A file or a part of a zip file that was not looked at. */
  "not-read",
  /** No hand-in at all. */
  "not-a-hand-in",
  /** A hand-in that cannot be opened: wrong key, cut, changed, too large, from a newer version. */
  "unreadable",
  /** Of another assignment, or of another wording of this one. */
  "foreign-assignment",
  "late",
  "lateness-unknown",
  /** Its name says that Canvas had it in time, and what lies beside it says that it is not from Canvas. */
  "canvas-doubted",
  /** A newer one of the same learner counts. */
  "duplicate",
  /** The very same file, from two learners. */
  "same-file",
  /** Something in it is not the learner's to change, and was put back. */
  "altered",
  /** Begun with other starter files than this course has. */
  "other-starter",
  /** The page's own result says otherwise. */
  "claim-differs",
  "missing-exercise",
  "cannot-grade",
  /** Who handed it in and who it says it is from are not the same. */
  "name-differs",
  /** One student number, two names. */
  "same-number",
  "not-in-roster",
  "not-handed-in",
  "roster",
] as const;

export type TroubleKind = (typeof TROUBLE_KINDS)[number];

export interface Trouble {
  readonly kind: TroubleKind;
  /** The file, as it was found; absent when it is about no file. */
  readonly where?: string;
  /** The learner's name, when one is known. */
  readonly learner?: string;
  /** The learner's key: two may have one name. Absent when `learner` is. */
  readonly learnerKey?: string;
  /** A whole sentence or more: what, and what to do about it. */
  readonly message: string;
}

/** Those about one learner. */
export function troublesOf(troubles: readonly Trouble[], { key }: { readonly key: string }): Trouble[] {
  return troubles.filter(({ learnerKey }) => learnerKey === key);
}

/** Their sentences name other learners too, or files of theirs. */
const NAMES_OTHERS: ReadonlySet<TroubleKind> = new Set(["same-file", "same-number", "name-differs"]);

/** Those about one learner that the learner may read. */
export function troublesToTell(troubles: readonly Trouble[], learner: { readonly key: string }): Trouble[] {
  return troublesOf(troubles, learner).filter(({ kind }) => !NAMES_OTHERS.has(kind));
}

/** Sorted, so that the same input gives the same list. */
export function sortedTroubles(troubles: readonly Trouble[]): Trouble[] {
  const key = ({ learner = "", learnerKey = "", where = "", kind, message }: Trouble): string =>
    [learner, where, kind, message, learnerKey].join("\u0000");
  return troubles.toSorted((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0));
}
