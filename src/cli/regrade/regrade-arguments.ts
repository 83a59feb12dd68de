import { readArgs, UsageError } from "../usage.ts";
import { defaultJobs } from "./default-jobs.ts";

export const USAGE = `npm run regrade -- DOWNLOADS… --key FILE --assignment LINK [options]

Grades what learners handed in: files, folders, and the zip files that Moodle and Canvas give.
  --key FILE          the private key that was saved when the assignment was made
  --assignment LINK   the assignment's link, whole or from # on, or a file with it; a second one names an
                      earlier wording whose hand-ins count too
  --hidden DIR        your own tests, as npm run new-hidden-tests makes them
  --roster CSV        the class: names and numbers, Moodle's grading worksheet, or Canvas's gradebook
  --names PATTERN     how files are named, such as "{number}-{name}.keepsake"
  --jobs N            hand-ins at once (default: by cores and memory)
  --out DIR           where results go (default: graded); run again with the same one to go on
  --unsafe            no sandbox: only for hand-ins that you trust like your own programs`;

export interface RegradeArguments {
  readonly downloads: readonly string[];
  readonly keyFile: string;
  readonly assignments: readonly string[];
  readonly hiddenFolder?: string;
  readonly rosterFile?: string;
  readonly pattern?: string;
  readonly jobs: number;
  readonly out: string;
  readonly isUnsafe: boolean;
}

/** Throws a {@link UsageError}. */
export function readArguments(given: readonly string[]): RegradeArguments {
  const { values, positionals } = parsed(given);
  if (positionals.length === 0) throw new UsageError("Say what was downloaded: files, folders or zip files.");
  if (values.key === undefined)
    throw new UsageError(
      "Say where the private key is, with --key: the file that was saved when you made the assignment.",
    );
  if (values.assignment === undefined)
    throw new UsageError("Say which assignment it is, with --assignment and its link in quotation marks.");
  const jobs = values.jobs === undefined ? defaultJobs() : Number(values.jobs);
  if (!Number.isInteger(jobs) || jobs < 1)
    throw new UsageError(`--jobs ${values.jobs} is no number of hand-ins.`);
  return {
    ...{ downloads: positionals, keyFile: values.key, assignments: values.assignment, jobs },
    ...{ out: values.out, isUnsafe: values.unsafe },
    ...(values.hidden === undefined ? {} : { hiddenFolder: values.hidden }),
    ...(values.roster === undefined ? {} : { rosterFile: values.roster }),
    ...(values.names === undefined ? {} : { pattern: values.names }),
  };
}

function parsed(given: readonly string[]) {
  return readArgs({
    args: [...given],
    allowPositionals: true,
    options: {
      key: { type: "string" },
      assignment: { type: "string", multiple: true },
      hidden: { type: "string" },
      roster: { type: "string" },
      names: { type: "string" },
      jobs: { type: "string" },
      out: { type: "string", default: "graded" },
      unsafe: { type: "boolean", default: false },
    },
  });
}
