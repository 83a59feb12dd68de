import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { CourseError } from "../../course/course-error.ts";

const CSPELL = fileURLToPath(new URL("../../../node_modules/cspell/bin.mjs", import.meta.url));
const CONFIG = fileURLToPath(new URL("../../../cspell.json", import.meta.url));
/** What is prose and read by many. */
const FILES = [
  "lessons/**/*.mdx",
  "exercises/*/text.md",
  "README.md",
  "CONTRIBUTING.md",
  "src/course/README.md",
];

/** Words that are in no dictionary, nor in `src/course/words.txt`. Throws when cspell cannot run. */
export async function spellingProblems(root: string): Promise<CourseError[]> {
  const args = [CSPELL, "--no-progress", "--no-summary", "--no-color", "--no-must-find-files"];
  const child = spawn(process.execPath, [...args, "--config", CONFIG, "--root", root, ...FILES], {
    cwd: root,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [said, failed] = await Promise.all([text(child.stdout), text(child.stderr)]);
  const lines = said.split("\n").filter((line) => line !== "");
  const found = lines.map((line) => /^(.+?):(\d+):\d+ - Unknown word \(([^)]*)\)/.exec(line));
  if (failed !== "" || found.includes(null)) throw new Error(`cspell could not run:\n${said}${failed}`);
  return found.flatMap((match) => {
    const [, file = "", line = "1", word] = match ?? [];
    const remedy = `"${word}" is in no dictionary: spell it right, or add it to src/course/words.txt.`;
    return [new CourseError(file, Number(line), remedy)];
  });
}
