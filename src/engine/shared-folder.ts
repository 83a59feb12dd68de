/**
 * The engine's file tree where others write too: the learner's own editor. `fs` of the engine is the same tree;
 * these verbs overwrite nothing that they have not been told of.
 */
export interface SharedFolder {
  /** As a learner finds it: "work/shopping-cart". */
  readonly name: string;
  /** All texts, by path. Files that are none (`FolderFile` "other") are among them, so that they can be told apart. */
  read(): Promise<Readonly<Record<string, FolderFile>>>;
  /** One of them; `undefined` when it is not there. */
  look(path: string): Promise<FolderFile | undefined>;
  /**
   * Writes the file, or removes it (`to` undefined), if it still is what the caller takes it for (`from`; undefined:
   * not there). Answers whether it was; if not, nothing was changed.
   */
  replace(path: string, from: string | undefined, to: string | undefined): Promise<boolean>;
  /** Removes what programs keep in {@link PROGRAM_FOLDERS}. */
  clear(): Promise<void>;
}

export type FolderFile =
  | { readonly kind: "text"; readonly text: string }
  /** No text, or larger than {@link TEXT_LIMIT_BYTES}: it stays on the disk alone. */
  | { readonly kind: "other" };

/** Of a file that is edited in the page. */
export const TEXT_LIMIT_BYTES = 512 * 1024;
/** Texts of one folder. */
export const TEXTS_LIMIT = 200;
/** What programs keep, and what is installed: never shown as files of the exercise. */
export const PROGRAM_FOLDERS: readonly string[] = ["data"];

const PASSED_OVER = new Set([...PROGRAM_FOLDERS, "node_modules"]);
/** Backups, locks and unfinished files of the common editors. */
const EDITOR_FILE =
  /(?:~|\.sw[a-z]|\.tmp|\.bak|\.crswap|\.orig)$|^(?:#.*#|4913|\.#.*)$|___jb_(?:tmp|old)___$/;

/** Whether a file belongs to the exercise, by its path: no program's data, no hidden folder, no editor's scrap. */
export function isShared(path: string): boolean {
  const names = path.split("/");
  const file = names.pop() ?? "";
  if (names.some((name) => PASSED_OVER.has(name) || name.startsWith("."))) return false;
  return !EDITOR_FILE.test(file) && (!file.startsWith(".") || file === ".env");
}
