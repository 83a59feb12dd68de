import { CourseError } from "../../course/course-error.ts";
import type { CheckedCourse } from "../check-lessons-course.ts";

/** With fewer questions, chance alone puts the right choice in one place. */
const QUESTIONS_AT_LEAST = 10;
const SHARE_AT_MOST = 0.5;

/** A reader who has noticed where the right choice always stands predicts nothing any more. */
export function predictionProblems({ lessons }: CheckedCourse): CourseError[] {
  const predictions = lessons.flatMap(({ source }) =>
    source.predictions.map(({ answer, line }) => ({ answer, line, file: source.file })),
  );
  if (predictions.length < QUESTIONS_AT_LEAST) return [];
  const byPlace = Map.groupBy(predictions, ({ answer }) => answer);
  return [...byPlace].flatMap(([place, there]) => {
    const last = there.at(-1);
    if (last === undefined || there.length <= SHARE_AT_MOST * predictions.length) return [];
    return new CourseError(
      last.file,
      last.line,
      `The right choice stands in place ${place} in ${there.length} of the course's ${predictions.length} questions: put the choices of some of them in another order.`,
    );
  });
}
