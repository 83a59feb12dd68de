/** A small program that Node and the module loader must run alike. */
export interface Project {
  readonly name: string;
  /** The entry is the first one. */
  readonly files: Readonly<Record<string, string>>;
}

/** A project whose package.json says that its files are ES modules. */
export function esm(name: string, files: Readonly<Record<string, string>>): Project {
  return { name, files: { ...files, "package.json": `{"type":"module"}` } };
}
