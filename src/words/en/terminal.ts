/** The terminal as a field. What its commands print is theirs, in the language of the real ones. */
export const terminalField = "Terminal. Escape, then Tab leaves it.";

export const removed = (paths: readonly string[]) =>
  paths.length === 1 ? `${paths[0]} is removed.` : `${paths.length} files are removed: ${paths.join(", ")}.`;
