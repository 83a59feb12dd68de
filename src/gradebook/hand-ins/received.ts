import type { Assignment } from "../../assignment/assignment.ts";
import { type Lateness, latenessOf } from "../../assignment/lateness.ts";
import type { OpenedHandIn } from "./opened.ts";

/** When a hand-in was received, and who says so. */
export interface Received {
  readonly lateness: Lateness;
  /** Absent when nobody knows. */
  readonly atMs?: number;
  readonly by: "roster" | "lms" | "file" | "nobody";
  /** True where its name says that Canvas had it in time, and what lies beside it says that it is not from Canvas. */
  readonly isDoubted?: boolean;
  /** True where it lies in a zip file that has hand-ins of its learner alone, and came when that came. */
  readonly isInOwnZip?: boolean;
}

/**
 * An LMS packs a download in a moment and marks all of it with that moment. Times of one download that are not
 * further apart are the download's, and no hand-in's.
 */
const PACKING_MS = 10 * 60_000;

/** Judges each hand-in. What lies in one download of an LMS is looked at together. */
export function receivedOf(
  handIns: readonly OpenedHandIn[],
  assignment: Assignment,
): ReadonlyMap<OpenedHandIn, Received> {
  const fromLms = handIns.filter(({ mark }) => mark !== undefined);
  const packedAtOnce = new Set(
    [...Map.groupBy(fromLms, ({ batch }) => batch)]
      .filter(([, together]) => isPackedAtOnce(together))
      .map(([batch]) => batch),
  );
  const mixed = new Set(
    [...Map.groupBy(handIns, ({ batch }) => batch)]
      .filter(([, together]) => together.some(isCanvas) && !together.every(isCanvas))
      .map(([batch]) => batch),
  );
  const doubtedAtOnce = new Set(
    [...Map.groupBy(handIns, ({ batch }) => batch)]
      .filter(([batch, together]) => mixed.has(batch) && isDoubtedAtOnce(together))
      .map(([batch]) => batch),
  );
  return new Map(
    handIns.map((handIn) => {
      const isDoubted = saysInTime(handIn) && mixed.has(handIn.batch);
      const isFromLms = handIn.mark !== undefined && !isDoubted;
      const atOnce = isDoubted ? doubtedAtOnce : isFromLms ? packedAtOnce : undefined;
      const hasOwnTime = atOnce?.has(handIn.batch) !== true;
      const { zip, fileAtMs, ...rest } = handIn;
      if (zip === undefined) return [handIn, received(handIn, isFromLms, hasOwnTime, assignment)];
      const inOwnZip = { ...rest, ...(zip.atMs === undefined ? {} : { fileAtMs: zip.atMs }) };
      return [handIn, { ...received(inOwnZip, isFromLms, hasOwnTime, assignment), isInOwnZip: true }];
    }),
  );
}

function isCanvas({ mark }: OpenedHandIn): boolean {
  return mark?.lms === "canvas";
}

function saysInTime({ mark }: OpenedHandIn): boolean {
  return mark?.isLate === false;
}

function isPackedAtOnce(together: readonly OpenedHandIn[]): boolean {
  const times = together.flatMap(({ fileAtMs }) => fileAtMs ?? []);
  return Math.max(...times) - Math.min(...times) <= PACKING_MS;
}

/**
 * Are the times of those with Canvas's form no hand-in's? Of a single one its own time cannot tell, but whether all that
 * lies beside it has the same.
 */
function isDoubtedAtOnce(together: readonly OpenedHandIn[]): boolean {
  const ofCanvas = together.filter(isCanvas);
  return isPackedAtOnce(ofCanvas.length > 1 ? ofCanvas : together);
}

/** Canvas names all files of a download: one without its form beside them was put there, and so was perhaps the rest. */
function received(
  handIn: OpenedHandIn,
  isFromLms: boolean,
  hasOwnTime: boolean,
  assignment: Assignment,
): Received {
  const { mark, learner, fileAtMs } = handIn;
  const onRoster = learner.roster?.receivedAtMs;
  if (onRoster !== undefined)
    return { lateness: latenessOf(assignment, onRoster), atMs: onRoster, by: "roster" };
  const own = hasOwnTime ? fileAtMs : undefined;
  if (saysInTime(handIn) && isFromLms) return { lateness: { kind: "in-time" }, by: "lms", ...optional(own) };
  const { dueAtMs } = assignment;
  if (mark?.isLate === true && dueAtMs !== undefined) {
    // The LMS says that it is late and not how late: as little as can be, unless a time says more.
    const atLeast = Math.max(dueAtMs + 1, own ?? 0);
    return { lateness: latenessOf(assignment, atLeast), by: "lms", ...optional(own) };
  }
  // What was downloaded in time was handed in in time; what was downloaded later may have been, too.
  const known =
    own ?? (fileAtMs !== undefined && dueAtMs !== undefined && fileAtMs <= dueAtMs ? fileAtMs : undefined);
  const lateness = latenessOf(assignment, known);
  const doubts = saysInTime(handIn) ? { isDoubted: true } : {};
  return own === undefined
    ? { lateness, by: "nobody", ...doubts }
    : { lateness, atMs: own, by: "file", ...doubts };
}

function optional(atMs: number | undefined): { readonly atMs?: number } {
  return atMs === undefined ? {} : { atMs };
}
