/** A program in a lesson before its editor is there: in the script that every lesson loads. */
export const run = "Run";
export const edit = "Edit";
export const editorFailed = (why: unknown) =>
  `The editor could not be loaded (${why}). Press Run to try again.`;
