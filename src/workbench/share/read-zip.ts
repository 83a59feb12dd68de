import { unzipSync } from "fflate";
import * as words from "../../words/en/share-panel.ts";
import { numberText } from "../../words/number-text.ts";
import { isFilePath } from "../file-path.ts";
import { withLineFeeds } from "../line-feeds.ts";
import type { TextFiles } from "../workspace.ts";
import { besideOurs, isWrittenIn, OURS_BYTES_AT_MOST, type OursToWriteIn, ownPath } from "./project-files.ts";
import { SHARED_BYTES_AT_MOST, SHARED_FILES_AT_MOST } from "./shared-code.ts";

/** As it is packed. What the course gives out is a third of a megabyte; this leaves room for who zips more than needed. */
export const ZIP_BYTES_AT_MOST = 16 * 1024 * 1024;

/** What is made around a learner's files, by us, by npm or by their program; theirs only where they have such a file. */
const around =
  /^(package\.json|package-lock\.json|README\.md|tsconfig\.json|start\.mjs|.*\.tgz|data\/.*|dist\/.*)$/;
/** Nobody writes these by hand: that they stay out needs no word. */
const surelyMade = /^(package\.json|package-lock\.json|start\.mjs|.*\.tgz|data\/sessions\/.*)$/;

export type ReadZip =
  /** `left`: the paths that were not taken. */
  | { readonly kind: "files"; readonly files: TextFiles; readonly left: readonly string[] }
  /** The sentence says why, and what to do. */
  | { readonly kind: "refused"; readonly sentence: string };

export interface ZipTaker {
  readonly starter: TextFiles;
  /** What the learner has now. */
  readonly files: TextFiles;
  /** Kept as the course has them. */
  readonly readonly: readonly string[];
}

/**
 * The files of a zip as an exercise's: those that {@link projectZip} made, changed since or not. Files of the starter that are
 * missing there stay. Nothing is unpacked but what is taken.
 */
export function readZip(zip: Uint8Array, { starter, files, readonly }: ZipTaker): ReadZip {
  if (zip.length > ZIP_BYTES_AT_MOST) return refused(words.zipTooLarge);
  let names: string[];
  try {
    names = namesIn(zip);
  } catch {
    return refused(words.noZip);
  }
  const folder = folderOf(names, starter);
  if (folder === undefined) {
    return refused(words.zipOfOther);
  }
  const left = new Set<string>();
  const packed = new Set(names.map((name) => name.slice(folder.length)));
  const isOwn = (path: string) =>
    (Object.hasOwn(files, path) || Object.hasOwn(starter, path)) && !packed.has(besideOurs(path));
  let bytes = 0;
  let count = 0;
  const isTaken = (name: string, size: number) => {
    const path = name.slice(folder.length);
    if (!name.startsWith(folder) || name.endsWith("/")) return false;
    if (/(^|\/)(node_modules|\.git)\//.test(path)) return false;
    if (around.test(path) && !isOwn(path)) {
      if (isMaybeOurs(path)) {
        if (size > OURS_BYTES_AT_MOST) left.add(path);
        return size <= OURS_BYTES_AT_MOST;
      }
      // A program that builds or stores makes many: the folder's name is enough.
      if (!surelyMade.test(path)) left.add(path.slice(0, path.indexOf("/") + 1));
      return false;
    }
    if (!isFilePath(path)) {
      left.add(path);
      return false;
    }
    bytes += size;
    count += 1;
    return bytes <= SHARED_BYTES_AT_MOST && count <= SHARED_FILES_AT_MOST;
  };
  try {
    const unpacked = unzipSync(zip, { filter: ({ name, originalSize }) => isTaken(name, originalSize) });
    if (bytes > SHARED_BYTES_AT_MOST || count > SHARED_FILES_AT_MOST) {
      return refused(words.zipTooMuch(count, numberText(bytes)));
    }
    const read: [path: string, text: string][] = [];
    for (const [name, content] of Object.entries(unpacked)) {
      const packedPath = name.slice(folder.length);
      const path = ownPath(packedPath);
      const text = textOf(content);
      if (isMaybeOurs(packedPath) && !isOwn(packedPath)) {
        if (text === undefined || isWrittenIn(packedPath, text)) left.add(path);
      } else if (text === undefined) left.add(path);
      else if (!readonly.includes(path)) read.push([path, text]);
      else if (text !== starter[path]) left.add(path);
    }
    return { kind: "files", files: { ...starter, ...Object.fromEntries(read) }, left: [...left] };
  } catch {
    return refused(words.zipDamaged);
  }
}

/** Looked at, for somebody may have written in it, but never taken. */
function isMaybeOurs(path: string): path is OursToWriteIn {
  return path === "README.md" || path === "tsconfig.json";
}

function refused(sentence: string): ReadZip {
  return { kind: "refused", sentence };
}

function namesIn(zip: Uint8Array): string[] {
  const names: string[] = [];
  unzipSync(zip, {
    filter: ({ name }) => {
      names.push(name);
      return false;
    },
  });
  return names;
}

/** Where the exercise's files are in the zip, with a slash at the end; the outermost, if there are several. */
function folderOf(names: readonly string[], starter: TextFiles): string | undefined {
  const folders = names.flatMap((name) =>
    Object.keys(starter).flatMap((path) =>
      name === path || name.endsWith(`/${path}`) ? [name.slice(0, name.length - path.length)] : [],
    ),
  );
  return folders.toSorted((one, other) => one.length - other.length)[0];
}

/** `undefined`: it is no text. */
function textOf(content: Uint8Array): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(content);
    return text.includes("\u0000") ? undefined : withLineFeeds(text);
  } catch {
    return undefined;
  }
}
