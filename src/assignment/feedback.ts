import { exerciseId, instantMs } from "./assignment.ts";
import { canonicalJson } from "./canonical-json.ts";
import { FormatError } from "./format-error.ts";
import { isPlainPath } from "./hand-in.ts";
import { firstFault, z } from "./schemas.ts";

export const FEEDBACK_FORMAT = "keepsake-feedback";
export const FEEDBACK_VERSION = 1;
export const FEEDBACK_LIMIT_BYTES = 8 * 1_024 * 1_024;
/** Of one comment, and of the remark on the whole. */
export const FEEDBACK_TEXT_LIMIT_CHARACTERS = 20_000;
export const FEEDBACK_LINE_LIMIT = 1_000_000;
/** On one exercise. */
export const FEEDBACK_COMMENTS_LIMIT = 2_000;

const text = z.string().check(z.maxLength(FEEDBACK_TEXT_LIMIT_CHARACTERS));
const points = z.number().check(z.minimum(0), z.maximum(1_000_000));
const state = z.enum(["pass", "fail", "skip"]);

/** A hidden test has its sentence and its state, and nothing that could give it away. */
const testSchema = z.discriminatedUnion("hidden", [
  z.strictObject({ hidden: z.literal(true), name: text, state }),
  z.strictObject({ hidden: z.literal(false), name: text, state, message: z.exactOptional(text) }),
]);

const commentSchema = z.strictObject({
  path: text,
  line: z.int().check(z.minimum(1), z.maximum(FEEDBACK_LINE_LIMIT)),
  text,
});

const exerciseSchema = z.strictObject({
  id: exerciseId,
  title: text,
  result: z.discriminatedUnion("kind", [
    z.strictObject({
      kind: z.literal("graded"),
      tests: z.array(testSchema).check(z.maxLength(1_000)),
      points,
      maxPoints: points,
    }),
    z.strictObject({ kind: z.literal("cannot-grade"), reason: text }),
    z.strictObject({ kind: z.literal("not-handed-in") }),
  ]),
  files: z.record(z.string().check(z.refine(isPlainPath, "no path in the folder")), z.string()),
  comments: z.array(commentSchema).check(z.maxLength(FEEDBACK_COMMENTS_LIMIT)),
});

const feedbackSchema = z.strictObject({
  format: z.literal(FEEDBACK_FORMAT),
  version: z.literal(FEEDBACK_VERSION),
  assignment: z.strictObject({
    fingerprint: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    title: text,
    zone: text,
  }),
  learner: z.strictObject({ name: text, studentNumber: text }),
  receipt: text,
  receivedAtMs: z.exactOptional(instantMs),
  lateness: z.exactOptional(text),
  score: z.exactOptional(z.strictObject({ points, maxPoints: points, passed: z.boolean() })),
  remark: z.exactOptional(text),
  exercises: z.array(exerciseSchema).check(z.maxLength(100)),
});

export type FeedbackTest = z.output<typeof testSchema>;

/** What the instructor says to lines of a file. */
export interface LineComment {
  readonly path: string;
  /** From 1. */
  readonly line: number;
  /** Plain text; line breaks count. */
  readonly text: string;
}

export interface FeedbackExercise {
  readonly id: string;
  readonly title: string;
  readonly result:
    | {
        readonly kind: "graded";
        readonly tests: readonly FeedbackTest[];
        readonly points: number;
        readonly maxPoints: number;
      }
    /** Never a zero: something stood in the way of grading. */
    | { readonly kind: "cannot-grade"; readonly reason: string }
    | { readonly kind: "not-handed-in" };
  /** The learner's own files, beside which the comments stand. */
  readonly files: Readonly<Record<string, string>>;
  readonly comments: readonly LineComment[];
}

/** What an instructor gives back: one file for each learner, plain JSON. It holds no code of any test. */
export interface Feedback {
  readonly format: typeof FEEDBACK_FORMAT;
  readonly version: typeof FEEDBACK_VERSION;
  readonly assignment: {
    readonly fingerprint: string;
    readonly title: string;
    /** In which times are to be shown. */
    readonly zone: string;
  };
  readonly learner: { readonly name: string; readonly studentNumber: string };
  /** The receipt code of the hand-in that was graded. */
  readonly receipt: string;
  /** Absent: nobody knows when it came. */
  readonly receivedAtMs?: number;
  /** A whole sentence, when there is something to say: "Received 2 days late: 20 percent are taken off." */
  readonly lateness?: string;
  /** Absent when an exercise could not be graded. */
  readonly score?: { readonly points: number; readonly maxPoints: number; readonly passed: boolean };
  /** The instructor's words on the whole. Plain text. */
  readonly remark?: string;
  readonly exercises: readonly FeedbackExercise[];
}

export type FeedbackFault = "not-feedback" | "newer-version" | "not-valid" | "too-large";
export class FeedbackError extends FormatError<FeedbackFault> {}

/**
 * The file's text. The same feedback gives the same text. Throws {@link FeedbackError} when {@link parseFeedback} would not
 * take it.
 */
export function feedbackText(feedback: Feedback): string {
  const parsed = feedbackSchema.safeParse(feedback);
  if (!parsed.success)
    throw new FeedbackError("not-valid", `This feedback cannot be written: ${firstFault(parsed.error)}.`);
  const fileText = `${canonicalJson(parsed.data)}\n`;
  const bytes = new TextEncoder().encode(fileText).byteLength;
  if (bytes <= FEEDBACK_LIMIT_BYTES) return fileText;
  throw new FeedbackError(
    "too-large",
    `This feedback would be ${bytes} bytes long, with the learner's own files in it; the page reads at most ${FEEDBACK_LIMIT_BYTES}.`,
  );
}

/** Undoes {@link feedbackText}. Throws {@link FeedbackError}. */
export function parseFeedback(fileText: string): Feedback {
  if (fileText.length > FEEDBACK_LIMIT_BYTES) {
    throw new FeedbackError(
      "too-large",
      "This file is larger than any feedback can be. Nothing in it was looked at.",
    );
  }
  const value = parsedJson(fileText);
  if (value?.["format"] !== FEEDBACK_FORMAT) {
    throw new FeedbackError(
      "not-feedback",
      "This file is not feedback from Keepsake. Choose the file that your instructor gave you; its name ends in .feedback.json.",
    );
  }
  const version = value["version"];
  if (typeof version === "number" && version > FEEDBACK_VERSION) {
    throw new FeedbackError(
      "newer-version",
      `This feedback was made with a newer Keepsake (format ${version}; this page reads up to ${FEEDBACK_VERSION}). Load the page again to get the newest.`,
      { detail: String(version) },
    );
  }
  const parsed = feedbackSchema.safeParse(value);
  if (parsed.success) return parsed.data;
  const detail = firstFault(parsed.error);
  throw new FeedbackError(
    "not-valid",
    `This feedback is damaged (${detail}). Ask your instructor for the file again.`,
    { detail },
  );
}

function parsedJson(fileText: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(fileText);
    return typeof value === "object" && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}
