import { plural } from "../plural.ts";

/** The palette and the sheet of shortcuts. */
export const searchAndCommands = "Search and commands";
export const shortcuts = "Keyboard shortcuts";
export const shortcutsHere = "Keyboard shortcuts on this page";
export const tryOnceMore = (why: string) => `${why} Close this and open it again to try once more.`;
export const noCourseTextOffline = "The course's text could not be fetched: there is no connection.";
export const noCourseText = (status: number) =>
  `The course's text could not be fetched: the site answered ${status}.`;
export const search = "Search the course, or name a command";
export const results = "Results";
export const choose = <Part>(up: Part, down: Part) => [up, " ", down, " choose"];
export const open = <Part>(enter: Part) => [enter, " open"];
export const inNewTab = <Part>(keys: Part) => [keys, " in a new tab"];
export const commandsOnly = <Part>(key: Part) => [key, " commands only"];
export const lesson = "Lesson";
export const exercise = "Exercise";
export const guide = "Guide";
export const reference = "Reference";
export const page = "Page";
export const singleKeys = "Single keys do something, when nobody types in a field or the editor";

export const program = "Program";
export const files = "Files";
export const editor = "Editor";
export const panes = "Panes";
export const course = "Course";
export const site = "Site";
export const commands = "Commands";
export const inCourse = "In the course";
export const readingCourse = "Reading the course…";
export const nothingFound = "Nothing found. Try fewer or other words.";
export const resultCount = (count: number) =>
  plural(count, { one: `${count} result.`, other: `${count} results.` });
