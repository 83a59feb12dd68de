import { CourseError } from "../../course/course-error.ts";
import type { Prose } from "../../course/prose.ts";
import type { CheckedLesson } from "../check-lessons-course.ts";

/** What one does in one sitting. */
const LESSON_MINUTES_AT_MOST = 30;
/** Reading alone, without trying anything. */
const WORDS_A_MINUTE_AT_MOST = 100;
/** Below, most of the time would go where the page does not say. */
const WORDS_A_MINUTE_AT_LEAST = 15;

/** A lesson's `minutes` beside what there is to read. */
export function timeProblems({ lesson, source }: CheckedLesson, prose: readonly Prose[]): CourseError[] {
  const { minutes } = lesson;
  const fault = (message: string) => [new CourseError(source.file, 1, message)];
  if (minutes > LESSON_MINUTES_AT_MOST)
    return fault(`${minutes} minutes are more than one sitting: make two lessons of it.`);
  const words = prose.reduce((sum, { text }) => sum + text.split(/\s+/).length, 0);
  const [atLeast, atMost] = [words / WORDS_A_MINUTE_AT_MOST, words / WORDS_A_MINUTE_AT_LEAST];
  if (minutes >= atLeast && minutes <= atMost) return [];
  return fault(
    `${minutes} minutes for ${words} words: they take ${Math.ceil(atLeast)} to ${Math.floor(atMost)}, with the experiments. Mend minutes.`,
  );
}
