import { tokensOf } from "./tokens.ts";

/** So many tokens in a row are one place that is compared: about two lines. */
export const RUN_TOKENS = 14;
/** Of so many runs after one another one is kept, so a copy of RUN + WINDOW - 1 tokens is always found. */
export const WINDOW_RUNS = 6;

/** Nobody writes a longer file for an exercise; what a machine wrote, or what is to keep the comparison busy, is left out. */
export const COMPARED_LIMIT_CHARACTERS = 200_000;

/** Where a run of tokens stands. Lines from 1, both included. */
export interface Place {
  readonly path: string;
  readonly fromLine: number;
  readonly toLine: number;
}

/** The kept runs by their hash; of equal ones the first. */
export type Fingerprints = ReadonlyMap<number, Place>;

/**
 * Winnowing (Schleimer, Wilkerson, Aiken 2003): the smallest hash of every window is kept. Files above
 * {@link COMPARED_LIMIT_CHARACTERS} have none.
 */
export function fingerprintsOf(files: Readonly<Record<string, string>>): Fingerprints {
  const kept = new Map<number, Place>();
  for (const path of Object.keys(files).sort()) {
    const text = files[path] ?? "";
    if (text.length > COMPARED_LIMIT_CHARACTERS) continue;
    const tokens = tokensOf(text);
    const hashes: number[] = [];
    for (let at = 0; at + RUN_TOKENS <= tokens.length; at += 1) {
      hashes.push(hashOf(tokens.slice(at, at + RUN_TOKENS).map(({ text }) => text)));
    }
    let last = -1;
    for (let window = 0; window + Math.min(WINDOW_RUNS, hashes.length) <= hashes.length; window += 1) {
      const least = smallestIn(hashes, window, Math.min(window + WINDOW_RUNS, hashes.length));
      if (least === last || least === -1) continue;
      last = least;
      const hash = hashes[least] ?? 0;
      const fromLine = tokens[least]?.line ?? 1;
      const toLine = tokens[least + RUN_TOKENS - 1]?.line ?? fromLine;
      if (!kept.has(hash)) kept.set(hash, { path, fromLine, toLine });
    }
  }
  return kept;
}

/** The last of the smallest, so that neighbouring windows choose the same. -1: there is none. */
function smallestIn(hashes: readonly number[], from: number, to: number): number {
  let least = -1;
  for (let at = from; at < to; at += 1) {
    if (least === -1 || (hashes[at] ?? 0) <= (hashes[least] ?? 0)) least = at;
  }
  return least;
}

/** 52 bits: with some hundred thousand runs in a class, two different ones are hardly ever the same. */
function hashOf(texts: readonly string[]): number {
  let low = 0x811c9dc5;
  let high = 0x1000193;
  for (const text of texts) {
    for (let at = 0; at <= text.length; at += 1) {
      const code = at === text.length ? 0x1f : text.charCodeAt(at);
      low = Math.imul(low ^ code, 0x01000193);
      high = Math.imul(high ^ code, 0x85ebca6b) ^ (low >>> 15);
    }
  }
  return (high >>> 12) * 0x1_0000_0000 + (low >>> 0);
}
