/** What is read of one zip file. A hand-in takes some ten kilobytes, so a class stays far below all of them. */
export const ZIP_LIMITS = {
  entries: 20_000,
  /** Of the list at its end. */
  directoryBytes: 16 * 1024 * 1024,
  /** Of one file in it, unpacked. */
  entryBytes: 32 * 1024 * 1024,
  /** Of all files in it, as it says itself. */
  totalBytes: 4 * 1024 * 1024 * 1024,
  /** How many times larger a file may become, */
  ratio: 200,
  /** once it is larger than this. */
  ratioFromBytes: 1024 * 1024,
} as const;
