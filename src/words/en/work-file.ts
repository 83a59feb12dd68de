/** Why a file of one's work is refused. */
export const broken =
  "This file is broken or cut off: it is no whole JSON. Save it anew where it came from, and take that one.";
export const notOurs =
  'This is no file of your work. Take one whose name begins with "keepsake-work": it is saved on this page.';
export const newer =
  "This file was saved by a newer Keepsake. Load this page anew to have the newest one, and try again.";
export const damaged = (where: string) =>
  `This file is damaged (at ${where}). Nothing was changed. Save it anew where it came from, and take that one.`;
export const itsBeginning = "its beginning";
export const tooLarge = (megabytes: number, most: number) =>
  `This file has ${megabytes} MB; at most ${most} MB are read. Is it the right one?`;
