import { isFilePath } from "../file-path.ts";
import type { TextFiles } from "../workspace.ts";
import { textMark } from "./text-mark.ts";

/** More than a learner makes by hand. */
export const SHARED_FILES_AT_MOST = 40;
/** All shared files together, as they are when unpacked. */
export const SHARED_BYTES_AT_MOST = 256 * 1024;

/** What one learner shares with another: the files that are not the course's own, whole. */
export interface SharedCode {
  /** The permanent id that drafts are kept by: of an exercise, or "playground:" and the playground's. */
  readonly ownerId: string;
  /** Tells the starter that it was made from: see {@link starterMark}. */
  readonly starter: string;
  /** The files that were changed or made. */
  readonly files: TextFiles;
  /** Files of the starter that are gone. */
  readonly removed: readonly string[];
}

/** What differs from the starter. Without difference: no files, nothing removed. */
export function sharedCode(ownerId: string, starter: TextFiles, files: TextFiles): SharedCode {
  return {
    ownerId,
    starter: starterMark(starter),
    files: Object.fromEntries(Object.entries(files).filter(([path, text]) => starter[path] !== text)),
    removed: Object.keys(starter).filter((path) => !Object.hasOwn(files, path)),
  };
}

/** All files of whoever shared them. */
export function withShared(starter: TextFiles, { files, removed }: SharedCode): TextFiles {
  const kept = Object.entries(starter).filter(([path]) => !removed.includes(path));
  return { ...Object.fromEntries(kept), ...files };
}

/** Whether nothing differs. */
export function isEmpty({ files, removed }: SharedCode): boolean {
  return Object.keys(files).length === 0 && removed.length === 0;
}

/**
 * The mark of a starter, which is another when the starter is. What was shared is whole files, so a wrong mark misleads nobody
 * but into not being told that the exercise changed.
 */
export function starterMark(starter: TextFiles): string {
  const parts = Object.entries(starter).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return textMark(JSON.stringify(parts));
}

/** Reads what came from elsewhere. `undefined`: it is no shared code, or it names what no file may be named. */
export function readSharedCode(value: unknown): SharedCode | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { ownerId, starter, files, removed }: Partial<Record<keyof SharedCode, unknown>> = value;
  if (typeof ownerId !== "string" || typeof starter !== "string") return undefined;
  if (typeof files !== "object" || files === null || !Array.isArray(removed)) return undefined;
  const read: [path: string, text: string][] = [];
  for (const [path, text] of Object.entries(files)) {
    if (typeof text !== "string" || !isFilePath(path)) return undefined;
    read.push([path, text]);
  }
  const gone = removed.filter((path): path is string => typeof path === "string" && isFilePath(path));
  if (gone.length < removed.length || read.length + gone.length > SHARED_FILES_AT_MOST) return undefined;
  return { ownerId, starter, files: Object.fromEntries(read), removed: gone };
}
