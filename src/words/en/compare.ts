/** The learner's files beside others. */
export const files = "Files";
export const notPassedYet =
  "You have not passed this exercise yet. You may look at the solution now; your progress then says that you passed with its help. A hint may be enough: there are hints under Results.";
export const showAnyway = "Show the solution anyway";
export const onItsWay = "The solution is on its way…";
export const failed = (why: string) => `The solution could not be loaded: ${why}`;
export const whatYouChanged = "What you have changed";
export const besideSolution = "Your files beside the solution";
export const besideDraft = (date: string) => `Your files beside the draft of ${date}`;
export const exercisesOwn = "The exercise's own";
export const solution = "The solution";
export const draft = "The draft";
export const yours = "Yours";
export const yoursNow = "Yours now";
export const changedNothing = "You have changed nothing yet.";
export const sameAsSolution = "Your files are the solution's, to the letter.";
export const sameAsDraft = "Your files are as in this draft.";
export const sameOnBothSides = "This file is the same on both sides.";
export const youMadeIt = "You made this file: the exercise has none of this name.";
export const notInSolution = "The solution has no file of this name.";
export const notInDraft = "The draft has no file of this name.";
export const notYours = "You have no file of this name.";
export const asRight = "Any other program that passes is as right as this one.";
export const goBack = "Go back to the exercise's own";
export const takeFile = "Take this file";
export const taken = (path: string) => `${path} is taken over. Yours is kept under Drafts.`;
export const side = (path: string, name: string) => `${path}: ${name}`;
