/** The terminal as a field. What its commands print is theirs, in the language of the real ones. */
export const terminalField = "Terminal. Escape, then Tab leaves it.";
