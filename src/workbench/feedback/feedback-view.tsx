import type { RefObject } from "preact";
import type { Feedback, FeedbackExercise, FeedbackTest } from "../../assignment/feedback.ts";
import * as words from "../../words/en/feedback.ts";
import { dateInWords } from "../assignments/time-left.ts";
import { type CommentedLine, commentedLines, stretchesOf } from "./commented-lines.ts";

const stateText: Record<FeedbackTest["state"], string> = {
  pass: words.pass,
  fail: words.fail,
  skip: words.skipped,
};

/** What an instructor says to one hand-in. */
export function FeedbackView({
  feedback,
  heading,
}: {
  readonly feedback: Feedback;
  readonly heading: RefObject<HTMLHeadingElement>;
}) {
  const { assignment, learner, score, receipt, receivedAtMs, lateness, remark } = feedback;
  return (
    <article class="feedback">
      <h2 tabIndex={-1} ref={heading}>
        {assignment.title}
      </h2>
      <div class="feedback-head">
        {score !== undefined ? (
          <p class="score" data-passed={score.passed ? "" : undefined}>
            <strong>{words.points(score.points, score.maxPoints)}</strong>
            <span>{score.passed ? words.passed : words.notPassed}</span>
          </p>
        ) : (
          <p class="score">
            <strong>{words.noPoints}</strong>
            <span>{words.notGraded}</span>
          </p>
        )}
        <dl class="facts">
          <dt>{words.forWhom}</dt>
          <dd>
            {learner.studentNumber === ""
              ? learner.name
              : words.nameAndNumber(learner.name, learner.studentNumber)}
          </dd>
          <dt>{words.receiptCode}</dt>
          <dd>
            <code>{receipt}</code>
          </dd>
          <dt>{words.received}</dt>
          <dd>{receivedAtMs === undefined ? words.nobodyRecorded : dateInWords(receivedAtMs)}</dd>
        </dl>
      </div>
      {lateness !== undefined && <p>{lateness}</p>}
      {remark !== undefined && (
        <blockquote class="remark">
          <p class="label">{words.instructorSays}</p>
          <p class="spoken">{remark}</p>
        </blockquote>
      )}
      {feedback.exercises.map((exercise) => (
        <ExerciseFeedback key={exercise.id} exercise={exercise} />
      ))}
    </article>
  );
}

function ExerciseFeedback({ exercise }: { readonly exercise: FeedbackExercise }) {
  const { title, result, files } = exercise;
  const commented = Object.keys(files).filter((path) =>
    exercise.comments.some((comment) => comment.path === path),
  );
  const lost = exercise.comments.filter(({ path }) => files[path] === undefined);
  return (
    <section class="feedback-exercise" aria-label={title}>
      <header>
        <h3>{title}</h3>
        {result.kind === "graded" && <p>{words.points(result.points, result.maxPoints)}</p>}
      </header>
      {result.kind === "not-handed-in" && <p class="quiet">{words.notHandedIn}</p>}
      {result.kind === "cannot-grade" && <p class="failure">{words.couldNotGrade(result.reason)}</p>}
      {result.kind === "graded" && (
        <ol class="feedback-tests">
          {result.tests.map((test) => (
            <li key={test.name} data-state={test.state}>
              <span class="test-state">{stateText[test.state]}</span>
              <span>
                {test.name}
                {test.hidden && <span class="quiet">{words.instructorsTest}</span>}
                {!test.hidden && test.message !== undefined && (
                  <span class="test-message">{test.message}</span>
                )}
              </span>
            </li>
          ))}
        </ol>
      )}
      {commented.length > 0 && <h4>{words.comments}</h4>}
      {commented.map((path) => (
        <CommentedFile
          key={path}
          path={path}
          lines={commentedLines(
            files[path] ?? "",
            exercise.comments.filter((comment) => comment.path === path),
          )}
        />
      ))}
      {lost.map(({ path, line, text }) => (
        <p key={`${path}:${line}`}>
          <code>
            {path}:{line}
          </code>{" "}
          {text}
        </p>
      ))}
    </section>
  );
}

function CommentedFile({ path, lines }: { readonly path: string; readonly lines: readonly CommentedLine[] }) {
  const stretches = stretchesOf(lines);
  return (
    <figure class="commented">
      <figcaption>
        <code>{path}</code>
      </figcaption>
      {stretches.map((stretch) => (
        <CodeLines key={stretch[0]?.number} lines={stretch} />
      ))}
      {stretches.reduce((sum, { length }) => sum + length, 0) < lines.length && (
        <details>
          <summary>{words.wholeFile}</summary>
          <CodeLines lines={lines} />
        </details>
      )}
    </figure>
  );
}

function CodeLines({ lines }: { readonly lines: readonly CommentedLine[] }) {
  return (
    <ol class="code-lines" start={lines[0]?.number ?? 1}>
      {lines.map(({ number, text, comments }) => (
        <li key={number} value={number} data-commented={comments.length > 0 ? "" : undefined}>
          <span class="line-number" aria-hidden="true">
            {number}
          </span>
          <code>{text === "" ? " " : text}</code>
          {comments.map((comment) => (
            <p class="line-comment spoken" key={comment}>
              {comment}
            </p>
          ))}
        </li>
      ))}
    </ol>
  );
}
