/** The keeping of the learner's text. */
export const saveMyFiles = "Save my files";
export const yourWork = "Your work";
export const full =
  "This browser's space for the site is full, so your latest text is not saved: what was saved before stays. Save your files now; then remove dated drafts under Your work, and press Try again.";
export const refused =
  "This browser does not keep your text, because it lets this site keep nothing: a private window, or blocked storage. Everything works, until you close the page. Save your files before that.";
export const notKept = (why: string) =>
  `This browser does not keep your text (${why}). It lasts until you close the page: save your files before that, or press Try again.`;
export const noRoomForDated =
  "This browser's space for the site is full, so your files could not be kept under Drafts as they are now. Remove dated drafts under Your work, and press Try again.";
export const datedNotKept = (why: string) =>
  `Your files could not be kept under Drafts as they are now (${why}). Press Try again; if it stays so, save your files.`;
export const leftAsTheyAre = "Nothing was changed: your files could not be kept under Drafts first.";
export const newerIsKept =
  "The files are as they were before that. What you wrote since is kept under Drafts.";
export const newerOfFileIsKept = (path: string) =>
  `${path} is as it was before that. What you wrote in it since is kept under Drafts.`;
export const newerIsBack = (path: string) => `${path} is as you wrote it last.`;
export const bringItBack = "Bring it back";

export const both = (paths: readonly string[]) => paths.join(" and ");
export const changedInBoth = (files: string) =>
  `This is open in another tab too, and ${files} changed in both. The later text stays in both; the other one is kept under Drafts.`;
export const removedElsewhere = (files: string) => `Removed in another tab, and so here: ${files}.`;
export const changedElsewhere = (files: string) =>
  `${files} changed in another tab; this tab shows that text now.`;
