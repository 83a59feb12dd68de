/** Lessons that the reader has done, and checks that were seen: ids only, kept on this machine. */
export interface LessonProgress {
  readonly lessons: readonly string[];
  readonly checks: readonly string[];
}

/** Where it is kept. */
export const LESSON_PROGRESS_KEY = "keepsake:lessons";

const nothing: LessonProgress = { lessons: [], checks: [] };

/** `text` may be anything that was ever stored: what is not progress is no progress. */
export function parseLessonProgress(text: string | null): LessonProgress {
  try {
    const value: unknown = JSON.parse(text ?? "null");
    if (typeof value !== "object" || value === null) return nothing;
    return {
      lessons: strings("lessons" in value ? value.lessons : undefined),
      checks: strings("checks" in value ? value.checks : undefined),
    };
  } catch {
    return nothing;
  }
}

/** Adds an id; one that is there already changes nothing. */
export function withDone(progress: LessonProgress, kind: keyof LessonProgress, id: string): LessonProgress {
  if (progress[kind].includes(id)) return progress;
  return { ...progress, [kind]: [...progress[kind], id] };
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}
