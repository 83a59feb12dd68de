import type { Command } from "./commands.ts";
import { placedWords } from "./search/words.ts";

/** Words of the title count more than others that it is known by. */
const TITLE_SCORE = 2;
const WORDS_SCORE = 1;

/** The available commands that have, for each typed word, one that begins so. All of them when nothing is typed. */
export function matchingCommands(typed: string, commands: readonly Command[]): Command[] {
  const wanted = wordsOf(typed);
  return commands
    .filter(({ isAvailable = true }) => isAvailable)
    .map((command) => ({ command, score: scoreOf(command, wanted) }))
    .filter(({ score }) => wanted.length === 0 || score > 0)
    .sort((one, other) => other.score - one.score)
    .map(({ command }) => command);
}

function scoreOf({ title, words = "" }: Command, wanted: readonly string[]): number {
  const [inTitle, inWords] = [wordsOf(title), wordsOf(words)];
  let score = 0;
  for (const [index, word] of wanted.entries()) {
    const place = inTitle.findIndex((own) => own.startsWith(word));
    // "open" before "show the open files": what begins alike is meant.
    if (place >= 0) score += TITLE_SCORE + (place === index ? 1 : 0);
    else if (inWords.some((own) => own.startsWith(word))) score += WORDS_SCORE;
    else return 0;
  }
  return score;
}

function wordsOf(text: string): string[] {
  return placedWords(text).map(({ word }) => word.toLowerCase());
}
