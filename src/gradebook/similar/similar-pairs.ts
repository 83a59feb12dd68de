import { type Fingerprints, fingerprintsOf, type Place } from "./fingerprints.ts";

/** Below this share of the smaller one's own runs, two programs are as alike as any two that solve one exercise. */
export const SIGNAL_SHARE = 0.5;
/** Fewer runs in common say nothing. */
export const SIGNAL_RUNS = 8;
/** What so large a share of a class wrote is how one writes it, not what one copies… */
const COMMON_SHARE = 0.25;
/** …but in a small class it takes at least so many. */
const COMMON_LEAST = 12;

export interface Compared {
  /** Names the learner; sorts the pairs. */
  readonly key: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Lines of one that are in the other too, renamed or not. */
export interface SharedLines {
  readonly one: Place;
  readonly other: Place;
}

/** Two hand-ins that are more alike than chance: a reason to look, not a verdict. */
export interface SimilarPair {
  readonly one: string;
  readonly other: string;
  /** Of the smaller one's own work, 0 to 1. */
  readonly share: number;
  readonly lines: readonly SharedLines[];
}

/** The pairs that stand out, the most alike first. What `starter` gives everybody does not count. */
export function similarPairs(
  handIns: readonly Compared[],
  starter: Readonly<Record<string, string>>,
): SimilarPair[] {
  const given = fingerprintsOf(starter);
  const own = handIns
    .toSorted((one, other) => compare(one.key, other.key))
    .map(({ key, files }) => ({
      key,
      prints: new Map([...fingerprintsOf(files)].filter(([hash]) => !given.has(hash))),
    }));
  const holders = new Map<number, number[]>();
  for (const [index, { prints }] of own.entries()) {
    for (const hash of prints.keys()) holders.set(hash, [...(holders.get(hash) ?? []), index]);
  }
  const common = Math.max(COMMON_LEAST, Math.ceil(own.length * COMMON_SHARE));
  const shared = new Map<string, number[]>();
  const rare = own.map(() => 0);
  for (const [hash, indexes] of holders) {
    if (indexes.length > common) continue;
    for (const [at, one] of indexes.entries()) {
      rare[one] = (rare[one] ?? 0) + 1;
      for (const other of indexes.slice(at + 1)) {
        const pair = `${one} ${other}`;
        const hashes = shared.get(pair);
        if (hashes === undefined) shared.set(pair, [hash]);
        else hashes.push(hash);
      }
    }
  }
  const pairs: SimilarPair[] = [];
  for (const [pair, hashes] of shared) {
    const [one = 0, other = 0] = pair.split(" ").map(Number);
    const share = hashes.length / Math.min(rare[one] ?? 1, rare[other] ?? 1);
    const [first, second] = [own[one], own[other]];
    if (share < SIGNAL_SHARE || hashes.length < SIGNAL_RUNS || first === undefined || second === undefined)
      continue;
    pairs.push({
      one: first.key,
      other: second.key,
      share,
      lines: sharedLines(hashes, first.prints, second.prints),
    });
  }
  return pairs.sort((a, b) => b.share - a.share || compare(a.one, b.one) || compare(a.other, b.other));
}

/** Runs that follow one another in both become one. */
function sharedLines(hashes: readonly number[], one: Fingerprints, other: Fingerprints): SharedLines[] {
  const places = hashes
    .flatMap((hash) => {
      const [here, there] = [one.get(hash), other.get(hash)];
      return here === undefined || there === undefined ? [] : [{ one: here, other: there }];
    })
    .sort((a, b) => comparePlaces(a.one, b.one) || comparePlaces(a.other, b.other));
  const merged: SharedLines[] = [];
  for (const place of places) {
    const last = merged.at(-1);
    if (last !== undefined && follows(last.one, place.one) && follows(last.other, place.other)) {
      merged[merged.length - 1] = {
        one: joined(last.one, place.one),
        other: joined(last.other, place.other),
      };
    } else merged.push(place);
  }
  return merged;
}

function follows(before: Place, after: Place): boolean {
  return (
    before.path === after.path && after.fromLine <= before.toLine + 1 && after.toLine >= before.fromLine - 1
  );
}

function joined(one: Place, other: Place): Place {
  return {
    path: one.path,
    fromLine: Math.min(one.fromLine, other.fromLine),
    toLine: Math.max(one.toLine, other.toLine),
  };
}

function comparePlaces(one: Place, other: Place): number {
  return compare(one.path, other.path) || one.fromLine - other.fromLine || one.toLine - other.toLine;
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
