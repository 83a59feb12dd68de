import { type Chapters, chaptersSchema } from "../../course/chapters.ts";
import { CourseError } from "../../course/course-error.ts";
import { jsonLine } from "../../course/json-lines.ts";

export const CHAPTERS_FILE = "lessons/chapters.json";

/**
 * `text` is `lessons/chapters.json`: it must be as its schema says, every section must have a lesson, and every lesson
 * that it names must exist.
 */
export function chapterProblems(text: string, lessonIds: ReadonlySet<string>): CourseError[] {
  const parsed = chaptersSchema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return [fault(text, issue?.path ?? [], `${issue?.path.join(".")}: ${issue?.message}`)];
  }
  return sections(parsed.data).flatMap(({ path, document, section: { number, heading, lessons } }) => {
    if (lessons.length === 0)
      return [
        fault(text, path, `No lesson teaches ${document} ${number}, "${heading}": name one, or write it.`),
      ];
    return lessons.flatMap((id, place) =>
      lessonIds.has(id)
        ? []
        : [fault(text, [...path, place], `There is no lesson "${id}": name another, or write it.`)],
    );
  });
}

function sections({ documents }: Chapters) {
  return documents.flatMap((document, at) =>
    document.sections.map((section, index) => ({
      document: document.id,
      section,
      path: ["documents", at, "sections", index, "lessons"] as readonly PropertyKey[],
    })),
  );
}

function fault(text: string, path: readonly PropertyKey[], message: string): CourseError {
  return new CourseError(CHAPTERS_FILE, jsonLine(text, path), message);
}
