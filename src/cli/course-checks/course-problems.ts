import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CourseError } from "../../course/course-error.ts";
import { readProse } from "../../course/prose.ts";
import type { CheckedCourse } from "../check-lessons-course.ts";
import { staticProblems } from "../check-lessons-static.ts";
import { CHAPTERS_FILE, chapterProblems } from "./chapters.ts";
import { exerciseFolderProblems } from "./exercise-folders.ts";
import { harmfulLineProblems } from "./harmful-lines.ts";
import { languageProblems } from "./language.ts";
import { predictionProblems } from "./predictions.ts";
import { type LessonText, unnamedSettingProblems } from "./settings-named.ts";
import { spellingProblems } from "./spelling.ts";
import { timeProblems } from "./times.ts";

/** Files besides lessons and exercises whose language is checked. */
const GUIDES = ["README.md", "CONTRIBUTING.md", "src/course/README.md"];

/** What is wrong with the files of the course below `root`, before anything runs. */
export async function courseProblems(root: string, course: CheckedCourse): Promise<CourseError[]> {
  const spelling = spellingProblems(root);
  const problems = [
    ...staticProblems(course),
    ...predictionProblems(course),
    ...(await exerciseFolderProblems(root, course)),
    ...(await harmfulLineProblems(root, course)),
  ];
  const ids = new Set(course.lessons.map(({ lesson }) => lesson.id));
  problems.push(...chapterProblems(await readFile(join(root, CHAPTERS_FILE), "utf8"), ids));
  const lessonTexts: LessonText[] = [];
  for (const lesson of course.lessons) {
    const { file } = lesson.source;
    const text = await readFile(join(root, file), "utf8");
    lessonTexts.push({ id: lesson.lesson.id, file, text });
    const prose = readProse(text, "mdx");
    problems.push(...languageProblems(prose, file), ...timeProblems(lesson, prose));
  }
  problems.push(...unnamedSettingProblems(lessonTexts));
  const texts = [...course.exercises.values()].map((href) => `${href.slice(1)}text.md`);
  for (const file of [...GUIDES, ...texts]) {
    const text = await readFile(join(root, file), "utf8").catch(() => "");
    problems.push(...languageProblems(readProse(text, "md"), file));
  }
  return [...problems, ...(await spelling)];
}
