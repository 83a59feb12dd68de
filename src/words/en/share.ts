/** Somebody else's code, and the menu that takes one's own elsewhere. */
export const share = "Share";
export const menuFailed = (why: string) =>
  `The menu could not be loaded (${why}). Close it and open it again to try once more.`;
export const guest = "Somebody else’s code. Nothing you do with it is kept, and nothing counts.";
export const backToOwn = "Back to my own work";
