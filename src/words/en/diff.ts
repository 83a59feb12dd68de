import { plural } from "../plural.ts";

/** What differs in one file. */
export const removedLine = "removed: ";
export const addedLine = "added: ";
export const whatDiffers = (path: string) => `What differs in ${path}`;
export const equalLines = (count: number) =>
  plural(count, { one: `${count} equal line`, other: `${count} equal lines` });
export const newFile = (lines: number) =>
  plural(lines, { one: `new file, ${lines} line`, other: `new file, ${lines} lines` });
export const removedFile = (lines: number) =>
  plural(lines, { one: `removed file, ${lines} line`, other: `removed file, ${lines} lines` });
export const addedAndRemoved = (added: number, removed: number) => `${added} added, ${removed} removed`;
