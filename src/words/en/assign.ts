import { plural } from "../plural.ts";

/** Where an instructor makes an assignment. */
export const whatItIs = "What it is";
export const title = "Title";
export const exercisesAndPoints = "Exercises and points";
export const when = "When";
export const rules = "Rules";
export const yourKey = "Your key";
export const theLink = "The link";
export const instructions = "Instructions, in Markdown";
export const charactersOf = (count: number, most: number) =>
  `${count} of at most ${most} characters. HTML and images are left out.`;
export const preview = "Preview of the instructions";
export const asLearnersSeeIt = "As learners see it";
export const nothingYet = "Nothing yet.";
export const changeCopy = "Change a copy of an assignment that you have";
export const itsLink = "Its link";
export const formIsReplaced = "The form is filled with what the link says, in place of what stood there.";
export const formIsFilled = "The form below is filled with what it says. The old assignment stays as it is.";

export const pointsShared = "shared among the tests";
export const pointsForAll = "when every test passes";
export const pointsForEach = "for each test";
export const choose = "Choose from the course, in its order";
export const minutes = (count: number) =>
  plural(count, { one: `${count} minute`, other: `${count} minutes` });
export const chosen = (count: number, duration: string) =>
  count === 0
    ? "Nothing chosen yet."
    : plural(count, {
        one: `One exercise, about ${duration} of work.`,
        other: `${count} exercises, about ${duration} of work.`,
      });
export const pointsFor = (exercise: string) => `Points for ${exercise}`;
export const points = "points";
export const howPointsAreGiven = (exercise: string) => `How the points for ${exercise} are given`;

export const opensMayBeEmpty = "Opens (may stay empty)";
export const dueMayBeEmpty = "Due (may stay empty)";
export const zone = "Time zone of these times";
export const eachInTheirOwn = "Each learner sees them in their own.";
export const whenLate = "When it comes late";
export const lateTakesOff = "Accept it, and take off for each day begun";
export const lateIsMarked = "Accept it, mark it as late, take nothing off";
export const lateIsRefused = "Refuse it: it gives no points";
export const percentADay = "Percent taken off for each day";
export const whoseClock =
  "Judged by when your learning platform or your computer received the file. A learner's clock is only what the learner says.";
export const passedWith = "Passed with";
export const shareOfPoints = "A share of the points";
export const everyTest = "Every test of every exercise";
export const percentNeeded = "Percent of the points needed";
export const mayLookAt = "Learners may look at";
export const theHints = "the hints";
export const theSolution = "the solution";
export const doorNotLock =
  "A door, not a lock: the course is public, and who wants to find its solutions can. What was looked at stands in the hand-in. Hidden tests of your own are what a found solution does not know.";

export const aboutKey =
  "What learners hand in is sealed to a key of yours. The link carries the public half. The private half is a file: only with it can the hand-ins be opened.";
export const noKeysOverHttp =
  "This page came over plain http, and there browsers do not let a page make keys. Open it over https.";
export const makeKey = "Make a key and save its file";
export const useMyKey = "Use a key file that I have";
export const ifYouLoseIt = <Part>(strong: Part) => [
  strong,
  ": not we, not they, and there is no other copy. Whoever has the file can read all of it. Put it where your grades are, and a copy where your backups are.",
];
export const nobodyCanOpen = "If you lose this file, nobody can open what your learners hand in";
export const iHaveIt = "I have the file and know where it is";
export const saveKeyAgain = "Save the file again";
export const sealedTo = (key: string) => `Hand-ins will be sealed to your key “${key}”.`;
export const useAnother = "Use another";
export const copiedKey =
  "This copy keeps the key of the assignment that you opened. Is it yours? Then the same key file opens both. If you do not have that file, take another key.";
export const takeAnother = "Take another key";
export const defaultKeyName = "Class";

export const mendFirst = "The form above has something to mend first; it is marked there.";
export const linkComes =
  "The link stands here when the form is complete and the key's file is in your hands.";
export const yourLink = "Your link";
export const allIsInLink = (bytes: number, most: number) =>
  `All of the assignment is in the link, ${bytes} of at most ${most} bytes: nothing is stored anywhere. Keep it with the key: grading asks for both, and this page opens it again to change a copy. A changed copy is another assignment with another link.`;
export const copyLink = "Copy the link";
export const toPaste = "To paste into your learning platform";
export const copyText = "Copy the text";
export const toGrade = "To grade what comes back";
export const whereToGrade = <Part>(downloads: Part) => [
  "On your own machine, in a copy of the course, with the folder or the zip file that your platform gives you in place of ",
  downloads,
  ".",
];
export const howGradingWorks = "How grading works";
export const copyCommand = "Copy the command";
export const noQrCode = (bytes: number) =>
  `There is no QR code for this link: it has ${bytes} bytes, and phones read codes of more than 1,200 badly. Shorten the instructions, or give the link as text.`;
export const qrCode = "The link as a QR code";
export const forAScreen = "The same link for a screen in front of the class.";
export const copied = "Copied.";
export const copyByHand = "The browser did not let the page copy. Select the text and copy it by hand.";

export const giveTitle = "Give the assignment a title.";
export const tooManyCharacters = (count: number, most: number) =>
  `The instructions have ${count} characters; ${most} is the most. Link to a page of yours instead.`;
export const chooseOne = "Choose at least one exercise.";
export const pointsAreNumbers = (most: number) => `Points are a number from 0 to ${most}, such as 10 or 0.5.`;
export const noZone = "This is no time zone. They are called Europe/Rome or America/New_York.";
export const dateAndTime = "Give date and time, or leave both empty.";
export const dueBeforeItOpens = "It is due before it opens. Move one of the two.";
export const wholePercent = "Give a whole number from 1 to 100.";
