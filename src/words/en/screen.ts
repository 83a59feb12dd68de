/** The frame of an exercise's screen: toolbar, panes, notices, verdict. */
export const program = "Program";
export const run = "Run";
export const check = "Check";
/** Shows the buttons for which a phone has no room. */
export const more = "More";
export const drafts = (count: number) => `Drafts (${count})`;
export const nothingIsKept = "Nothing is kept";
export const savedHere = "Saved on this machine";
export const saving = "Saving…";
export const notSaved = "Not saved";
export const passedOn = (date: string) => `Passed ${date}. `;
/** Where there is no room for the date. */
export const passedOnce = "Passed. ";

export const panes = "Panes";
export const text = "Text";
export const editor = "Editor";
export const browser = "Browser";
export const inspector = "Inspector";
export const results = "Results";
export const consolePane = "Console";
export const consoleAndTerminal = "Console and terminal";
export const exercise = "Exercise";
export const exerciseAndResults = "Exercise and results";
export const widthOfExercise = "Width of the exercise";
export const widthOfBeside = "Width of the pane beside the editor";
export const heightOfConsole = "Height of the console";
export const widthOfBrowser = "Width of browser and inspector";
export const heightOfInspector = "Height of the inspector";
export const needsScripts =
  "The text is here to read. To write and run programs, allow scripts for this page.";
export const couldNotStart = (why: string) =>
  `The workbench could not start: ${why}. Load the page again; if that does not help, restart the site.`;

export const belongsTo = <Part>(assignment: Part) => [
  "This exercise belongs to ",
  assignment,
  ". Hand in there when you are done.",
];
export const notText = (folder: string, path: string) =>
  `${folder}/${path} is no text, or too large for the page. Your text stays here: rename the file on the disk, and your text is written there.`;
export const whichStays = (path: string, folder: string) =>
  `${path} changed here and in ${folder}. Which one stays? The other is kept under Drafts.`;
export const keepPage = "Keep the page's";
export const takeDisk = "Take the disk's";
export const pageStays = (path: string) => `${path} is the page's now. The other one is kept under Drafts.`;
export const diskStays = (path: string) => `${path} is the disk's now. The other one is kept under Drafts.`;
export const changedOnceMore = (path: string) => `${path} changed once more. Look at both again.`;

export const filesAsAtStart =
  "The files are as at the start, and your program's own records are gone. Your text is kept under Drafts.";
export const recordsAreGone = "The files were as at the start already; your program's own records are gone.";
export const draftIsBack = "The draft is back. What was there is kept under Drafts.";
export const fileIsNew = (path: string) => `${path} is the course's own now. Yours is kept under Drafts.`;
export const lineLinkCopied = (line: number | undefined, path: string) =>
  `A link to line ${line} of ${path} is copied.`;
export const lineLinkNotCopied = "The link could not be copied. It stands in the address bar.";

export const notChecked = "Not checked yet";
export const howToCheck = "Check runs the exercise's tests on your program: Ctrl+Enter, or ⌘+Enter.";
export const resultsFailed = (why: string) => `The results could not be loaded (${why}).`;
export const checking = "Checking…";
export const checkingDone = (done: number) => `Checking… ${done} done`;
export const checkFailed = "The check could not run";
export const checkFailedBecause = (why: string) => `The check could not run: ${why}`;
export const passedAll = (tests: number) => `Passed: all ${tests} tests`;
export const passing = (count: number, tests: number) => `${count} of ${tests} tests pass`;
export const allPass = (tests: number) => `All ${tests} tests pass.`;
export const someFail = (failing: number, tests: number, first: string, why: string) =>
  `${failing} of ${tests} tests fail. First: ${first}. ${why}`;

export const nothingTravelled =
  "Nothing has travelled yet. Run the server, then open a page or send a request.";
export const inspectorFailed = (why: string) => `The inspector could not be loaded (${why}).`;
export const comparisonFailed = (why: string) =>
  `The comparison could not be loaded (${why}). Ask for it again.`;
export const openInEditor = (path: string) => `Open ${path} in the editor`;
export const openInBrowser = (path: string) => `Open ${path} in the browser`;
export const filesIChanged = "The files I changed";
