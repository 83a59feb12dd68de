/** What is in the menu that takes one's code elsewhere, and a zip in. */
export const copyLink = "Copy a link to my code";
export const aboutLink = "The link itself carries what you changed. No server keeps it.";
export const makingLink = "Making the link…";
export const downloadZip = "Download a zip";
export const aboutZip = "All files, ready for Node on your own machine.";
export const makingZip = "Making the zip…";
export const takeInZip = "Take in a zip…";
export const aboutTakingIn = "Its files come in place of yours, which are kept as a draft.";
export const readingZip = "Reading the zip…";
export const didNotWork = (why: unknown) =>
  `That did not work (${why}). Try again; if it stays so, load the page anew.`;
export const linkToCopy = "The link to copy";

export const changedNothing =
  "You have changed nothing yet: the address of this page is all that a friend needs.";
export const linkTooLong = (characters: string, most: string) =>
  `Your code would make a link of ${characters} characters, and messengers cut links beyond ${most}. Download the zip and send that.`;
export const linkCopied = (characters: string) =>
  `The link is in the clipboard, ${characters} characters long. Whoever has it can read your code.`;
export const copyByHand = "The browser did not let this page write to the clipboard. Copy the link by hand:";
export const zipSaved = (name: string) =>
  `${name} is among your downloads. Unpack it, then: npm install && npm start. Its README says the rest.`;
export const zipFailed = (why: unknown) =>
  `The zip was not made, because the session library's package did not come (${why}). When this page's site can be reached again, try again.`;

export const zipTakenFrom = (name: string) => `The files are those of ${name} now.`;
export const zipTaken = "The zip's files are here. What was there before is under Drafts.";
export const zipTakenInPart = (left: string) =>
  `The zip's files are here; what was there before is under Drafts. Not taken, for the exercise has no room for them: ${left}.`;
export const zipTooLarge = "The zip is larger than any exercise. Leave out node_modules and try again.";
export const noZip =
  "This is not a zip, or it is not whole. Choose the one that was downloaded, or zip the folder again.";
export const zipOfOther = "The zip has none of this exercise's files. Choose one that was downloaded here.";
export const zipTooMuch = (files: number, bytes: string) =>
  `The zip has ${files} files with ${bytes} bytes, more than an exercise takes. Leave out what is not of the program.`;
export const zipDamaged = "The zip is damaged: a file in it cannot be unpacked. Zip the folder again.";
