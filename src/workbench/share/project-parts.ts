/** What one package of a `package-lock.json` (version 3) says of itself. */
export interface LockEntry {
  readonly version: string;
  readonly resolved?: string;
  readonly integrity?: string;
  readonly license?: string;
  readonly dev?: true;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
  readonly peerDependenciesMeta?: Readonly<Record<string, { readonly optional?: boolean }>>;
  readonly engines?: Readonly<Record<string, string>>;
  readonly bin?: Readonly<Record<string, string>>;
}

/** By place: "node_modules/express", "node_modules/express/node_modules/cookie". */
export type LockedPackages = Readonly<Record<string, LockEntry>>;

/**
 * What the site gives so that a project runs on one's own machine with the same packages as in the page. Made when the
 * site is built, and served at {@link PROJECT_PARTS_PATH}.
 */
export interface ProjectParts {
  /** The session library's own package, served beside the parts under `file`. */
  readonly library: { readonly file: string; readonly entry: LockEntry };
  /** The packages that a program may import. Each is in `locked`, with all that it needs. */
  readonly importable: readonly string[];
  /** The packages with which an editor understands the program. In `locked` too. */
  readonly types: readonly string[];
  readonly locked: LockedPackages;
}

/** The folder of the site with the parts and the library's package. */
export const PROJECT_FOLDER_PATH = "/library/package/";
export const PROJECT_PARTS_PATH = `${PROJECT_FOLDER_PATH}project.json`;
