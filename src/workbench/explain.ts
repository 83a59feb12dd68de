import * as words from "../words/en/failures.ts";

/** How Chromium, Firefox and Safari say that a script which is fetched when it is needed did not come. */
const NOT_FETCHED = /dynamically imported module|Importing a module script failed/;

/** Why something failed, for the learner: what a browser says of its own scripts tells them nothing. */
export function reasonOf(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return NOT_FETCHED.test(message) ? words.partNotFetched : message;
}

/** An error as a sentence for the learner. */
export function explain(error: unknown): string {
  const reason = reasonOf(error);
  return /[.!?]$/.test(reason) ? reason : `${reason}.`;
}
