/** `npm run feedback -- OUT`: packs a file for each learner from what `npm run regrade` wrote, with your comments. */
import { join } from "node:path";
import { FormatError } from "../assignment/format-error.ts";
import { ResultsError, writeFeedback } from "./feedback/write-feedback.ts";

const USAGE = `npm run feedback -- OUT

Writes OUT/feedback, a file for each learner to open on the page /feedback/ of the site. OUT is what npm run regrade
wrote. Comments are read from OUT/comments/NAME.md and OUT/comments.csv: see src/cli/regrade/README.md.`;

const [out, ...more] = process.argv.slice(2);
if (out === undefined || out.startsWith("-") || more.length > 0) {
  console.error(`Say the folder with the results.\n\n${USAGE}`);
  process.exitCode = 2;
} else {
  try {
    const { names, problems } = await writeFeedback(out);
    for (const problem of problems) console.error(problem);
    console.log(`${names.length} files are in ${join(out, "feedback")}.`);
    if (problems.length > 0) process.exitCode = 1;
  } catch (error) {
    if (!(error instanceof ResultsError || error instanceof FormatError)) throw error;
    console.error(error.message);
    process.exitCode = 2;
  }
}
