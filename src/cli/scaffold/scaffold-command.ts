import { ScaffoldError } from "./write-new.ts";

/**
 * Runs a command of two words, the second a title, and sets the exit code 2 with a message where it cannot do what is
 * asked. `usage` shows it with its two words.
 */
export async function scaffoldCommand(
  given: readonly string[],
  usage: string,
  make: (name: string, title: string) => Promise<void>,
): Promise<void> {
  try {
    const [name = "", title = "", ...more] = given.map((word) => word.trim());
    if (more.length > 0) throw new ScaffoldError(`Put the title in quotation marks: ${usage}`);
    if (name === "" || title === "") throw new ScaffoldError(`Say both: ${usage}`);
    await make(name, title);
  } catch (error) {
    if (!(error instanceof ScaffoldError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
