import { type Exercise, exerciseSchema } from "../course/exercise.ts";
import type { OutlineLesson, OutlinePart } from "../course/outline.ts";

const files = import.meta.glob("/exercises/*/exercise.json", { import: "default", eager: true });

export interface ListedExercise {
  readonly exercise: Exercise;
  readonly href: string;
}

/** All exercises, by title. */
export const exerciseList: readonly ListedExercise[] = Object.entries(files)
  .map(([path, json]) => ({
    exercise: exerciseSchema.parse(json),
    href: `/exercises/${path.split("/")[2]}/`,
  }))
  .sort((one, other) => one.exercise.title.localeCompare(other.exercise.title));

export interface PlacedExercise extends ListedExercise {
  /** The first lesson that leads to it; undefined when none does. */
  readonly after: OutlineLesson | undefined;
}

/** All exercises in the order in which the course comes to them, and those that no lesson leads to at the end. */
export function exercisesInOrder(parts: readonly OutlinePart[]): readonly PlacedExercise[] {
  const lessons = parts.flatMap((part) => part.lessons);
  const place = ({ exercise }: ListedExercise) => {
    const index = lessons.findIndex(({ lesson }) => lesson.exercise === exercise.id);
    return index < 0 ? lessons.length : index;
  };
  return exerciseList
    .toSorted((one, other) => place(one) - place(other))
    .map((listed) => ({ ...listed, after: lessons[place(listed)] }));
}
