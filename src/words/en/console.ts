/** Console and terminal. */
export const consoleTitle = "Console";
export const terminalTitle = "Terminal";
export const consoleAndTerminal = "Console and terminal";
export const output = "Output of your program";
export const linesGone = (dropped: number, limit: number) =>
  `${dropped} earlier lines are gone: the console keeps ${limit}.`;
export const nothingPrinted = "What your program prints shows here.";
export const lineCut = (begin: string, limit: number) => `${begin} … (line cut at ${limit} characters)`;
export const openAt = (path: string, line: number) => `Open ${path} at line ${line}`;

export const containerShell =
  "The WebContainer has a shell of its own: `jsh` opens it here, `exit` leads back.";
export const terminalFailed = (why: unknown) => `The terminal could not be loaded (${why}).`;
export const terminalKeys = <Part>(tab: Part, control: Part, c: Part, esc: Part, tabAgain: Part) => [
  tab,
  " completes, ",
  control,
  " ",
  c,
  " stops, ",
  esc,
  " then ",
  tabAgain,
  " leaves",
];
export const tabLeavesTerminal = "Tab leaves the terminal.";
