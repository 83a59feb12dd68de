import { type Signal, useSignal } from "@preact/signals";
import { render } from "preact";
import * as words from "../../words/en/assignment.ts";
import { AssignedExercises } from "./assigned-exercises.tsx";
import { type CourseFacts, courseFacts } from "./course-exercises.ts";
import { DueCard } from "./due-card.tsx";
import { assignmentHref } from "./exercise-rules.ts";
import { HandInSection } from "./hand-in-section.tsx";
import type { KeptAssignment } from "./kept-assignments.ts";
import { MarkdownText } from "./markdown-text.tsx";
import { dateInWords, timeLeft } from "./time-left.ts";
import { useMinutes } from "./use-minutes.ts";
import { WorkModel } from "./work-model.ts";

/** The page of one assignment, or of all that are kept on this machine. */
function WorkPage({ model, course }: { readonly model: WorkModel; readonly course: CourseFacts }) {
  const now = useMinutes();
  const gone = useSignal<KeptAssignment | undefined>(undefined);
  const view = model.view.value;
  const shown = view.kind === "assignment" ? view.fingerprint : undefined;
  const others = model.kept.value.filter(({ fingerprint }) => fingerprint !== shown);
  return (
    <>
      {view.kind === "loading" && <p class="quiet">{words.looking}</p>}
      {view.kind === "broken" && (
        <>
          <h1>{words.cannotOpen}</h1>
          <p class="failure" role="alert">
            {view.message}
          </p>
          <LinkField />
        </>
      )}
      {view.kind === "none" && (
        <>
          <h1>{words.assignments}</h1>
          <p class="lead">{others.length === 0 ? words.howItBegins : words.openedHere}</p>
          {others.length > 0 && <KeptList model={model} kept={others} nowMs={now.value} gone={gone} />}
          <TakenOff model={model} gone={gone} />
          <LinkField />
        </>
      )}
      {view.kind === "assignment" && (
        <>
          <header class="work-header">
            <p class="eyebrow">{words.assignment}</p>
            <h1>{view.assignment.title}</h1>
          </header>
          {model.trouble.value !== undefined && (
            <p class="failure" role="alert">
              {model.trouble.value}
            </p>
          )}
          <div class="work-columns">
            <DueCard assignment={view.assignment} nowMs={now.value} />
            <div class="work-main">
              {view.assignment.opensAtMs !== undefined && now.value < view.assignment.opensAtMs ? (
                <p class="lead">{words.opensLater(dateInWords(view.assignment.opensAtMs))}</p>
              ) : (
                <>
                  {view.assignment.instructions.trim() !== "" && (
                    <section aria-labelledby="instructions-title">
                      <h2 id="instructions-title">{words.whatToDo}</h2>
                      <MarkdownText markdown={view.assignment.instructions} />
                    </section>
                  )}
                  <section aria-labelledby="exercises-title">
                    <h2 id="exercises-title">{words.exercises}</h2>
                    <AssignedExercises assignment={view.assignment} model={model} course={course} />
                  </section>
                  <HandInSection
                    key={view.fingerprint}
                    model={model}
                    assignment={view.assignment}
                    fingerprint={view.fingerprint}
                    course={course}
                  />
                </>
              )}
            </div>
          </div>
          {others.length > 0 && (
            <section class="others" aria-labelledby="others-title">
              <h2 id="others-title">{words.otherAssignments}</h2>
              <KeptList model={model} kept={others} nowMs={now.value} gone={gone} />
            </section>
          )}
          <TakenOff model={model} gone={gone} />
        </>
      )}
    </>
  );
}

interface KeptListProps extends TakenOffProps {
  readonly kept: readonly KeptAssignment[];
  readonly nowMs: number;
}

function KeptList({ model, kept, nowMs, gone }: KeptListProps) {
  return (
    <ul class="kept-assignments">
      {kept.map((one) => (
        <li key={one.fingerprint}>
          <a href={assignmentHref(one.fingerprint)}>{one.assignment.title}</a>
          <span class="quiet">
            {one.assignment.dueAtMs === undefined
              ? words.noDueDateHere
              : words.dueIn(dateInWords(one.assignment.dueAtMs), timeLeft(one.assignment.dueAtMs, nowMs))}
          </span>
          <button
            type="button"
            class="button"
            aria-label={words.takeOffNamed(one.assignment.title)}
            onClick={() => {
              gone.value = one;
              void model.forget(one.fingerprint);
            }}
          >
            {words.takeOff}
          </button>
        </li>
      ))}
    </ul>
  );
}

interface TakenOffProps {
  readonly model: WorkModel;
  /** The one that was last taken off the list. */
  readonly gone: Signal<KeptAssignment | undefined>;
}

/** Outlives the list: the last one can be put back too. */
function TakenOff({ model, gone }: TakenOffProps) {
  return (
    <p role="status">
      {gone.value !== undefined && (
        <>
          {words.isOff(gone.value.assignment.title)}{" "}
          <button
            type="button"
            class="button"
            onClick={() => {
              const back = gone.peek();
              gone.value = undefined;
              if (back !== undefined) void model.remember(back);
            }}
          >
            {words.putBack}
          </button>
        </>
      )}
    </p>
  );
}

/** For a link that arrived as text and cannot be clicked. */
function LinkField() {
  return (
    <form
      class="fields link-field"
      onSubmit={(event) => {
        event.preventDefault();
        const text = new FormData(event.currentTarget).get("link");
        if (typeof text !== "string" || text.trim() === "") return;
        const link = text.trim();
        location.hash = link.slice(link.indexOf("#") + 1);
      }}
    >
      <p class="field">
        <label for="assignment-link">{words.itsLink}</label>
        <input id="assignment-link" name="link" autocomplete="off" spellcheck={false} required />
      </p>
      <button type="submit" class="button">
        {words.open}
      </button>
    </form>
  );
}

const place = document.getElementById("assignment");
if (place !== null) {
  const model = new WorkModel();
  place.replaceChildren();
  render(<WorkPage model={model} course={courseFacts()} />, place);
  const open = () => model.open(location.hash);
  addEventListener("hashchange", open);
  // Exercises are worked on in other pages: look again on the way back.
  addEventListener("pageshow", () => void model.look());
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") void model.look();
  });
  void open();
}
