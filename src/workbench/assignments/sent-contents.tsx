import type { HandedExercise } from "../../assignment/hand-in.ts";
import type { TextFiles } from "../workspace.ts";
import type { CourseFacts } from "./course-exercises.ts";
import type { PreparedHandIn } from "./prepare-hand-in.ts";
import { dateInWords } from "./time-left.ts";

/** All that will be in the file, to be read before it is sealed. */
export function SentContents({
  prepared,
  course,
}: {
  readonly prepared: PreparedHandIn;
  readonly course: CourseFacts;
}) {
  const { handIn, starters } = prepared;
  return (
    <div class="sent">
      <dl class="facts">
        <dt>Name</dt>
        <dd>{handIn.learner.name}</dd>
        <dt>Student number</dt>
        <dd>{handIn.learner.studentNumber === "" ? "none given" : handIn.learner.studentNumber}</dd>
        <dt>Assignment</dt>
        <dd>
          {handIn.assignment.title} <code>{handIn.assignment.fingerprint.slice(0, 12)}…</code>
        </dd>
        <dt>Hand-in</dt>
        <dd>
          number {handIn.sequence}, made {dateInWords(handIn.madeAtMs)}
        </dd>
        <dt>Versions</dt>
        <dd>
          course {handIn.versions.course}, engine {handIn.versions.engine}
        </dd>
      </dl>
      {handIn.exercises.map((exercise) => (
        <SentExercise
          key={exercise.id}
          exercise={exercise}
          title={course.exercises.find(({ id }) => id === exercise.id)?.title ?? exercise.id}
          starter={starters.get(exercise.id) ?? {}}
        />
      ))}
    </div>
  );
}

function SentExercise({
  exercise,
  title,
  starter,
}: {
  readonly exercise: HandedExercise;
  readonly title: string;
  readonly starter: TextFiles;
}) {
  const { files, attempts, hints, taken, solutionShownAtMs, pageResult, attemptsLeftOut } = exercise;
  const paths = Object.keys(files).sort(
    (one, other) => Number(files[one] === starter[one]) - Number(files[other] === starter[other]),
  );
  return (
    <section class="sent-exercise" aria-label={title}>
      <h4>{title}</h4>
      <ul class="sent-files">
        {paths.map((path) => (
          <li key={path}>
            <details>
              <summary>
                <code>{path}</code>{" "}
                <span class="quiet">{files[path] === starter[path] ? "as it was given" : "yours"}</span>
              </summary>
              <pre>{files[path]}</pre>
            </details>
          </li>
        ))}
      </ul>
      <p>{verdictInWords(pageResult)}</p>
      {attempts.length > 0 && (
        <details>
          <summary>{attempts.length === 1 ? "One check" : `${attempts.length} checks`}</summary>
          <ol class="sent-log">
            {attempts.map((attempt) => (
              <li key={attempt.atMs}>
                {dateInWords(attempt.atMs)}: {attempt.passedTests} of {attempt.tests} tests
              </li>
            ))}
          </ol>
          {attemptsLeftOut > 0 && <p class="quiet">{attemptsLeftOut} more in between are counted only.</p>}
        </details>
      )}
      <p>{hintsInWords(hints.length)}</p>
      {solutionShownAtMs !== undefined && (
        <p>You looked at the solution on {dateInWords(solutionShownAtMs)}.</p>
      )}
      {taken.length > 0 && (
        <p>
          Taken from the solution: <code>{taken.map(({ path }) => path).join(", ")}</code>
        </p>
      )}
    </section>
  );
}

function verdictInWords(result: HandedExercise["pageResult"]): string {
  if (result === undefined) return "You have not checked it. It will be graded all the same.";
  if (result.passed) return "The page's last check: passed.";
  const passing = result.tests.filter(({ state }) => state === "pass").length;
  return `The page's last check: ${passing} of ${result.tests.length} tests pass.`;
}

function hintsInWords(hints: number): string {
  if (hints === 0) return "You opened no hint.";
  return hints === 1 ? "You opened one hint." : `You opened ${hints} hints.`;
}
