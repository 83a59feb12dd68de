/** What every page loads of search and commands. */
export const search = "Search the course, or name a command";
export const searchWords = "find palette";
export const showShortcuts = "Show the keyboard shortcuts";
export const showShortcutsWords = "keys help sheet";
export const searchFailed = "The search could not be loaded. Check the connection, then try again.";
