/** The files that a command of the terminal sees, by the path as it was typed. */
export interface CommandFiles {
  /** `undefined` when there is no such file. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Says whether it could be written: not into a folder that is not there, unless `makeFolders`. */
  write(path: string, bytes: Uint8Array, options?: { readonly makeFolders?: boolean }): Promise<boolean>;
}
