import type { LessonProgress } from "../../course/lesson-progress.ts";
import type { LessonPlace } from "./course-places.ts";

/** What a learner has done in one lesson. */
export interface LessonWork {
  readonly isRead: boolean;
  readonly checks: number;
  readonly predictions: number;
  /** When the last of it was; undefined: it is not known. */
  readonly atMs: number | undefined;
}

type Lesson = Pick<LessonPlace, "id" | "checks">;

/** `undefined`: nothing. */
export function lessonWork(progress: LessonProgress, { id, checks }: Lesson): LessonWork | undefined {
  const isRead = progress.lessons.includes(id);
  const seen = checks.filter((check) => progress.checks.includes(check));
  const predictions = Object.entries(progress.predictions).flatMap(([key, prediction]) =>
    isOf(id, key) ? [prediction] : [],
  );
  if (!isRead && seen.length + predictions.length === 0) return undefined;
  const { doneAtMs } = progress;
  const times = [
    doneAtMs.lessons[id],
    ...seen.map((check) => doneAtMs.checks[check]),
    ...predictions.map(({ atMs }) => atMs),
  ].filter((atMs) => atMs !== undefined);
  return {
    isRead,
    checks: seen.length,
    predictions: predictions.length,
    atMs: times.length === 0 ? undefined : Math.max(...times),
  };
}

/** The same progress without that lesson: not read, nothing seen, nothing predicted. */
export function withoutLesson(progress: LessonProgress, { id, checks }: Lesson): LessonProgress {
  const { lessons, doneAtMs, predictions } = progress;
  return {
    lessons: lessons.filter((each) => each !== id),
    checks: progress.checks.filter((each) => !checks.includes(each)),
    doneAtMs: {
      lessons: without(doneAtMs.lessons, (key) => key === id),
      checks: without(doneAtMs.checks, (key) => checks.includes(key)),
    },
    predictions: without(predictions, (key) => isOf(id, key)),
  };
}

/** A prediction is kept by `LESSON:QUESTION`. */
function isOf(lessonId: string, key: string): boolean {
  return key.startsWith(`${lessonId}:`);
}

function without<Value>(
  record: Readonly<Record<string, Value>>,
  goes: (key: string) => boolean,
): Readonly<Record<string, Value>> {
  return Object.fromEntries(Object.entries(record).filter(([key]) => !goes(key)));
}
