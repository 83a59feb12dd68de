import { plural } from "../plural.ts";

/** A lesson's page around its text, and what stands in the text. */
export const onThisPage = "On this page";
export const place = <Part>(part: Part, lesson: Part, duration: Part) => [
  part,
  " · ",
  lesson,
  " · ",
  duration,
];
export const lessonNumber = (number: number | string | undefined) => `Lesson ${number}`;
export const minutes = (count: number) =>
  plural(count, { one: `${count} minute`, other: `${count} minutes` });
export const afterwards = "Afterwards you can";
export const whereThisStands = "Where this stands";
export const lessons = "Lessons";
export const previous = "Previous";
export const exercise = "Exercise";
export const next = "Next";
export const readingNotKept =
  "This browser keeps no note that you read this lesson. Allow this site to store data, or leave the private window, to find your way back.";

export const copy = "Copy";
export const copied = "Copied";
export const copyByHand = "Select and copy by hand";
export const openFile = (path: string, title: string) => `Open ${path} in “${title}”`;
export const sendRequest = (method: string, path: string, title: string) =>
  `Send ${method} ${path} in “${title}”`;
export const runNamed = (title: string) => `Run “${title}”`;
export const runNamedWords = "playground start program";
export const brokenOnPurpose = (what: string) => `Broken on purpose: ${what}`;

export const watches = <Part>(program: Part) => ["Watches ", program, " while you try."];
export const programAbove = "the program above";
export const seenEarlier = "Seen on an earlier visit.";
export const seen = "Seen.";
export const seenButNotKept = "Seen. This browser keeps no note of it.";
export const notSeenYet = "Not seen yet.";
export const seenOf = (seen: number, all: number) => `${seen} of ${all} seen.`;

export const predict = "Predict. ";
export const answer = "Answer";
export const rightAnswer = (choice: string | undefined) => `${choice}.`;
export const rightEarlier = "As you said on an earlier visit.";
export const wrongEarlier = "Not what you said on an earlier visit.";
export const right = "As you said.";
export const wrong = "Not this time. See why:";
/** Before the verdict, which may lead on to the explanation. */
export const verdictNotKept = (verdict: string) => `This browser keeps no note of it. ${verdict}`;

export const solutionFollows = <Part>(exercise: Part) => [
  "What follows is a whole solution of ",
  exercise,
  ". It opens by itself once your own passes its tests. You may open it before; your progress then says so.",
];
export const showAnyway = "Show it anyway";
export const theSolution = "The solution";
export const solutionClosed = (assignment: string) =>
  `The solution is closed until “${assignment}” is over: your instructor set it so.`;
export const youHavePassed = <Part>(exercise: Part) => [
  "You have passed ",
  exercise,
  ". Compare: any other program that passes is as right as this one.",
];
export const theExercise = "the exercise";

export const sameElsewhere = "The same in another system";
export const notRun = (why: string) => `Not run by our tests: ${why}.`;
export const runOn = (system: string) => `Run by our tests on real ${system}.`;
export const runLike = <Part>(system: Part, program: Part) => [
  "Run by our tests on real ",
  system,
  ": it sets the same cookies as ",
  program,
  ".",
];
export const thisProgram = "this program";
