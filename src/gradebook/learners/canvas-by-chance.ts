import { lmsMark } from "./lms-name.ts";

interface Named {
  readonly path: string;
  /** What was downloaded together. */
  readonly batch: string;
}

/**
 * The paths that have the form of Canvas's by chance, as `hw_3_2_anna.keepsake` beside `hw_3_2_bob.keepsake`. In one
 * download of Canvas a file's number is that of one file, and a user's number comes with one name.
 */
export function canvasByChance(files: readonly Named[]): ReadonlySet<string> {
  const seen = new Map<string, { readonly saying: Set<string>; readonly paths: string[] }>();
  const note = (number: string, says: string, path: string): void => {
    const { saying, paths } = seen.get(number) ?? { saying: new Set(), paths: [] };
    paths.push(path);
    seen.set(number, { saying: saying.add(says), paths });
  };
  for (const { path, batch } of files) {
    const mark = lmsMark(path);
    if (mark?.lms !== "canvas" || mark.learnerName === undefined) continue;
    const { learnerId, learnerName, fileId, fileName } = mark;
    note(JSON.stringify([batch, "file", fileId]), JSON.stringify([learnerId, learnerName, fileName]), path);
    note(JSON.stringify([batch, "user", learnerId]), learnerName, path);
  }
  return new Set([...seen.values()].flatMap(({ saying, paths }) => (saying.size > 1 ? paths : [])));
}
