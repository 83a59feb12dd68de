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
 * received later; of those that came at one time, what the learner's machine counts higher.
 */
export function countingHandIns(
  handIns: readonly OpenedHandIn[],
  received: ReadonlyMap<OpenedHandIn, Received>,
): LearnersHandIns[] {
  return [...Map.groupBy(handIns, ({ learner }) => learner.key).values()]
    .map((all) => {
      const newestFirst = all.toSorted((one, other) => newness(other, one, received));
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

function newness(
  one: OpenedHandIn,
  other: OpenedHandIn,
  received: ReadonlyMap<OpenedHandIn, Received>,
): number {
  const at = (each: OpenedHandIn): number | undefined => {
    const known = received.get(each);
    return known?.by === "file" ? known.atMs : undefined;
  };
  const [a, b] = [at(one), at(other)];
  return (
    (a === undefined || b === undefined ? 0 : a - b) ||
    one.handIn.sequence - other.handIn.sequence ||
    one.handIn.madeAtMs - other.handIn.madeAtMs ||
    compare(one.hash, other.hash)
  );
}

function sortKey({ counts }: LearnersHandIns): string {
  return `${counts.learner.name.toLowerCase()}\u0000${counts.learner.key}`;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
