/** What is wrong with a link, a key or a hand-in, and what to do. `detail` is a place in the file, and the same in all languages. */
export const noLink =
  "This is not the link of an assignment. It ends in #v1. and a long row of letters: copy the whole link again.";
export const linkBroken =
  "This link was changed on its way: a letter is missing or another. Copy the whole link again from where your instructor put it.";
export const linkCut =
  "The end of this link is missing. Mail programs break long links: copy the whole link, to its last letter, and open that.";
export const linkNewer = (format: string) =>
  `This assignment was made with a newer Keepsake (format ${format}). Load the page again to get the newest, or open the link where your instructor says.`;
export const linkTooLong = (bytes: string) =>
  `This link has ${bytes} bytes, and no assignment has so many. Copy the link again, and nothing else with it.`;
export const linkTooLongToSend = (bytes: string, most: number) =>
  `The link would be ${bytes} bytes long; ${most} is the most that mail and learning platforms leave whole. Shorten the instructions, or put the long part on a page of your own and link to it.`;
export const linkNotValid = (detail: string) =>
  `What this link says is no assignment (${detail}). Ask your instructor for a new link.`;

export const handInTooLarge = (sealed: number, unpacked: number) =>
  `Your hand-in is larger than any can be (${sealed} MB sealed, ${unpacked} MB unpacked). Take large files out of your exercises, save them elsewhere, and hand in again.`;
export const handInNotValid = (detail: string) =>
  `Your hand-in was not made as it must be (${detail}), so it was not saved. Load this page again; if it stays so, send your instructor this sentence.`;

export const noKey =
  "This file is not a private key of Keepsake. Take the file that was saved when you made the assignment; its name ends in .key.";
export const keyNewer = (format: string) =>
  `This key was made with a newer Keepsake (format ${format}). Load the page again to get the newest.`;
export const keyNotValid = (detail: string) =>
  `This key file is damaged (${detail}). Use a copy that you have kept elsewhere.`;
export const noPublicKey = "The assignment's public key is damaged. Ask for a new link.";
export const noPair =
  "The two halves in this key file do not belong together. Use a copy that you have kept elsewhere.";
