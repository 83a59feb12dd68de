/** An instructor's feedback, as the learner opens it. */
export const pass = "Pass";
export const fail = "Fail";
export const skipped = "Skipped";
export const open = "Open a feedback file";
export const noFeedback =
  "This file is not feedback from Keepsake. Choose the file that your instructor gave you; its name ends in .feedback.json.";
export const fileNewer = (format: string) =>
  `This feedback was made with a newer Keepsake (format ${format}). Load the page again to get the newest.`;
export const fileNotValid = (detail: string) =>
  `This feedback is damaged (${detail}). Ask your instructor for the file again.`;
export const fileTooLarge = "This file is larger than any feedback can be. Nothing in it was looked at.";
export const openAnother = "Open another";
export const dropHere = "or drop it here. It is read in this page and goes nowhere.";
export const points = (count: number, most: number) => `${count} of ${most} points`;
export const passed = "Passed";
export const notPassed = "Not passed";
export const noPoints = "No points yet";
export const notGraded = "Something could not be graded; below it says what. That is not a zero.";
export const forWhom = "For";
export const nameAndNumber = (name: string, number: string) => `${name}, ${number}`;
export const receiptCode = "Receipt code";
export const received = "Received";
export const nobodyRecorded = "at a time that nobody recorded";
export const instructorSays = "Your instructor says";
export const notHandedIn = "It was not in your hand-in.";
export const couldNotGrade = (why: string) => `It could not be graded: ${why}`;
export const instructorsTest = " (a test of your instructor's own)";
export const comments = "Comments on your code";
export const wholeFile = "The whole file";
