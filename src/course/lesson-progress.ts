/** What the reader has done in lessons: ids only, kept on this machine. */
export interface LessonProgress {
  readonly lessons: readonly string[];
  readonly checks: readonly string[];
  /** When each was done first; an id of an older note has no time. */
  readonly doneAtMs: { readonly lessons: Times; readonly checks: Times };
  /** The first answer to each question, by `LESSON:QUESTION`. */
  readonly predictions: Readonly<Record<string, Prediction>>;
}

export type Times = Readonly<Record<string, number>>;

export interface Prediction {
  /** Counted from one. */
  readonly choice: number;
  readonly right: boolean;
  readonly atMs: number;
}

/** Where it is kept. */
export const LESSON_PROGRESS_KEY = "keepsake:lessons";

export const noLessonProgress: LessonProgress = {
  lessons: [],
  checks: [],
  doneAtMs: { lessons: {}, checks: {} },
  predictions: {},
};

/** `text` may be anything that was ever stored: what is not progress is no progress. */
export function parseLessonProgress(text: string | null): LessonProgress {
  try {
    return readLessonProgress(JSON.parse(text ?? "null"));
  } catch {
    return noLessonProgress;
  }
}

/** The same of a value that has been parsed. */
export function readLessonProgress(value: unknown): LessonProgress {
  const times = member(value, "doneAtMs");
  return {
    lessons: strings(member(value, "lessons")),
    checks: strings(member(value, "checks")),
    doneAtMs: {
      lessons: entriesOf(member(times, "lessons"), isTime),
      checks: entriesOf(member(times, "checks"), isTime),
    },
    predictions: entriesOf(member(value, "predictions"), isPrediction),
  };
}

/** Adds an id; one that is there already changes nothing. */
export function withDone(
  progress: LessonProgress,
  kind: "lessons" | "checks",
  id: string,
  atMs: number,
): LessonProgress {
  if (progress[kind].includes(id)) return progress;
  return {
    ...progress,
    [kind]: [...progress[kind], id],
    doneAtMs: { ...progress.doneAtMs, [kind]: { ...progress.doneAtMs[kind], [id]: atMs } },
  };
}

/** Notes a prediction; the first one stays. */
export function withPrediction(progress: LessonProgress, id: string, prediction: Prediction): LessonProgress {
  if (Object.hasOwn(progress.predictions, id)) return progress;
  return { ...progress, predictions: { ...progress.predictions, [id]: prediction } };
}

/** Everything that either of the two holds, each with its earlier time. */
export function mergeLessonProgress(one: LessonProgress, other: LessonProgress): LessonProgress {
  return {
    lessons: [...new Set([...one.lessons, ...other.lessons])],
    checks: [...new Set([...one.checks, ...other.checks])],
    doneAtMs: {
      lessons: earlier(one.doneAtMs.lessons, other.doneAtMs.lessons),
      checks: earlier(one.doneAtMs.checks, other.doneAtMs.checks),
    },
    predictions: firstOf(one.predictions, other.predictions),
  };
}

function earlier(one: Times, other: Times): Times {
  const merged = new Map(Object.entries(one));
  for (const [id, atMs] of Object.entries(other)) merged.set(id, Math.min(atMs, merged.get(id) ?? atMs));
  return Object.fromEntries(merged);
}

function firstOf(
  one: LessonProgress["predictions"],
  other: LessonProgress["predictions"],
): LessonProgress["predictions"] {
  const merged = new Map(Object.entries(one));
  for (const [id, prediction] of Object.entries(other)) {
    const known = merged.get(id);
    if (known === undefined || prediction.atMs < known.atMs) merged.set(id, prediction);
  }
  return Object.fromEntries(merged);
}

function member(value: unknown, key: string): unknown {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  return Reflect.get(value, key);
}

function strings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
}

/** Of an object, the members that are what they should be. */
function entriesOf<Value>(
  object: unknown,
  is: (value: unknown) => value is Value,
): Readonly<Record<string, Value>> {
  if (typeof object !== "object" || object === null || Array.isArray(object)) return {};
  const found: (readonly [string, Value])[] = [];
  for (const [key, value] of Object.entries(object)) if (is(value)) found.push([key, value]);
  return Object.fromEntries(found);
}

function isTime(value: unknown): value is number {
  return typeof value === "number" && Number.isFinite(value);
}

function isPrediction(value: unknown): value is Prediction {
  return (
    Number.isSafeInteger(member(value, "choice")) &&
    typeof member(value, "right") === "boolean" &&
    isTime(member(value, "atMs"))
  );
}
