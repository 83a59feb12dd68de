/** What an editor offers by name, and the keys that it hears itself. */
export const find = "Find and replace in this file";
export const findWords = "search";
export const format = "Format this file";
export const formatWords = "prettier tidy";
export const listProblems = "List all problems";
export const listProblemsWords = "errors typescript";
export const nextProblem = "Go to the next problem";
export const nextProblemWords = "error";
export const definition = "Go to the definition of this name";
export const definitionWords = "jump source";
export const needsTypes = "That needs the types, which are on their way. Try again in a moment.";

export const complete = "Offer what may stand here";
export const comment = "Make these lines a comment, or program again";
export const moveLines = "Move these lines up or down";
export const undo = "Undo, and do again";
export const indent = "Indent, or the other way";
export const leave = "Let Tab leave the editor again";
