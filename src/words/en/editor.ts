import { plural } from "../plural.ts";

/** The editor: its tabs, its bar, the menu of files. */
export const files = "Files";
export const changed = "changed";
export const readOnly = " read only";
export const readOnlyFile = (path: string) => `${path}, read only`;
export const problems = (count: number) =>
  count === 0 ? "No problems" : plural(count, { one: `${count} problem`, other: `${count} problems` });
export const loadingTypes = "Loading types…";
export const noTypes = "No types";
export const find = "Find";
export const format = "Format";
export const editorFailed = (why: string) => `The editor could not be loaded (${why}).`;
export const formatterFailed = (why: string) => `The formatter did not load (${why}). Try again.`;
export const typesFailed = (why: string) => `The types did not load (${why}).`;
export const keys =
  "Tab moves on until you type or click here, then it indents. Escape frees it again. Control Enter checks, Control S runs. F8 leads to the next problem, Control Shift M to the list of all. F12 goes to a definition. Shift Alt F formats.";
export const tabIndents = "Tab indents. Escape frees it.";
export const tabLeaves = "Tab leaves the editor.";

export const rename = "Rename";
export const renameFile = (path: string) => `Rename ${path}`;
export const remove = "Remove";
export const removeFile = (path: string) => `Remove ${path}`;
export const fileRemoved = (path: string) => `${path} is removed.`;
export const create = "Create";
export const cancel = "Cancel";
export const newFile = "New file";
export const newNameOf = (path: string) => `New name of ${path}`;

export const fileRenamed = (from: string, to: string) => `${from} is ${to} now.`;
export const noSuchFile = (path: string) => `There is no file ${path}.`;
export const noFileAtAll = "There is no file. Make one under Files, or press Reset to begin anew.";
export const nameRefused =
  "Name it by its path from the project's folder: letters, digits, dots and hyphens, folders with /.";
export const nameTaken = (path: string) => `There is a ${path} already.`;
export const nameOfFolder = (path: string) => `${path} is a folder with files in it: choose another name.`;
export const nameBelowFile = (file: string) =>
  `${file} is a file, so nothing can lie in it: choose another folder.`;
export const endedWithCode = (code: number) => `Your program ended with code ${code}.`;
