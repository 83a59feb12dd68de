import { plural } from "../plural.ts";

/** What an assignment's rules mean, as phrases and sentences. */
export const allOrNothing = (points: number) =>
  plural(points, {
    one: `${points} point when every test passes`,
    other: `${points} points when every test passes`,
  });
export const shared = (points: number) =>
  plural(points, {
    one: `${points} point, shared among the tests`,
    other: `${points} points, shared among the tests`,
  });
export const perTest = (points: number) =>
  plural(points, { one: `${points} point for each test`, other: `${points} points for each test` });
export const lateRefused = "Late hand-ins are not accepted.";
export const lateMarked = "Late hand-ins are accepted and marked as late.";
export const latePercent = (percent: number) => `Each day begun after that takes ${percent} % of the points.`;
export const passedWithAll = "It is passed when every test of every exercise passes.";
export const passedWith = (percent: number) => `It is passed with ${percent} % of the points.`;
export const hintsAndSolution = "Hints and the solution may be looked at; your hand-in says so.";
export const hintsAlone = "Hints may be looked at; the solution is closed until it is over.";
export const solutionAlone =
  "The solution may be looked at, and your hand-in says so; hints are closed until it is over.";
export const noHelp = "Hints and the solution are closed until it is over.";

export const opens = (date: string) => `Opens: ${date}`;
export const due = (date: string, late: string) => `Due: ${date}. ${late}`;
export const stepOpen =
  "1. Open this link in the browser in which you want to work. It works offline once it has loaded.";
export const stepWork = "2. Do the exercises. Everything you type is kept in that browser.";
export const stepHandIn =
  "3. Choose “See what will be sent” on the assignment's page, save the file, and upload it here.";
export const stepReceipt =
  "4. Keep the receipt code that the page shows: it proves which file you handed in.";
