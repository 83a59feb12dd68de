import {
  FEEDBACK_FORMAT,
  FEEDBACK_VERSION,
  type Feedback,
  type FeedbackExercise,
  type FeedbackTest,
} from "../../assignment/feedback.ts";
import type { HandIn } from "../../assignment/hand-in.ts";
import type { GradedTest } from "../grading/graded.ts";
import type { GradesFile } from "../results/grades-json.ts";
import type { ExerciseSummary, LearnerResult } from "../results/results.ts";
import type { Comments } from "./comments.ts";

export interface PackedFeedback {
  readonly feedback: Feedback;
  /** Sentences about comments that are on nothing. */
  readonly problems: readonly string[];
}

/** One learner's feedback. Of a hidden test it has the sentence and the state, and nothing else. */
export function packFeedback(
  { assignment }: Pick<GradesFile, "assignment">,
  result: LearnerResult,
  handIn: HandIn,
  { remark, lines }: Comments,
): PackedFeedback {
  const problems = lines.flatMap(({ exerciseId, path, line }) => {
    const files = handIn.exercises.find(({ id }) => id === exerciseId)?.files;
    if (files === undefined) return [`${result.name} did not hand in an exercise "${exerciseId}".`];
    const text = files[path];
    if (text === undefined) return [`${result.name} has no file ${path} in ${exerciseId}.`];
    const count = text.split("\n").length;
    return line > count ? [`${path} of ${result.name} has ${count} lines, and no line ${line}.`] : [];
  });
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
    ...(remark === "" ? {} : { remark }),
    exercises: result.exercises.map((exercise) => feedbackExercise(exercise, handIn, lines)),
  };
  return { feedback, problems };
}

function feedbackExercise(
  { id, title, result, points, maxPoints }: ExerciseSummary,
  handIn: HandIn,
  lines: Comments["lines"],
): FeedbackExercise {
  const files = handIn.exercises.find((each) => each.id === id)?.files ?? {};
  return {
    ...{ id, title, files },
    result:
      result.kind === "graded"
        ? { kind: "graded", tests: result.tests.map(feedbackTest), points: points ?? 0, maxPoints }
        : result.kind === "cannot-grade"
          ? { kind: "cannot-grade", reason: result.reason }
          : { kind: "not-handed-in" },
    comments: lines
      .filter(({ exerciseId, path }) => exerciseId === id && Object.hasOwn(files, path))
      .map(({ path, line, text }) => ({ path, line, text }))
      .sort((one, other) => (one.path < other.path ? -1 : one.path > other.path ? 1 : one.line - other.line)),
  };
}

function feedbackTest({ name, state, hidden, message }: GradedTest): FeedbackTest {
  if (hidden) return { hidden: true, name, state };
  return { hidden: false, name, state, ...(message === undefined ? {} : { message }) };
}
