import { type Chapters, chaptersSchema } from "../../course/chapters.ts";
import { CourseError } from "../../course/course-error.ts";
import { jsonLine } from "../../course/json-lines.ts";

export const CHAPTERS_FILE = "lessons/chapters.json";

/** What `text`, which is `lessons/chapters.json`, says of lessons that do not exist, and where it is not what it must be. */
export function chapterProblems(text: string, lessonIds: ReadonlySet<string>): CourseError[] {
  const parsed = chaptersSchema.safeParse(JSON.parse(text));
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return [fault(text, issue?.path ?? [], `${issue?.path.join(".")}: ${issue?.message}`)];
  }
  return sections(parsed.data).flatMap(({ path, section }) =>
    section.lessons.flatMap((id, place) =>
      lessonIds.has(id)
        ? []
        : [fault(text, [...path, place], `There is no lesson "${id}": name another, or write it.`)],
    ),
  );
}

/** The sections that no lesson teaches. `text` must be without faults. */
export function sectionsWithoutLesson(text: string): CourseError[] {
  const all = sections(chaptersSchema.parse(JSON.parse(text)));
  return all
    .filter(({ section }) => section.lessons.length === 0)
    .map(({ path, document, section: { number, heading } }) =>
      fault(text, path, `No lesson teaches ${document} ${number}, "${heading}": name one, or write it.`),
    );
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
