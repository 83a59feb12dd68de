import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, YAMLParseError } from "yaml";
import type { z } from "zod";
import { CourseError } from "../course/course-error.ts";
import { exerciseSchema } from "../course/exercise.ts";
import { type Lesson, lessonPlace, lessonSchema, partSchema } from "../course/lesson.ts";
import { type LessonSource, readLessonSource } from "../course/lesson-source.ts";

/** A lesson as the checker sees it. */
export interface CheckedLesson {
  readonly lesson: Lesson;
  readonly source: LessonSource;
  /** Relative to `lessons/`. */
  readonly path: string;
}

export interface CheckedCourse {
  /** In the order of their paths, which is the reading order. */
  readonly lessons: readonly CheckedLesson[];
  /** Exercise id to its address. */
  readonly exercises: ReadonlyMap<string, string>;
  /** What could not even be read. */
  readonly problems: readonly CourseError[];
}

/** Reads `lessons/` and the names of `exercises/` below `root`. */
export async function readCourse(root: string): Promise<CheckedCourse> {
  const problems: CourseError[] = [];
  const lessons: CheckedLesson[] = [];
  const paths = (await readdir(join(root, "lessons"), { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, "lessons").length + 1))
    .sort();
  const folders = new Set<string>();
  for (const path of paths) {
    const file = `lessons/${path}`;
    const text = await readFile(join(root, file), "utf8");
    try {
      if (path === "chapters.json") continue;
      if (/^\d\d-[a-z0-9-]+\/part\.json$/.test(path)) {
        checked(partSchema, JSON.parse(text), file, text);
        continue;
      }
      const place = lessonPlace(path);
      if (place === undefined || !path.endsWith(".mdx")) {
        throw new CourseError(
          file,
          1,
          "is neither chapters.json nor NN-part/part.json nor NN-part/NN-name.mdx: rename or remove it.",
        );
      }
      if (!folders.has(place.folder) && !paths.includes(`${place.folder}/part.json`)) {
        problems.push(
          new CourseError(`lessons/${place.folder}`, 1, "add a part.json with id, title and summary."),
        );
      }
      folders.add(place.folder);
      const lesson = checked(lessonSchema, parse(frontMatter(text, file)), file, text);
      lessons.push({ lesson, path, source: readLessonSource(text, file) });
    } catch (error) {
      problems.push(asProblem(error, file));
    }
  }
  return { lessons, exercises: await readExercises(root, problems), problems };
}

async function readExercises(root: string, problems: CourseError[]): Promise<Map<string, string>> {
  const exercises = new Map<string, string>();
  for (const entry of await readdir(join(root, "exercises"), { withFileTypes: true })) {
    if (!entry.isDirectory()) continue;
    const file = `exercises/${entry.name}/exercise.json`;
    try {
      const text = await readFile(join(root, file), "utf8");
      exercises.set(checked(exerciseSchema, JSON.parse(text), file, text).id, `/exercises/${entry.name}/`);
    } catch (error) {
      problems.push(asProblem(error, file));
    }
  }
  return exercises;
}

function frontMatter(text: string, file: string): string {
  const [, yaml] = /^---\n([\s\S]*?\n)---\n/.exec(text) ?? [];
  if (yaml === undefined)
    throw new CourseError(file, 1, "has no front matter: begin with --- and the lesson's id.");
  return yaml;
}

function checked<S extends z.ZodType>(schema: S, value: unknown, file: string, text: string): z.output<S> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const key = String(issue?.path[0] ?? "");
  const line = text.split("\n").findIndex((content) => content.trim().replace(/^"/, "").startsWith(key)) + 1;
  throw new CourseError(file, key === "" ? 1 : Math.max(line, 1), `${key}: ${issue?.message}. Mend it.`);
}

function asProblem(error: unknown, file: string): CourseError {
  if (error instanceof CourseError) return error;
  if (error instanceof YAMLParseError) {
    return new CourseError(
      file,
      (error.linePos?.[0].line ?? 0) + 1,
      `${error.message} Mend the front matter.`,
    );
  }
  return new CourseError(file, 1, `cannot be read: ${error instanceof Error ? error.message : error}`);
}
