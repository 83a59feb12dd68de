/** The list of dated drafts, and the lines about files that the course has changed. */
export const beforeReset = "before a reset";
export const beforeRestore = "before a restore";
export const atCheck = "at a check";
export const whileWorking = "while working";
export const besideDisk = "beside the disk";
export const fromLink = "from a link";
export const beforeCommand = "before a command in the terminal";
export const beforeZip = "before a zip was taken in";
export const fromOtherTab = "from another tab";
export const beforeNewFile = "before the course's new file";
export const beforeSolution = "before a file of the solution";
export const fromFile = "when a file was brought in";

export const whatChanged = "What have I changed?";
export const noDrafts = "No drafts yet. Reset and Check keep one each time, with its date.";
export const compare = "Compare";
export const compareWith = (date: string, time: string, reason: string) =>
  `Compare with the draft of ${date} ${time}, ${reason}`;
export const restore = "Restore";
export const restoreDraft = (date: string, time: string, reason: string) =>
  `Restore the draft of ${date} ${time}, ${reason}`;

export const fileIsGone = (path: string) => `The course has no ${path} any more; you see yours.`;
export const fileHasChanged = (path: string) =>
  `The course's own ${path} changed since you began; you see yours.`;
export const seeDifferences = "See the differences";
export const seeDifferencesIn = (path: string) => `See the differences in ${path}`;
export const keepMine = "Keep mine";
export const keepMineOf = (path: string) => `Keep mine: ${path}`;
export const removeIt = "Remove it";
export const removeFile = (path: string) => `Remove it: ${path}`;
export const takeNew = "Take the new one";
export const takeNewOf = (path: string) => `Take the new one: ${path}`;
