/** What is wrong in the files, what TypeScript says of them, and what the editor has beyond typing. */
export const problems = "Problems";
export const nothingWrong =
  "There is nothing: not from TypeScript, not from the last run, not from the last check.";
export const typesOnTheirWay = "The types are on their way.";
export const typesComeWithEditing =
  "TypeScript reads your files once you edit them. The last run and the last check left no error.";
export const problemInLine = (line: number, message: string) => `Line ${line}: ${message}`;

export const noTypes = (why: string) => `Types are not there: ${why}. The editor works without them.`;
export const answersNothing = "it answers nothing any more";
export const scriptDidNotLoad = "their script did not load";
export const answerUnreadable = "an answer could not be read";

export const noDefinition = "There is no definition to go to.";
export const madeElsewhere = (where: string) => `That is made in ${where}, not in your files.`;
export const formOf = (number: number, of: number) => `Form ${number} of ${of}.`;

export const formatRefused = (path: string) => `${path} is read only.`;
export const noFormatter = (path: string) => `There is no formatter for ${path}.`;
export const formatOnceMore = (path: string) => `${path} changed meanwhile: format it once more.`;
export const formattedAlready = (path: string) => `${path} is formatted already.`;
export const formatted = (path: string) => `${path} is formatted. Undo brings back how it was.`;
export const cannotFormat = (path: string, message: string) => `${path} cannot be formatted: ${message}`;
export const cannotFormatLine = (path: string, line: number, message: string) =>
  `${path} cannot be formatted: line ${line}: ${message}`;

export const next = "Next";
export const previous = "Previous";
export const selectAll = "Select all";
export const matchCase = "Match case";
export const pattern = "Pattern";
export const wholeWords = "Whole words";
export const replace = "Replace";
export const replaceAll = "Replace all";
