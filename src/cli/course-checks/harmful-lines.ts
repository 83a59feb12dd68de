import { readdir, readFile } from "node:fs/promises";
import { extname, join } from "node:path";
import { CourseError } from "../../course/course-error.ts";
import type { CheckedCourse } from "../check-lessons-course.ts";

/** What nobody should copy out of the course, and what to write instead. */
const HARMFUL: readonly (readonly [line: RegExp, remedy: string])[] = [
  [
    /["']trust proxy["'], *true/,
    'believes X-Forwarded-For and -Proto of anybody: name the proxy, as in app.set("trust proxy", "loopback").',
  ],
  [
    /^(?!.*\.has\().*\.get\(.*\) !== password\b/,
    "lets in a stranger who sends no password, for both are undefined: ask first, as in !passwords.has(user) || ….",
  ],
  [
    /String\([^()]*\.password\b/,
    'makes a password of what is none, such as "undefined": refuse what is no text.',
  ],
];

/** Harmful lines in the listings of lessons, and in the programs of exercises and solutions below `root`. */
export async function harmfulLineProblems(root: string, course: CheckedCourse): Promise<CourseError[]> {
  const listings = course.lessons.flatMap(({ source }) => [
    ...source.playgrounds.flatMap(({ files, lines }) =>
      Object.entries(files).flatMap(([path, text]) => harmfulLines(text, source.file, lines[path] ?? 1)),
    ),
    ...source.blocks.flatMap(({ text, line }) => harmfulLines(text, source.file, line + 1)),
  ]);
  const programs = await Promise.all(["exercises", "solutions"].map((folder) => inFolder(root, folder)));
  return [...listings, ...programs.flat()];
}

async function inFolder(root: string, folder: string): Promise<CourseError[]> {
  const entries = await readdir(join(root, folder), { withFileTypes: true, recursive: true }).catch(() => []);
  const paths = entries
    .filter((entry) => entry.isFile() && extname(entry.name) === ".ts")
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
  const problems = paths.map(async (path) =>
    harmfulLines(await readFile(path, "utf8"), path.slice(root.length).replace(/^\//, ""), 1),
  );
  return (await Promise.all(problems)).flat();
}

/** `first`: the number of the text's first line in its file. */
function harmfulLines(text: string, file: string, first: number): CourseError[] {
  return text
    .split("\n")
    .flatMap((line, index) =>
      HARMFUL.filter(([harmful]) => harmful.test(line)).map(
        ([, remedy]) => new CourseError(file, first + index, remedy),
      ),
    );
}
