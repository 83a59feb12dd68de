/** Why a file of SQLite cannot be read: after "It cannot be read." */
export const otherBeginning = "It does not begin as a file of SQLite does.";
export const wrongHeader = "Its header says what no file of SQLite does.";
export const noPage = (number: number) => `Page ${number} is not there.`;
export const noTablePage = (number: number) => `Page ${number} is not of a table.`;
export const pagesInCircle = "Its pages name each other in a circle.";
export const placeOutside = "A page names a place outside of it.";
export const headerLonger = "A row's header is longer than the row.";
export const rowShorter = "A row is shorter than its header says.";
export const rowLonger = "A row is longer than the file.";
export const noKind = (kind: number) => `A value is of the kind ${kind}, which is none.`;
