import {
  LESSON_PROGRESS_KEY,
  type LessonProgress,
  parseLessonProgress,
  withDone,
} from "../course/lesson-progress.ts";

/** Nothing when the browser keeps nothing. */
export function keptProgress(): LessonProgress {
  try {
    return parseLessonProgress(localStorage.getItem(LESSON_PROGRESS_KEY));
  } catch {
    return parseLessonProgress(null);
  }
}

export function keepDone(kind: keyof LessonProgress, id: string): void {
  try {
    localStorage.setItem(LESSON_PROGRESS_KEY, JSON.stringify(withDone(keptProgress(), kind, id)));
  } catch {
    // Storage is blocked: the mark lasts as long as the page.
  }
}
