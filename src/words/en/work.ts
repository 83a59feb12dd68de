import { plural } from "../plural.ts";

/** The page of one's own work. */
export const lessonsRead = "Lessons read";
export const checksSeen = "Checks seen";
export const predictionsRight = "Predictions right";
export const exercisesPassed = "Exercises passed";
export const of = (all: number) => (all === 0 ? "so far" : `of ${all}`);
export const keepIt = "Keep it";
export const allIsHere =
  "Everything is in this browser and nowhere else. One file holds all of it: what you have read, seen and passed, your programs with their dated drafts, your assignments with what you handed in, and your settings. Bring it into another browser, or keep it safe.";
export const saveAll = "Save all as one file";
export const bringInFile = "Bring in a file…";
export const aFile = "A file of your work";
export const savedOn = (file: string, date: string) => `${file}, saved ${date}`;
export const nothingInIt = "There is nothing in it.";
export const inIt = (contents: readonly string[]) => `In it: ${contents.join(", ")}.`;
export const leftOut = (paths: string) => `Not brought in, because no file may have such a name: ${paths}.`;
export const nothingWouldChange = "Everything in it is here already: nothing would change.";
export const nothingIsLost = "Brought in, none of the text that you have now is lost:";
export const bringItIn = "Bring it in";
export const leaveIt = "Leave it";
export const good = "Good";
export const promised = "The browser has promised to keep it until you clear it yourself.";
export const mayClear = "When its disk is nearly full, the browser may clear it by itself.";
export const askNotTo = "Ask it not to";
export const sizeUnknown = "How much room it takes, this browser does not say.";
export const sizeUsed = (used: string, limit: string) =>
  `All of this site takes ${used} of the ${limit} that the browser gives it.`;
export const kilobytes = (count: string) => `${count} kB`;
export const megabytes = (count: string) => `${count} MB`;
export const gigabytes = (count: string) => `${count} GB`;

export const nothingKept = <Part>(course: Part) => [
  "Nothing is kept here yet. ",
  course,
  ", or bring in a file from another browser.",
];
export const beginCourse = "Begin the course";
export const exercises = "Exercises";
export const noneBegun = "None begun yet.";
export const assignments = "Assignments";
export const handedIn = (files: number) =>
  files === 0
    ? "Nothing handed in yet."
    : plural(files, { one: `${files} file made to hand in.`, other: `${files} files made to hand in.` });
export const programs = "Programs in lessons that you changed";
export const lessons = "Lessons";
export const noneFinished = "None finished yet. Going on from a lesson marks it as read.";
export const notRead = "Not marked as read.";
export const checksHere = (count: number) =>
  plural(count, { one: `${count} check seen.`, other: `${count} checks seen.` });
export const predictionsHere = (count: number) =>
  plural(count, { one: `${count} prediction.`, other: `${count} predictions.` });
export const resetRow = (title: string) => `Reset ${title}`;
export const removeDated = (count: number) => `Remove dated drafts (${count})`;
export const removeDatedOf = (title: string, count: number) => `${removeDated(count)}: ${title}`;
export const datedAreGone = (title: string) =>
  `The dated drafts of ${title} are removed. Your text there stays.`;
export const beginAnew = "Begin anew";
export const whatIsForgotten =
  "All lessons, exercises, programs, dated drafts, and assignments with what you handed in are forgotten; only settings stay. You can have it back until you leave this page, and later only from a file: save one first.";
export const forgetAll = "Forget everything";
export const resetAll = "Reset everything…";

export const notPassed = "Not passed yet.";
export const passed = (date: string) => `Passed ${date}.`;
export const passedWithHelp = (date: string) => `Passed ${date}, after a look at the solution.`;
export const attempts = (count: number) =>
  plural(count, { one: `${count} attempt.`, other: `${count} attempts.` });
export const attemptsWithHints = (count: number, hints: number) =>
  `${plural(count, { one: `${count} attempt`, other: `${count} attempts` })}, ${plural(hints, {
    one: `${hints} hint opened.`,
    other: `${hints} hints opened.`,
  })}`;
export const yourText = (files: number) =>
  plural(files, { one: `Your text in ${files} file.`, other: `Your text in ${files} files.` });
export const datedDrafts = (count: number) =>
  plural(count, { one: `${count} dated draft.`, other: `${count} dated drafts.` });
export const yourTextAndDrafts = (files: number, drafts: number) =>
  `${plural(files, { one: `Your text in ${files} file`, other: `Your text in ${files} files` })}, ${datedDrafts(drafts)}`;

export const hasLessons = (count: number) =>
  plural(count, { one: `${count} lesson read`, other: `${count} lessons read` });
export const hasChecks = (count: number) =>
  plural(count, { one: `${count} check seen`, other: `${count} checks seen` });
export const hasPredictions = (count: number) =>
  plural(count, { one: `${count} prediction`, other: `${count} predictions` });
export const hasPassed = (count: number) =>
  plural(count, { one: `${count} exercise passed`, other: `${count} exercises passed` });
export const hasAttempts = (count: number) =>
  plural(count, { one: `${count} attempt`, other: `${count} attempts` });
export const hasPrograms = (count: number) =>
  plural(count, {
    one: `text of your own in ${count} program`,
    other: `${count} programs with text of your own`,
  });
export const hasDrafts = (count: number) =>
  plural(count, { one: `${count} dated draft`, other: `${count} dated drafts` });
export const hasAssignments = (count: number) =>
  plural(count, { one: `${count} assignment`, other: `${count} assignments` });
export const hasHandIns = (count: number) =>
  plural(count, { one: `${count} hand-in`, other: `${count} hand-ins` });

export const moreLessons = (count: number) =>
  plural(count, {
    one: `${count} lesson more is marked as read.`,
    other: `${count} lessons more are marked as read.`,
  });
export const moreChecks = (count: number) =>
  plural(count, {
    one: `${count} check more is marked as seen.`,
    other: `${count} checks more are marked as seen.`,
  });
export const morePredictions = (count: number) =>
  plural(count, { one: `${count} prediction more.`, other: `${count} predictions more.` });
export const morePassed = (count: number) =>
  plural(count, {
    one: `${count} exercise more is passed.`,
    other: `${count} exercises more are passed.`,
  });
export const moreAttempts = (count: number) =>
  plural(count, { one: `${count} attempt more.`, other: `${count} attempts more.` });
export const moreFiles = (count: number) =>
  plural(count, {
    one: `${count} file gets a text that it has not here.`,
    other: `${count} files get a text that they have not here.`,
  });
export const laterTexts = (count: number) =>
  plural(count, {
    one: `${count} file that was changed on both sides gets the later text; yours of before becomes a dated draft.`,
    other: `${count} files that were changed on both sides get the later text; yours of before become dated drafts.`,
  });
export const moreDrafts = (count: number) =>
  plural(count, { one: `${count} dated draft more.`, other: `${count} dated drafts more.` });
export const draftsGo = (count: number) =>
  plural(count, {
    one: `${count} of your oldest dated drafts goes: 30 are kept for each program.`,
    other: `${count} of your oldest dated drafts go: 30 are kept for each program.`,
  });
export const moreAssignments = (count: number) =>
  plural(count, { one: `${count} assignment more.`, other: `${count} assignments more.` });
export const moreHandIns = (count: number) =>
  plural(count, {
    one: `${count} hand-in more, with its receipt.`,
    other: `${count} hand-ins more, with their receipts.`,
  });
export const newName = (name: string) => `Your name for what you hand in: ${name}.`;

export const keepsNothing =
  "This browser lets the site keep nothing: a private window, or blocked storage. Lessons and exercises work, but what you do in them is gone when you close the page.";
export const couldNotRead = (why: string) =>
  `What this browser keeps could not be read (${why}). Load the page again.`;
export const savedButFor = (paths: string) =>
  `The file is saved. But what is in ${paths} cannot be brought in from it, because no file may have such a name: copy it into another file of its exercise, and save once more.`;
export const savedButRefused = (why: string) =>
  `The file is saved, but this page could not read it again: ${why} Keep your work in this browser until that is mended.`;
export const broughtIn = (file: string) =>
  `The work in ${file} is here now. None of the text that you had is lost.`;
export const ownerIsNew = (title: string) => `${title} is as new. Your text is kept under Drafts there.`;
export const lessonIsNew = (title: string) =>
  `“${title}” is as new: not marked as read, and without your checks and predictions.`;
export const allIsNew = "Everything is as new. You can have it back until you leave this page.";
export const notPromised =
  "The browser did not promise it. It seldom clears a site that you visit often or have installed.";
export const notEnoughRoom = "There is not enough room in this browser for that. Nothing was changed.";
export const didNotKeep = (why: string) => `The browser did not keep it (${why}). Nothing was changed.`;
