/** The characters of a file's path. */
export const PATH_CHARACTERS_AT_MOST = 200;

/** Names that every object answers to: as a key of a table of files each would mean something else. */
const inherited = new Set(Object.getOwnPropertyNames(Object.prototype));
/** Folders that are not the learner's: what is put there would take the place of a package. */
const foreignFolders = new Set(["node_modules", ".git"]);

/**
 * Whether this is a path that a file of the learner's may have: relative, of letters, digits, dots, underscores and hyphens,
 * never out of the project's folder.
 */
export function isFilePath(path: string): boolean {
  if (path.length > PATH_CHARACTERS_AT_MOST || !/^[\w.-]+(\/[\w.-]+)*$/.test(path)) return false;
  return path
    .split("/")
    .every((name) => !/^\.{1,2}$/.test(name) && !inherited.has(name) && !foreignFolders.has(name));
}
