import { plural } from "../plural.ts";

/** Under the verdict: the tests, and help. */
export const pass = "Pass";
export const fail = "Fail";
export const skipped = "Skipped";
export const goOn = "Continue";
export const expected = "Expected";
export const received = "Received";
export const lastRequest = (method: string, path: string) => `The last request: ${method} ${path}`;
export const requestsBefore = (count: number) =>
  plural(count, { one: "The request before it", other: `The ${count} requests before it` });
export const advice = (milliseconds: number, seed: number) =>
  `${milliseconds} ms, seed ${seed}. What the page says is advice; your instructor's own run counts.`;
export const exchangeFailed = "The exchange could not be shown: load the page again.";

export const help = "Help";
export const hintsClosed = "Hints are closed until your assignment is over.";
export const hint = (number: number, of: number) => `Hint ${number} of ${of}`;
export const showHint = "Show a hint";
export const showNextHint = "Show the next hint";
export const whatChanged = "What have I changed?";
export const compareWithSolution = "Compare with the solution";
export const solutionClosed = "The solution is closed until your assignment is over.";
export const howHelpCounts =
  "Each attempt unlocks a hint. Who looks at the solution before passing passes with its help, and the progress says so.";
export const solutionWasSeen =
  "You have seen the solution. When your program passes, the progress says that it helped.";
