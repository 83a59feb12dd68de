/** A program in a lesson. */
export const run = "Run";
export const draftIsBack = "The draft is back.";
export const fileIsNew = (path: string) => `${path} is as the lesson has it.`;
export const asInLesson = "The program is as the lesson has it.";
export const editorOf = (title: string) => `Editor: ${title}`;
export const consoleOf = (title: string) => `Console: ${title}`;
export const consoleAndTerminalOf = (title: string) => `Console and terminal: ${title}`;
export const browserOf = (title: string) => `Browser: ${title}`;
export const inspectorOf = (title: string) => `Inspector: ${title}`;

export const sendRequest = "Send a request";
export const browser = "Browser";
export const method = "Method";
export const path = "Path";
export const body = "Body";
export const noBody = "no body";
export const form = "form";
export const send = "Send";
export const headers = "Headers, one a line";
export const bodyText = "Body text";
