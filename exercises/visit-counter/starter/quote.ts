import { setTimeout as wait } from "node:timers/promises";

const SERVICE_MS = 150;

const quotes = [
  "Simplicity is prerequisite for reliability.",
  "The most dangerous phrase is: we have always done it this way.",
  "Programs must be written for people to read.",
];

/** A quote for the day, from a service that takes its time. */
export async function quoteOfTheDay(): Promise<string> {
  await wait(SERVICE_MS);
  return quotes[new Date().getDate() % quotes.length] ?? "";
}
