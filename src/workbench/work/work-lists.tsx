import { useSignal } from "@preact/signals";
import * as buttons from "../../words/en/buttons.ts";
import * as words from "../../words/en/work.ts";
import { assignmentHref } from "../assignments/exercise-rules.ts";
import type { AttemptLog } from "../attempts/attempt-log.ts";
import { dateText } from "../inspector/time-text.ts";
import { standingOf } from "../progress.ts";
import type { CoursePlace, CoursePlaces, LessonPlace } from "./course-places.ts";
import { type LessonWork, lessonWork } from "./lesson-work.ts";
import type { Work } from "./work.ts";
import type { WorkModel } from "./work-model.ts";

interface WorkListsProps {
  readonly model: WorkModel;
  readonly work: Work;
  readonly places: CoursePlaces;
}

/** Each exercise, program and lesson that one has done something in, newest first, with a way to begin it anew. */
export function WorkLists({ model, work, places }: WorkListsProps) {
  const exercises = rowsOf(work, places.exercises, (id) => exerciseLines(work, id));
  const playgrounds = rowsOf(work, places.playgrounds, () => []);
  const lessons = lessonRows(work, places);
  const assignments = assignmentRows(work);
  if (exercises.length + playgrounds.length + lessons.length + assignments.length === 0) {
    return <p class="work-none">{words.nothingKept(<a href="/course/">{words.beginCourse}</a>)}</p>;
  }
  return (
    <>
      <Rows
        title={words.exercises}
        rows={exercises}
        onReset={({ id, title }) => model.resetOwner(id, title)}
        onRemoveDated={({ id, title }) => model.removeDated(id, title)}
        none={words.noneBegun}
      />
      {assignments.length > 0 && <Rows title={words.assignments} rows={assignments} none="" />}
      {playgrounds.length > 0 && (
        <Rows
          title={words.programs}
          rows={playgrounds}
          onReset={({ id, title }) => model.resetOwner(id, title)}
          onRemoveDated={({ id, title }) => model.removeDated(id, title)}
          none=""
        />
      )}
      <Rows
        title={words.lessons}
        rows={lessons}
        onReset={(row) => model.resetLesson(row)}
        none={words.noneFinished}
      />
      <ResetAll model={model} />
    </>
  );
}

interface Row extends CoursePlace {
  /** What the last of it was; undefined: it is not known when. */
  readonly atMs: number | undefined;
  readonly lines: readonly string[];
  /** How many dated drafts there are. */
  readonly dated: number;
  /** There is nothing but dated drafts. */
  readonly isReset: boolean;
}

const noDrafts = { dated: 0, isReset: false };

interface RowsProps<Shown extends Row> {
  readonly title: string;
  readonly rows: readonly Shown[];
  readonly none: string;
  /** Absent: the rows are reset elsewhere. */
  readonly onReset?: (row: Shown) => unknown;
  /** Absent: the rows have no dated drafts. */
  readonly onRemoveDated?: (row: Shown) => unknown;
}

function Rows<Shown extends Row>({ title, rows, none, onReset, onRemoveDated }: RowsProps<Shown>) {
  return (
    <section aria-label={title}>
      <h2>{title}</h2>
      {rows.length === 0 ? (
        <p class="lead">{none}</p>
      ) : (
        <ul class="work-rows">
          {rows.map((row) => (
            <li key={row.id}>
              <div>
                <a href={row.href}>{row.title}</a>
                {row.lines.map((line) => (
                  <p key={line}>{line}</p>
                ))}
              </div>
              <span class="work-time">{row.atMs === undefined ? "" : dateText(row.atMs)}</span>
              <span class="work-row-actions">
                {onRemoveDated !== undefined && row.dated > 0 && (
                  <button
                    type="button"
                    class="small-button"
                    aria-label={words.removeDatedOf(row.title, row.dated)}
                    onClick={() => onRemoveDated(row)}
                  >
                    {words.removeDated(row.dated)}
                  </button>
                )}
                {onReset !== undefined && !row.isReset && (
                  <button
                    type="button"
                    class="small-button"
                    aria-label={words.resetRow(row.title)}
                    onClick={() => onReset(row)}
                  >
                    {buttons.reset}
                  </button>
                )}
              </span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** Two presses: what it takes with it is said between them. */
function ResetAll({ model }: { readonly model: WorkModel }) {
  const asked = useSignal(false);
  return (
    <section class="work-reset" aria-labelledby="reset">
      <h2 id="reset">{words.beginAnew}</h2>
      {/* There before its text: a screen reader hears what is put into it. */}
      <div role="status">{asked.value && <p class="lead">{words.whatIsForgotten}</p>}</div>
      {asked.value ? (
        <p class="work-buttons">
          <button
            type="button"
            class="button"
            onClick={() => {
              asked.value = false;
              void model.resetAll();
            }}
          >
            {words.forgetAll}
          </button>
          <button type="button" class="button" onClick={() => model.save()}>
            {words.saveAll}
          </button>
          <button
            type="button"
            class="button"
            onClick={() => {
              asked.value = false;
            }}
          >
            {words.leaveIt}
          </button>
        </p>
      ) : (
        <p class="work-buttons">
          <button
            type="button"
            class="button"
            onClick={() => {
              asked.value = true;
            }}
          >
            {words.resetAll}
          </button>
        </p>
      )}
    </section>
  );
}

/** A row for each owner that something is kept of. */
function rowsOf(
  work: Work,
  places: readonly CoursePlace[],
  linesOf: (id: string) => readonly string[],
): Row[] {
  return places
    .flatMap((place) => {
      const drafts = work.drafts.filter(({ ownerId }) => ownerId === place.id);
      const dated = work.snapshots.filter(({ ownerId }) => ownerId === place.id);
      const attempts = work.attempts.find(({ exerciseId }) => exerciseId === place.id)?.attempts ?? [];
      const own = linesOf(place.id);
      const lines = [...own, ...draftLines(drafts.length, dated.length)];
      if (lines.length === 0) return [];
      const times = [
        ...drafts.map(({ savedAtMs }) => savedAtMs),
        ...dated.map(({ takenAtMs }) => takenAtMs),
        ...attempts.map(({ atMs }) => atMs),
      ];
      return [
        {
          ...{ ...place, lines, atMs: times.length === 0 ? undefined : Math.max(...times) },
          ...{ dated: dated.length, isReset: own.length + drafts.length === 0 },
        },
      ];
    })
    .toSorted((one, other) => (other.atMs ?? 0) - (one.atMs ?? 0));
}

function exerciseLines(work: Work, id: string): string[] {
  const progress = work.exercises.find(({ exerciseId }) => exerciseId === id);
  if (progress === undefined) return [];
  const { attempts, passedAtMs } = progress;
  const log = work.attempts.find(({ exerciseId }) => exerciseId === id);
  return [standingText(standingOf(progress), passedAtMs), attemptsText(attempts, log)].filter(
    (line) => line !== "",
  );
}

function standingText(standing: ReturnType<typeof standingOf>, passedAtMs: number | undefined): string {
  if (standing === "open" || passedAtMs === undefined) return words.notPassed;
  const when = dateText(passedAtMs);
  return standing === "assisted" ? words.passedWithHelp(when) : words.passed(when);
}

function attemptsText(attempts: number, log: AttemptLog | undefined): string {
  const hints = log?.hints.length ?? 0;
  return hints === 0 ? words.attempts(attempts) : words.attemptsWithHints(attempts, hints);
}

function draftLines(files: number, dated: number): string[] {
  if (files > 0 && dated > 0) return [words.yourTextAndDrafts(files, dated)];
  if (files > 0) return [words.yourText(files)];
  return dated > 0 ? [words.datedDrafts(dated)] : [];
}

function lessonRows({ lessons }: Work, places: CoursePlaces): (Row & LessonPlace)[] {
  return places.lessons.flatMap((place) => {
    const done = lessonWork(lessons, place);
    return done === undefined ? [] : [{ ...place, ...noDrafts, lines: lessonLines(done), atMs: done.atMs }];
  });
}

function lessonLines({ isRead, checks, predictions }: LessonWork): string[] {
  return [
    ...(isRead ? [] : [words.notRead]),
    ...(checks === 0 ? [] : [words.checksHere(checks)]),
    ...(predictions === 0 ? [] : [words.predictionsHere(predictions)]),
  ];
}

function assignmentRows({ assigned: { assignments, receipts } }: Work): Row[] {
  return assignments
    .map(({ fingerprint, assignment, openedAtMs }) => {
      const own = receipts.filter((receipt) => receipt.fingerprint === fingerprint);
      const times = own.map(({ madeAtMs }) => madeAtMs);
      return {
        ...{ id: fingerprint, title: assignment.title, href: assignmentHref(fingerprint) },
        ...{ atMs: Math.max(openedAtMs, ...times), lines: [words.handedIn(own.length)] },
        ...noDrafts,
      };
    })
    .toSorted((one, other) => other.atMs - one.atMs);
}
