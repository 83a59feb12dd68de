import { type Lesson, lessonPlace, type Part } from "./lesson.ts";

/** A lesson with its place in the course. */
export interface OutlineLesson {
  readonly lesson: Lesson;
  /** "1.2": part and lesson, counted from one without gaps. */
  readonly number: string;
  readonly href: string;
}

export interface OutlinePart {
  readonly part: Part;
  readonly number: number;
  readonly minutes: number;
  readonly lessons: readonly OutlineLesson[];
}

export function lessonHref(id: string): string {
  return `/lessons/${id}/`;
}

/**
 * The course in reading order, which the numbers of folders and files give. Paths are relative to `lessons/`.
 * Throws when a path has no number or a folder has no part.
 */
export function outline(
  parts: ReadonlyMap<string, Part>,
  lessons: readonly { readonly path: string; readonly lesson: Lesson }[],
): OutlinePart[] {
  const placed = lessons.map(({ path, lesson }) => {
    const place = lessonPlace(path);
    if (place === undefined)
      throw new Error(`lessons/${path}: name it NN-part/NN-name.mdx, with two digits each.`);
    return { lesson, place };
  });
  const folders = [...new Set(placed.map(({ place }) => place.folder))].sort();
  return folders.map((folder, partIndex) => {
    const part = parts.get(folder);
    if (part === undefined) throw new Error(`lessons/${folder}: add a part.json with id, title and summary.`);
    const inPart = placed
      .filter(({ place }) => place.folder === folder)
      .sort((one, other) => one.place.lesson - other.place.lesson);
    return {
      part,
      number: partIndex + 1,
      minutes: inPart.reduce((sum, { lesson }) => sum + lesson.minutes, 0),
      lessons: inPart.map(({ lesson }, index) => ({
        lesson,
        number: `${partIndex + 1}.${index + 1}`,
        href: lessonHref(lesson.id),
      })),
    };
  });
}

/** The lessons before and after, across parts. */
export function neighbours(
  parts: readonly OutlinePart[],
  id: string,
): { readonly previous: OutlineLesson | undefined; readonly next: OutlineLesson | undefined } {
  const all = parts.flatMap((part) => part.lessons);
  const index = all.findIndex(({ lesson }) => lesson.id === id);
  return { previous: all[index - 1], next: index < 0 ? undefined : all[index + 1] };
}
