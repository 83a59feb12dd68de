import {
  FEEDBACK_COMMENTS_LIMIT,
  FEEDBACK_FORMAT,
  FEEDBACK_TEXT_LIMIT_CHARACTERS,
  FEEDBACK_VERSION,
  type Feedback,
  type FeedbackExercise,
  type FeedbackTest,
} from "../../assignment/feedback.ts";
import type { HandIn } from "../../assignment/hand-in.ts";
import type { GradedTest } from "../grading/graded.ts";
import type { GradesFile } from "../results/grades-json.ts";
import type { ExerciseSummary, LearnerResult } from "../results/results.ts";
import type { CommentOnLine, Comments } from "./comments.ts";

export interface PackedFeedback {
  readonly feedback: Feedback;
  /** Sentences about comments that are on nothing. */
  readonly problems: readonly string[];
}

/**
 * One learner's feedback. Of a hidden test it has the sentence and the state, and nothing else. Comments that have no place
 * in it are left out.
 */
export function packFeedback(
  { assignment }: Pick<GradesFile, "assignment">,
  result: LearnerResult,
  handIn: HandIn,
  { remark, lines }: Comments,
): PackedFeedback {
  const fits = remark.length <= FEEDBACK_TEXT_LIMIT_CHARACTERS;
  const problems = [
    ...(fits
      ? []
      : [
          `The remarks for ${result.name} have ${remark.length} characters together; at most ${FEEDBACK_TEXT_LIMIT_CHARACTERS} can be given back. They were left out.`,
        ]),
    ...lines.flatMap((line) => placeFault(line, result, handIn) ?? []),
    ...result.exercises.flatMap(({ id }) => {
      const count = commentsOn(id, handIn, lines).length;
      return count > FEEDBACK_COMMENTS_LIMIT
        ? [
            `${result.name} has ${count} comments on ${id}; only the first ${FEEDBACK_COMMENTS_LIMIT} can be given back.`,
          ]
        : [];
    }),
  ];
  const feedback: Feedback = {
    ...{ format: FEEDBACK_FORMAT, version: FEEDBACK_VERSION },
    assignment: { fingerprint: assignment.fingerprint, title: assignment.title, zone: assignment.zone },
    learner: { name: result.name, studentNumber: result.number },
    receipt: result.receipt ?? "",
    ...(result.receivedAtMs === undefined ? {} : { receivedAtMs: result.receivedAtMs }),
    ...(result.latenessSentence === undefined ? {} : { lateness: result.latenessSentence }),
    ...(result.score === undefined
      ? {}
      : {
          score: {
            points: result.score.points,
            maxPoints: result.score.maxPoints,
            passed: result.score.passed,
          },
        }),
    ...(remark === "" || !fits ? {} : { remark }),
    exercises: result.exercises.map((exercise) => feedbackExercise(exercise, handIn, lines)),
  };
  return { feedback, problems };
}

function feedbackExercise(
  { id, title, result, points, maxPoints }: ExerciseSummary,
  handIn: HandIn,
  lines: Comments["lines"],
): FeedbackExercise {
  return {
    ...{ id, title, files: filesOf(handIn, id) ?? {} },
    result:
      result.kind === "graded"
        ? { kind: "graded", tests: result.tests.map(feedbackTest), points: points ?? 0, maxPoints }
        : result.kind === "cannot-grade"
          ? { kind: "cannot-grade", reason: result.reason }
          : { kind: "not-handed-in" },
    comments: commentsOn(id, handIn, lines)
      .slice(0, FEEDBACK_COMMENTS_LIMIT)
      .map(({ path, line, text }) => ({ path, line, text })),
  };
}

/** In the order of their places. */
function commentsOn(id: string, handIn: HandIn, lines: Comments["lines"]): readonly CommentOnLine[] {
  const files = filesOf(handIn, id) ?? {};
  return lines
    .filter(({ exerciseId, path }) => exerciseId === id && Object.hasOwn(files, path))
    .sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : one.line - other.line));
}

function placeFault(
  { exerciseId, path, line }: CommentOnLine,
  { name }: LearnerResult,
  handIn: HandIn,
): string | undefined {
  const files = filesOf(handIn, exerciseId);
  if (files === undefined) return `${name} did not hand in an exercise "${exerciseId}".`;
  const text = Object.hasOwn(files, path) ? files[path] : undefined;
  if (text === undefined) return `${name} has no file ${path} in ${exerciseId}.`;
  const count = text.split("\n").length;
  return line > count ? `${path} of ${name} has ${count} lines, and no line ${line}.` : undefined;
}

function filesOf(handIn: HandIn, exerciseId: string): Readonly<Record<string, string>> | undefined {
  return handIn.exercises.find(({ id }) => id === exerciseId)?.files;
}

function feedbackTest({ name, state, hidden, message }: GradedTest): FeedbackTest {
  if (hidden) return { hidden: true, name, state };
  return { hidden: false, name, state, ...(message === undefined ? {} : { message }) };
}
