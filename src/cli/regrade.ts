/** `npm run regrade -- ./downloads --key class.key --assignment LINK`: grades what learners handed in. */
import process from "node:process";
import { fileURLToPath } from "node:url";
import { FormatError } from "../assignment/format-error.ts";
import { ExerciseError } from "../course/load-exercise.ts";
import {
  AssignedError,
  OtherKeyError,
  openSandbox,
  PatternError,
  RosterError,
  SandboxMissing,
} from "../gradebook/index.ts";
import { graderVersion } from "./regrade/grader-version.ts";
import { RunningError } from "./regrade/one-run.ts";
import { regrade } from "./regrade/regrade.ts";
import { readArguments, USAGE } from "./regrade/regrade-arguments.ts";
import { WITHOUT_SANDBOX } from "./regrade/remedies.ts";
import { summary } from "./regrade/summary.ts";
import { UsageError } from "./usage.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** What a shell expects of a command that Ctrl+C ended. */
const INTERRUPTED = 130;

const REASONS = [
  ...[FormatError, ExerciseError, AssignedError, PatternError],
  ...[RunningError, RosterError, SandboxMissing],
];

async function main(): Promise<number> {
  const given = readArguments(process.argv.slice(2));
  const interrupt = new AbortController();
  process.once("SIGINT", () => interrupt.abort());
  const sandbox = await openSandbox({ isUnsafe: given.isUnsafe, whenMissing: WITHOUT_SANDBOX });
  try {
    const outcome = await regrade(given, {
      root: ROOT,
      gradeFiles: sandbox.gradeFiles,
      isolation: given.isUnsafe ? "none" : "sandbox",
      graderVersion: await graderVersion(ROOT),
      progress: process.stderr,
      signal: interrupt.signal,
    });
    process.stdout.write(summary(outcome, given.out));
    return 0;
  } catch (error) {
    if (!interrupt.signal.aborted) throw error;
    console.error("Stopped. Run the same command again to go on: what was graded is kept.");
    return INTERRUPTED;
  } finally {
    await sandbox.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  if (error instanceof UsageError || error instanceof OtherKeyError)
    console.error(`${error.message}\n\n${USAGE}`);
  else if (REASONS.some((Reason) => error instanceof Reason) && error instanceof Error)
    console.error(error.message);
  else if (error instanceof Error && "code" in error && "path" in error && error.code === "ENOENT")
    console.error(`There is no ${error.path}. Say what was downloaded: files, folders or zip files.`);
  else if (error instanceof Error && "code" in error && "path" in error && error.code === "EACCES")
    console.error(`You may not read ${error.path}. Give yourself the right to, or say another place.`);
  else throw error;
  process.exitCode = 2;
}
