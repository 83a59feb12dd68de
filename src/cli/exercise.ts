/** `npm run exercise -- shopping-cart`: an exercise on the disk, with an editor of one's own. */
import "../grader/grade-test-modules.ts";
import { readFile } from "node:fs/promises";
import process from "node:process";
import { fileURLToPath } from "node:url";
import { FormatError } from "../assignment/format-error.ts";
import { ExerciseError, loadExercise } from "../course/load-exercise.ts";
import { filesDiff } from "./exercise/files-diff.ts";
import { ExerciseSession, type Terminal } from "./exercise/session.ts";
import { SubmitError, submit } from "./exercise/submit.ts";
import { WorkFolder } from "./exercise/work-folder.ts";
import { readArgs, UsageError } from "./usage.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const USAGE = `npm run exercise -- SLUG            work/SLUG is made, its program runs, every save is graded
npm run exercise -- hint SLUG       opens the next hint
npm run exercise -- diff SLUG       what you changed; with --solution, how yours differs from the solution
npm run exercise -- reset SLUG      puts the starter back, and keeps your files as a draft
npm run exercise -- submit          writes a file to hand in; the first time with
                                    --assignment "LINK" --name "Ada Lovelace" --number 1815`;

const VERBS = ["hint", "diff", "reset", "submit"];

async function main(): Promise<void> {
  const { values, positionals } = readArguments();
  const [first, second] = positionals;
  if (first === undefined) throw new UsageError("Say the exercise.");
  if (first === "submit") return print(await handIn(values));
  const isVerb = VERBS.includes(first);
  const slug = isVerb ? second : first;
  if (slug === undefined)
    throw new UsageError(`Say the exercise: npm run exercise -- ${first} shopping-cart`);
  const work = await WorkFolder.open(ROOT, await loadExercise(ROOT, slug));
  switch (isVerb ? first : "work") {
    case "hint":
      return print(await hintLines(work));
    case "diff":
      return print(await diffLines(work, values.solution));
    case "reset":
      return print([
        `The starter is back in ${work.folder}.`,
        `Your files are kept in ${await work.reset(new Date())}.`,
      ]);
    default:
      return workOn(work);
  }
}

function readArguments() {
  return readArgs({
    allowPositionals: true,
    options: {
      assignment: { type: "string" },
      name: { type: "string" },
      number: { type: "string" },
      solution: { type: "boolean", default: false },
    },
  });
}

async function hintLines(work: WorkFolder): Promise<string[]> {
  const { hints } = work.loaded.exercise;
  const open = await work.openHint(Date.now());
  if (open === 0) return ["This exercise has no hints."];
  return [
    ...hints.slice(0, open).map((text, index) => `${index + 1}. ${text}`),
    `${open} of ${hints.length} hints are open.`,
  ];
}

async function diffLines(work: WorkFolder, withSolution: boolean): Promise<string[]> {
  const { starter, solution } = work.loaded;
  const files = await work.files();
  if (!withSolution) {
    const lines = filesDiff(starter, files);
    return lines.length === 0 ? ["Nothing is changed: the files are the starter's."] : lines;
  }
  await work.noteSolution(Date.now());
  const lines = filesDiff(files, { ...starter, ...solution });
  return lines.length === 0 ? ["Your files are the solution's."] : lines;
}

type Values = Pick<ReturnType<typeof readArguments>["values"], "assignment" | "name" | "number">;

async function handIn({ assignment, name, number }: Values): Promise<string[]> {
  const { version } = JSON.parse(await readFile(new URL("../../package.json", import.meta.url), "utf8"));
  const { path, receipt, exercises, missing, leftOut } = await submit({
    ...{ root: ROOT, courseVersion: String(version), nowMs: Date.now() },
    ...(assignment === undefined ? {} : { assignment }),
    ...(name === undefined ? {} : { name }),
    ...(number === undefined ? {} : { number }),
  });
  return [
    `Upload this file: ${path}`,
    `Its receipt code, to compare with your instructor: ${receipt}`,
    `In it: ${exercises.join(", ")}.`,
    ...(missing.length === 0 ? [] : [`Not in it, since there is no work folder: ${missing.join(", ")}.`]),
    ...(leftOut.length === 0
      ? []
      : [
          `Not in it, since not every system can have a file of such a name: ${leftOut.join(", ")}. Call it otherwise if your program needs it.`,
        ]),
  ];
}

async function workOn(work: WorkFolder): Promise<void> {
  const { gradeInNode } = await import("./grade-in-node.ts");
  const { stdin, stdout } = process;
  const isTTY = stdout.isTTY === true && stdin.isTTY === true;
  const terminal: Terminal = {
    isTTY,
    hasColour: stdout.hasColors?.() === true,
    size: () => ({ columns: stdout.columns, rows: stdout.rows }),
    write: (text) => stdout.write(text),
  };
  const session = new ExerciseSession({
    work,
    terminal,
    grade: (files, seed) => gradeInNode({ loaded: work.loaded, files, seed, programs: "shared" }),
    handIn: () => handIn({}).catch(reason),
    nowMs: () => Date.now(),
  });
  const ended = Promise.withResolvers<void>();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.once(signal, () => ended.resolve());
  if (isTTY) {
    // The screen of its own, without a cursor: what was there before comes back at the end.
    stdout.write("\u001b[?1049h\u001b[?25l");
    stdin.setRawMode(true);
    stdin.on("data", (key) => void press(session, String(key), ended.resolve));
    stdout.on("resize", () => session.draw());
  }
  try {
    await session.start();
    await ended.promise;
  } finally {
    await session.close();
    if (isTTY) {
      stdin.setRawMode(false);
      stdin.pause();
      stdout.write("\u001b[?25h\u001b[?1049l");
    }
  }
}

async function press(session: ExerciseSession, key: string, end: () => void): Promise<void> {
  switch (key) {
    case "q":
    case "\u0003":
      return end();
    case "h":
      return session.hint();
    case "d":
      return session.diff();
    case "r":
      return session.reset();
    case "s":
      return session.handIn();
    case "g":
      session.grade();
      return session.tests();
    default:
      return session.tests();
  }
}

/** What stands in the way of a key is told on the screen. */
function reason(error: unknown): string[] {
  if (error instanceof SubmitError || error instanceof FormatError) return [error.message];
  throw error;
}

function print(lines: readonly string[]): void {
  console.log(lines.join("\n"));
}

try {
  await main();
} catch (error) {
  if (error instanceof UsageError) console.error(`${error.message}\n\n${USAGE}`);
  else if (error instanceof ExerciseError || error instanceof SubmitError || error instanceof FormatError)
    console.error(error.message);
  else throw error;
  process.exitCode = 2;
}
