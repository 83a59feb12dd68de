import { useSignal } from "@preact/signals";
import { render } from "preact";
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
  const view = model.view.value;
  const shown = view.kind === "assignment" ? view.fingerprint : undefined;
  const others = model.kept.value.filter(({ fingerprint }) => fingerprint !== shown);
  return (
    <>
      {view.kind === "loading" && <p class="quiet">Looking for your assignments…</p>}
      {view.kind === "broken" && (
        <>
          <h1>This assignment cannot be opened</h1>
          <p class="failure" role="alert">
            {view.message}
          </p>
          <LinkField />
        </>
      )}
      {view.kind === "none" && (
        <>
          <h1>Assignments</h1>
          <p class="lead">
            {others.length === 0
              ? "An instructor sets an assignment and gives you its link. Open that link in this browser, and the assignment stays here."
              : "These were opened in this browser. Your work in their exercises is kept whether they are on this list or not."}
          </p>
          {others.length > 0 && <KeptList model={model} kept={others} nowMs={now.value} />}
          <LinkField />
        </>
      )}
      {view.kind === "assignment" && (
        <>
          <header class="work-header">
            <p class="eyebrow">Assignment</p>
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
                <p class="lead">
                  It opens {dateInWords(view.assignment.opensAtMs)}. Come back then: it is kept here.
                </p>
              ) : (
                <>
                  {view.assignment.instructions.trim() !== "" && (
                    <section aria-labelledby="instructions-title">
                      <h2 id="instructions-title">What to do</h2>
                      <MarkdownText markdown={view.assignment.instructions} />
                    </section>
                  )}
                  <section aria-labelledby="exercises-title">
                    <h2 id="exercises-title">Exercises</h2>
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
              <h2 id="others-title">Your other assignments</h2>
              <KeptList model={model} kept={others} nowMs={now.value} />
            </section>
          )}
        </>
      )}
    </>
  );
}

function KeptList({
  model,
  kept,
  nowMs,
}: {
  readonly model: WorkModel;
  readonly kept: readonly KeptAssignment[];
  readonly nowMs: number;
}) {
  const gone = useSignal<KeptAssignment | undefined>(undefined);
  return (
    <>
      <ul class="kept-assignments">
        {kept.map((one) => (
          <li key={one.fingerprint}>
            <a href={assignmentHref(one.fingerprint)}>{one.assignment.title}</a>
            <span class="quiet">
              {one.assignment.dueAtMs === undefined
                ? "no due date"
                : `due ${dateInWords(one.assignment.dueAtMs)}, ${timeLeft(one.assignment.dueAtMs, nowMs)}`}
            </span>
            <button
              type="button"
              class="button"
              aria-label={`Take off the list: ${one.assignment.title}`}
              onClick={() => {
                gone.value = one;
                void model.forget(one.fingerprint);
              }}
            >
              Take off the list
            </button>
          </li>
        ))}
      </ul>
      <p role="status">
        {gone.value !== undefined && (
          <>
            “{gone.value.assignment.title}” is off the list; your work and receipts are kept.{" "}
            <button
              type="button"
              class="button"
              onClick={() => {
                const back = gone.peek();
                gone.value = undefined;
                if (back !== undefined) void model.remember(back);
              }}
            >
              Put it back
            </button>
          </>
        )}
      </p>
    </>
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
        <label for="assignment-link">The link of an assignment</label>
        <input id="assignment-link" name="link" autocomplete="off" spellcheck={false} required />
      </p>
      <button type="submit" class="button">
        Open
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
