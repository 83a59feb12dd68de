import { plural } from "../plural.ts";

/** What stands between a link with somebody else's code and a program that runs. */
export const codeInLink = "The code in this link";
export const noCode = "No code came with this link";
export const ownUntouched = "Your own work is untouched.";
export const goOn = "Go on to my own work";
export const somebodyElses = "Somebody else’s code";
export const notYours = (title: string) =>
  `This link carries code for “${title}”. It is not yours, and this course does not know whose it is. None of it has run, and your own work is untouched.`;
export const outdated =
  "It was written for another version of this program than the one here, so it may not run as it did for whoever sent it.";
export const filesDiffer = (count: number) =>
  plural(count, {
    one: "One file differs from the course’s own. Read it before you run it.",
    other: `${count} files differ from the course’s own. Read them before you run them.`,
  });
export const runOnce = "Run it once, keeping nothing";
export const keepBeside = "Keep it beside my work, as a draft";
export const leave = "Leave it";
export const needsNode =
  "It needs real Node, where nothing would shut it off from your machine. So it is not run from a link.";

export const forOtherPage =
  "The code in this link is for another page of the course. Ask for the whole link once more, with all that stands before the #.";
export const forClosedSolution =
  "The code in this link is for the program of a solution that is closed until your assignment is over. Open the link again then.";
export const changesReadOnly =
  "The link wants to change a file that nobody edits here, so it was not looked at. Ask for a new link.";
export const coursesOwn =
  "The code in this link is the course's own, without a change: it is what you begin with.";
export const broken =
  "This link is not whole: its end was cut off, or something in it changed on the way. Ask for it once more, as a file or in a code block.";
export const newer =
  "This link was made by a newer version of the course than this one. Load the page again to get it; a site that is not up to date cannot read the link.";
export const tooLarge =
  "This link carries more code than any exercise has, so it was not unpacked. Ask for a zip instead.";
export const refused =
  "This link names files that a link from the course never would, so it was not opened. Ask whoever sent it for a zip, and look into that first.";

export const couldNotKeep = (why: string) =>
  `The code from the link could not be kept, because this browser keeps nothing (${why}). Open the link again and run it once.`;
export const amongDrafts = "It is among this exercise’s drafts.";
export const keepsNothing = "This browser keeps nothing.";
export const keepAsDraft = "Keep it as a draft";
export const underDrafts = "The code from the link is under Drafts. What you see is your own work.";
export const showIt = "Show it, and keep mine as a draft";
