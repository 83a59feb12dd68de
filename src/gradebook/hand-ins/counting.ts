import type { OpenedHandIn } from "./opened.ts";
import type { Received } from "./received.ts";

/** A learner's hand-ins: the one that counts, and the others. */
export interface LearnersHandIns {
  readonly counts: OpenedHandIn;
  /** Newest first. */
  readonly others: readonly OpenedHandIn[];
}

/**
 * The newest counts; where late ones are refused, the newest that came in time, if there is one. Newer is what was
 * received later, if that is known of each; of those that came at one time, what the learner's machine counts higher. It
 * counts each wording of an assignment by itself: of two wordings that one is newer which was handed in last by its clock.
 */
export function countingHandIns(
  handIns: readonly OpenedHandIn[],
  received: ReadonlyMap<OpenedHandIn, Received>,
): LearnersHandIns[] {
  return [...Map.groupBy(handIns, ({ learner }) => learner.key).values()]
    .map((all) => {
      const newestFirst = sortedNewestFirst(all, received);
      const isRefused = (each: OpenedHandIn): boolean => {
        const lateness = received.get(each)?.lateness;
        return lateness?.kind === "late" && lateness.refused;
      };
      const counts = newestFirst.find((each) => !isRefused(each)) ?? newestFirst[0];
      if (counts === undefined) throw new TypeError("A group has a member.");
      return { counts, others: newestFirst.filter((each) => each !== counts) };
    })
    .sort((one, other) => compare(sortKey(one), sortKey(other)));
}

/** Sorts by one thing after another, each of which is the same for whichever two are compared: so the order is one. */
function sortedNewestFirst(
  all: readonly OpenedHandIn[],
  received: ReadonlyMap<OpenedHandIn, Received>,
): OpenedHandIn[] {
  const at = (each: OpenedHandIn): number | undefined => {
    const known = received.get(each);
    return known?.by === "file" ? known.atMs : undefined;
  };
  const hasTimes = all.every((each) => at(each) !== undefined);
  const fingerprint = ({ handIn }: OpenedHandIn): string => handIn.assignment.fingerprint;
  const lastMs = new Map(
    [...Map.groupBy(all, fingerprint)].map(([wording, same]) => [
      wording,
      same.reduce((last, { handIn }) => Math.max(last, handIn.madeAtMs), 0),
    ]),
  );
  const ofWording = (each: OpenedHandIn): number => lastMs.get(fingerprint(each)) ?? 0;
  return all.toSorted(
    (other, one) =>
      (hasTimes ? (at(one) ?? 0) - (at(other) ?? 0) : 0) ||
      ofWording(one) - ofWording(other) ||
      compare(fingerprint(one), fingerprint(other)) ||
      one.handIn.sequence - other.handIn.sequence ||
      one.handIn.madeAtMs - other.handIn.madeAtMs ||
      compare(one.hash, other.hash),
  );
}

function sortKey({ counts }: LearnersHandIns): string {
  return `${counts.learner.name.toLowerCase()}\u0000${counts.learner.key}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
