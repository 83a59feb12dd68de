/** Where the words come from that may be completed. */
export interface CompletionSources {
  readonly commandNames: readonly string[];
  /** Names in a folder as it was typed, folders with `/` at the end. */
  readonly namesIn: (folder: string) => Promise<readonly string[]>;
  /** What else an argument of this command may be: options, process numbers, browsers, addresses. */
  readonly argumentsOf: (command: string, word: string) => Promise<readonly string[]>;
}

/** What may stand where the cursor is. */
export interface Completion {
  /** Where the word begins that is completed. */
  readonly start: number;
  /** Sorted; empty when there is none. A whole word ends with a space or `/`. */
  readonly choices: readonly string[];
}

/** The completions of a line at the cursor. */
export async function completeLine(line: string, sources: CompletionSources): Promise<Completion> {
  const { words, start } = splitLine(line);
  const word = line.slice(start);
  const command = words[0];
  if (command === undefined) {
    const names = sources.commandNames.filter((name) => name.startsWith(word)).map((name) => `${name} `);
    // A path may be a command too, as in ./x, but there is nothing here that runs so.
    return { start, choices: names };
  }
  const special = (await sources.argumentsOf(command, word)).filter((choice) => choice.startsWith(word));
  if (special.length > 0) return { start, choices: special };
  const slash = word.lastIndexOf("/") + 1;
  const folder = word.slice(0, slash);
  const names = await sources.namesIn(folder);
  const rest = word.slice(slash);
  const choices = names
    .filter((name) => name.startsWith(rest) && (rest.startsWith(".") || !name.startsWith(".")))
    .map((name) => folder + quotedName(name) + (name.endsWith("/") ? "" : " "));
  return { start, choices };
}

/** What all choices begin with. */
export function commonStart(choices: readonly string[]): string {
  const [first = "", ...others] = choices;
  let length = first.length;
  for (const other of others) {
    while (!other.startsWith(first.slice(0, length))) length--;
  }
  return first.slice(0, length);
}

/** The words of the command that the cursor is in, and where the word at the cursor begins. */
function splitLine(line: string): { readonly words: readonly string[]; readonly start: number } {
  let words: string[] = [];
  let start = 0;
  let quote: string | undefined;
  for (let at = 0; at <= line.length; at++) {
    const character = line[at];
    if (character === undefined) break;
    if (quote !== undefined) {
      if (character === quote) quote = undefined;
    } else if (character === "'" || character === '"') quote = character;
    else if (character === "\\") at++;
    else if (/[\s|&;<>()]/.test(character)) {
      const word = line.slice(start, at);
      // A variable before the command is not the command.
      if (word !== "" && !(words.length === 0 && /^\w+=/.test(word))) words.push(word);
      if (/[|&;(]/.test(character)) words = [];
      start = at + 1;
    }
  }
  return { words, start };
}

function quotedName(name: string): string {
  return name.replaceAll(/[\s'"\\$&|;<>()*?![\]{}]/g, "\\$&");
}
