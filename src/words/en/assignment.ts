import { plural } from "../plural.ts";

/** An assignment as the learner works on it and hands it in. */
export const looking = "Looking for your assignments…";
export const cannotOpen = "This assignment cannot be opened";
export const assignments = "Assignments";
export const howItBegins =
  "An instructor sets an assignment and gives you its link. Open that link in this browser, and the assignment stays here.";
export const openedHere =
  "These were opened in this browser. Your work in their exercises is kept whether they are on this list or not.";
export const assignment = "Assignment";
export const opensLater = (date: string) => `It opens ${date}. Come back then: it is kept here.`;
export const whatToDo = "What to do";
export const exercises = "Exercises";
export const otherAssignments = "Your other assignments";
export const noDueDateHere = "no due date";
export const dueIn = (date: string, left: string) => `due ${date}, ${left}`;
export const takeOff = "Take off the list";
export const takeOffNamed = (title: string) => `Take off the list: ${title}`;
export const isOff = (title: string) => `“${title}” is off the list; your work and receipts are kept.`;
export const putBack = "Put it back";
export const itsLink = "The link of an assignment";
export const open = "Open";
export const keepsNothing =
  "This browser keeps nothing here (a private window, or storage is turned off). The assignment shows as long as this page is open: keep its link, and hand in before you close it.";
export const notHere =
  "This assignment is not on this machine, or was taken off its list. Open the link from your instructor once more.";

export const datesAndRules = "Dates and rules";
export const opens = "Opens";
export const due = "Due";
export const wasDue = "Was due";
export const noDueDate = "No due date";
export const lateRule = (rule: string) =>
  `${rule} What counts is when your file arrives, not when you make it.`;

export const otherVersion =
  "This course has no exercise with this name: the assignment was made for another version. Ask your instructor.";
export const aboutMinutes = (count: number) =>
  plural(count, { one: `about ${count} minute`, other: `about ${count} minutes` });
export const passedInPage = "Passed in the page";
export const passedWithHelp = "Passed in the page, after a look at the solution";
export const checked = (count: number) =>
  plural(count, { one: "Checked once, not passed yet", other: `Checked ${count} times, not passed yet` });
export const begun = "Begun, not checked yet";
export const notBegun = "Not begun";

export const noWebCrypto =
  "This page came over plain http, and there browsers do not let a page encrypt. Open it over https, or hand in from the command line.";
export const nothingDone =
  "There is nothing to hand in yet: open an exercise of this assignment and write something.";
export const handedInMeanwhile =
  "You handed in from another tab meanwhile. It is read again: this would be sent now, as the newer one.";
export const handIn = "Hand in";
export const howToHandIn =
  "Handing in makes one file that only your instructor can open. You see all that is in it first. Then upload it where your instructor says; this page sends nothing by itself.";
export const seeWhatIsSent = "See what will be sent";
export const readAgain = "Read it again from the exercises";
export const willBeSent = "This will be in the file, and nothing else";
export const seal = "Seal it and save the file";
export const notYet = "Not yet";
export const savedAs = <Part>(file: Part) => ["Saved as ", file];
export const uploadIt =
  "Upload that file where your instructor says. Your receipt code, which your instructor sees too when the file arrives whole:";
export const receipts = "Your receipts";
export const newestCounts =
  "The newest file that arrives counts. Handing in again makes a newer one; the older ones stay here.";
export const receiptOf = (number: number, date: string) => `Number ${number}, ${date}`;
export const saveAgain = "Save again";
export const saveAgainNumber = (number: number) => `Save again: file number ${number}`;
export const whereFeedback = <Part>(page: Part) => [
  "When your instructor gives you a feedback file, open it on the page ",
  page,
  ".",
];
export const feedback = "Feedback";
export const otherVersionOf = (exercise: string) =>
  `This course has no exercise ${exercise}: the assignment was made for another version of it. Ask your instructor.`;
export const workNotRead = (why: string) =>
  `What this browser keeps of your work could not be read (${why}), so there is nothing to hand in yet: the files you began with would go in the place of yours. Load this page again; if it stays so, save your files in the exercise itself.`;
export const filesNotLoaded = (title: string) =>
  `The files of “${title}” could not be loaded. Open that exercise once while you are online, then try again.`;

export const yourName = "Your name";
export const nameMissing = "Your instructor needs to know whose work it is: give your name.";
export const studentNumberIfAny = "Student number, if you have one";

export const name = "Name";
export const studentNumber = "Student number";
export const noneGiven = "none given";
export const handInTitle = "Hand-in";
export const numberAndDate = (number: number, date: string) => `number ${number}, made ${date}`;
export const versions = "Versions";
export const versionsOf = (course: string, engine: string) => `course ${course}, engine ${engine}`;
export const notInIt = (titles: readonly string[]) =>
  `Not in it, because you have not begun it: ${titles.join(", ")}.`;
export const handInAgain = "You can hand in again when you have.";
export const asGiven = "as it was given";
export const yours = "yours";
export const checks = (count: number) => plural(count, { one: "One check", other: `${count} checks` });
export const checkOf = (date: string, passed: number, tests: number) =>
  `${date}: ${passed} of ${tests} tests`;
export const countedOnly = (count: number) => `${count} more in between are counted only.`;
export const solutionSeen = (date: string) => `You looked at the solution on ${date}.`;
export const takenFromSolution = <Part>(files: Part) => ["Taken from the solution: ", files];
export const notChecked = "You have not checked it. It will be graded all the same.";
export const lastCheckPassed = "The page's last check: passed.";
export const lastCheck = (passing: number, tests: number) =>
  `The page's last check: ${passing} of ${tests} tests pass.`;
export const hintsOpened = (count: number) =>
  count === 0
    ? "You opened no hint."
    : plural(count, { one: "You opened one hint.", other: `You opened ${count} hints.` });
