import { type Exercise, exerciseSchema } from "../course/exercise.ts";

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
