import { plural } from "../plural.ts";

/** The report on the engines. The text to copy for a bug report is for its readers, and stays English. */
export const copyReport = "Copy the report as text";
export const copied = "Copied: your browser's name and version and what is shown above, nothing else.";
export const copyByHand = "The browser did not let the page copy. Select the text above instead.";
export const boot = "Boot";
export const milliseconds = (count: number) => `${count} ms`;
export const contract = "Contract";
export const deviations = "Deviations";
export const passes = "pass";
export const asListed = "as listed";
export const bootAndTry = "Boot and try it";
export const agreeAndTry = "Agree, boot and try it";
export const tryPlace = (label: string, place: string) => `${label}, ${place}`;
export const outcome = (title: string, passed: number, all: number, good: string) =>
  `${title}: ${passed} of ${all} ${good}`;
export const notSo = (count: number) => `, ${count} not`;
export const isGood = (good: string) => `${good}: `;
export const isNot = "not: ";
export const step = (name: string) => `${name}…`;
export const stopped = "Stopped.";
export const asPromised = "It does all it promises.";
export const notAsPromised = (bad: number, all: number) =>
  plural(bad, {
    one: `${bad} of ${all} is not as promised.`,
    other: `${bad} of ${all} are not as promised.`,
  });
export const starting = "Starting";
export const tryingContract = (name: string) => `Contract: ${name}`;
export const tryingDeviation = (text: string) => `Deviation: ${text}`;
export const nothingCame = (seconds: number) => `Nothing came of it in ${seconds} seconds.`;
