import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { Assignment } from "../../assignment/assignment.ts";
import { decodeAssignment } from "../../assignment/assignment-link.ts";
import { parseKeyFile } from "../../assignment/key-pair.ts";
import {
  assignedExercises,
  decodedText,
  findFiles,
  type GradedClass,
  type GradeFiles,
  gradeClass,
  namePattern,
  type Roster,
  readRoster,
  requireKeyOf,
  type Trouble,
} from "../../gradebook/index.ts";
import { UsageError } from "../usage.ts";
import { filesOnDisk } from "./files-on-disk.ts";
import { Ledger } from "./ledger.ts";
import { takeFolder } from "./one-run.ts";
import { ProgressLine, type ProgressOutput } from "./progress-line.ts";
import type { RegradeArguments } from "./regrade-arguments.ts";
import { REMEDIES } from "./remedies.ts";
import { writeResults } from "./write-results.ts";

export interface RegradeTools {
  /** The course. */
  readonly root: string;
  readonly gradeFiles: GradeFiles;
  readonly progress: ProgressOutput;
  /** Names how programs are kept apart: a grade without a sandbox is not taken for one with it. */
  readonly isolation: "sandbox" | "none";
  /** Names what grades: what another one had graded is graded anew. Default: none. */
  readonly graderVersion?: string;
  readonly signal?: AbortSignal;
}

/** The whole run. Rejects before anything is graded when what was given cannot be right, each with its reason. */
export async function regrade(given: RegradeArguments, tools: RegradeTools): Promise<GradedClass> {
  const key = await parseKeyFile(await textOf(given.keyFile, "--key"));
  const [assignment, ...earlier] = await Promise.all(given.assignments.map(assignmentOf));
  if (assignment === undefined) throw new UsageError("Say which assignment it is, with --assignment.");
  requireKeyOf(assignment, key);
  const exercises = await assignedExercises(tools.root, assignment, given.hiddenFolder);
  const roster = await rosterOf(given.rosterFile, assignment.zone);
  const pattern = given.pattern === undefined ? undefined : namePattern(given.pattern, "--names");
  const notRead: Trouble[] = [];
  const found = await findFiles(filesOnDisk(given.downloads, notRead), assignment.zone, pattern);

  await mkdir(given.out, { recursive: true, mode: 0o700 });
  const giveBack = await takeFolder(given.out);
  try {
    const line = new ProgressLine(tools.progress);
    const graded = await gradeClass({
      ...{ assignment, earlier, key, exercises, roster },
      found: { files: found.files, troubles: [...found.troubles, ...notRead] },
      ...(pattern === undefined ? {} : { pattern }),
      ...{ gradeFiles: tools.gradeFiles, isolation: tools.isolation, jobs: given.jobs },
      ...(tools.graderVersion === undefined ? {} : { graderVersion: tools.graderVersion }),
      kept: await Ledger.open(join(given.out, "ledger")),
      remedies: REMEDIES,
      onGraded: (progress) => line.step(progress),
      ...(tools.signal === undefined ? {} : { signal: tools.signal }),
    }).finally(() => line.end());
    await writeResults(given.out, graded);
    return graded;
  } finally {
    await giveBack();
  }
}

/** A link, or a file that holds one. */
async function assignmentOf(linkOrFile: string): Promise<Assignment> {
  const isLink = linkOrFile.includes("#") || /^v\d+\./.test(linkOrFile);
  return decodeAssignment(isLink ? linkOrFile : await textOf(linkOrFile, "--assignment"));
}

const GUESSED =
  "The roster is not in UTF-8 and was read as Windows-1252, in which Excel saves. If names in it are wrong, save it as “CSV UTF-8”.";

async function rosterOf(file: string | undefined, zone: string): Promise<Roster> {
  if (file === undefined) return { rows: [], remarks: [] };
  const { text, isGuessed } = decodedText(await bytesOf(file, "--roster"));
  const { rows, remarks } = readRoster(text, zone);
  return { rows, remarks: isGuessed ? [GUESSED, ...remarks] : remarks };
}

async function textOf(path: string, option: string): Promise<string> {
  return (await bytesOf(path, option)).toString("utf8");
}

async function bytesOf(path: string, option: string): Promise<Buffer> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT" || error.code === "EISDIR")
      throw new UsageError(`There is no file ${path}, which ${option} names.`);
    throw error;
  });
}
