import { isThere, type LeftDraft } from "./unsaved-journal.ts";

/**
 * Texts that another one takes the place of, whose writer had not seen them. `typed`: what this page has of the files that it has not
 * saved yet, which is newer than any of them.
 */
export function beatenDrafts(
  found: readonly LeftDraft[],
  winners: readonly LeftDraft[],
  typed: ReadonlyMap<string, string | undefined>,
): LeftDraft[] {
  return found.filter(isThere).filter(({ path, text, savedAtMs }) => {
    if (typed.has(path)) return typed.get(path) !== text;
    const winner = winners.find((each) => each.path === path);
    if (winner === undefined || savedAtMs <= (winner.afterMs ?? 0)) return false;
    return !isThere(winner) || winner.text !== text;
  });
}
