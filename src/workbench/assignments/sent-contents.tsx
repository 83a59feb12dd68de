import type { HandedExercise } from "../../assignment/hand-in.ts";
import * as words from "../../words/en/assignment.ts";
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
  const titleOf = (id: string) => course.exercises.find((exercise) => exercise.id === id)?.title ?? id;
  const missing = [...starters.keys()].filter((id) =>
    handIn.exercises.every((exercise) => exercise.id !== id),
  );
  return (
    <div class="sent">
      <dl class="facts">
        <dt>{words.name}</dt>
        <dd>{handIn.learner.name}</dd>
        <dt>{words.studentNumber}</dt>
        <dd>{handIn.learner.studentNumber === "" ? words.noneGiven : handIn.learner.studentNumber}</dd>
        <dt>{words.assignment}</dt>
        <dd>
          {handIn.assignment.title} <code>{handIn.assignment.fingerprint.slice(0, 12)}…</code>
        </dd>
        <dt>{words.handInTitle}</dt>
        <dd>{words.numberAndDate(handIn.sequence, dateInWords(handIn.madeAtMs))}</dd>
        <dt>{words.versions}</dt>
        <dd>{words.versionsOf(handIn.versions.course, handIn.versions.engine)}</dd>
      </dl>
      {handIn.exercises.map((exercise) => (
        <SentExercise
          key={exercise.id}
          exercise={exercise}
          title={titleOf(exercise.id)}
          starter={starters.get(exercise.id) ?? {}}
        />
      ))}
      {missing.length > 0 && (
        <p>
          <strong>{words.notInIt(missing.map(titleOf))}</strong> {words.handInAgain}
        </p>
      )}
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
                <span class="quiet">{files[path] === starter[path] ? words.asGiven : words.yours}</span>
              </summary>
              <pre>{files[path]}</pre>
            </details>
          </li>
        ))}
      </ul>
      <p>{verdictInWords(pageResult)}</p>
      {attempts.length > 0 && (
        <details>
          <summary>{words.checks(attempts.length)}</summary>
          <ol class="sent-log">
            {attempts.map((attempt) => (
              <li key={attempt.atMs}>
                {words.checkOf(dateInWords(attempt.atMs), attempt.passedTests, attempt.tests)}
              </li>
            ))}
          </ol>
          {attemptsLeftOut > 0 && <p class="quiet">{words.countedOnly(attemptsLeftOut)}</p>}
        </details>
      )}
      <p>{words.hintsOpened(hints.length)}</p>
      {solutionShownAtMs !== undefined && <p>{words.solutionSeen(dateInWords(solutionShownAtMs))}</p>}
      {taken.length > 0 && (
        <p>{words.takenFromSolution(<code>{taken.map(({ path }) => path).join(", ")}</code>)}</p>
      )}
    </section>
  );
}

function verdictInWords(result: HandedExercise["pageResult"]): string {
  if (result === undefined) return words.notChecked;
  if (result.passed) return words.lastCheckPassed;
  const passing = result.tests.filter(({ state }) => state === "pass").length;
  return words.lastCheck(passing, result.tests.length);
}
