import {
  LESSON_PROGRESS_KEY,
  type LessonProgress,
  noLessonProgress,
  type Prediction,
  parseLessonProgress,
  withDone,
  withPrediction,
} from "../course/lesson-progress.ts";

/** Nothing when the browser keeps nothing. */
export function keptProgress(): LessonProgress {
  try {
    return parseLessonProgress(localStorage.getItem(LESSON_PROGRESS_KEY));
  } catch {
    return noLessonProgress;
  }
}

/** False: the browser keeps nothing, and the mark lasts as long as the page. */
export function keepDone(kind: "lessons" | "checks", id: string): boolean {
  return keep((progress) => withDone(progress, kind, id, Date.now()));
}

/** Keeps the first answer to a question. False: the browser keeps nothing. */
export function keepPrediction(id: string, prediction: Prediction): boolean {
  return keep((progress) => withPrediction(progress, id, prediction));
}

/** Changes what is kept. False: the browser keeps nothing. */
export function keep(change: (before: LessonProgress) => LessonProgress): boolean {
  try {
    localStorage.setItem(LESSON_PROGRESS_KEY, JSON.stringify(change(keptProgress())));
    return true;
  } catch {
    return false;
  }
}
