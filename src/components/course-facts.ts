import packageJson from "../../package.json";
import type { CourseFacts } from "../workbench/assignments/course-exercises.ts";
import { courseOutline } from "./course-outline.ts";
import { exercisesInOrder } from "./exercise-list.ts";

/** The version of the course, which assignments and hand-ins name. */
export const courseVersion: string = packageJson.version;

/** What the pages of assignments know of the course, for their script. */
export async function readCourseFacts(): Promise<CourseFacts> {
  return {
    version: courseVersion,
    exercises: exercisesInOrder(await courseOutline()).map(({ exercise, href }) => ({
      id: exercise.id,
      slug: href.split("/")[2] ?? exercise.id,
      title: exercise.title,
      summary: exercise.summary,
      minutes: exercise.minutes,
    })),
  };
}
