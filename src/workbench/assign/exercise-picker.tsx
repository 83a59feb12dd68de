import type { PointsRule } from "../../assignment/assignment.ts";
import * as words from "../../words/en/assign.ts";
import { durationInWords } from "../assignments/time-left.ts";
import { DEFAULT_POINTS } from "./assign-form.ts";
import type { AssignModel } from "./assign-model.ts";
import { faultOf } from "./form-field.tsx";

const MINUTE_MS = 60_000;
const pointsKinds: readonly { readonly kind: PointsRule["kind"]; readonly label: string }[] = [
  { kind: "share", label: words.pointsShared },
  { kind: "all-or-nothing", label: words.pointsForAll },
  { kind: "per-test", label: words.pointsForEach },
];

/** All exercises of the course with their times; the chosen ones with their points. */
export function ExercisePicker({ model }: { readonly model: AssignModel }) {
  const { exercises } = model.form.value;
  const fault = faultOf(model, "exercises");
  const minutes = model.course.exercises
    .filter(({ id }) => exercises.includes(id))
    .reduce((sum, exercise) => sum + exercise.minutes, 0);
  return (
    <fieldset {...fault.attributes}>
      <legend>{words.choose}</legend>
      <ul class="picker">
        {model.course.exercises.map(({ id, title, summary, minutes: own }) => {
          const chosen = exercises.includes(id);
          return (
            <li key={id} data-chosen={chosen ? "" : undefined}>
              <label class="choice">
                <input
                  type="checkbox"
                  checked={chosen}
                  onChange={(event) => model.choose(id, event.currentTarget.checked)}
                />
                <span class="picker-title">{title}</span>
                <span class="quiet">{words.minutes(own)}</span>
              </label>
              {chosen && (
                <>
                  <p class="quiet picker-summary">{summary}</p>
                  <Points model={model} id={id} title={title} />
                </>
              )}
            </li>
          );
        })}
      </ul>
      <p class="quiet" role="status">
        {words.chosen(exercises.length, durationInWords(minutes * MINUTE_MS))}
      </p>
      {fault.shown}
    </fieldset>
  );
}

function Points({
  model,
  id,
  title,
}: {
  readonly model: AssignModel;
  readonly id: string;
  readonly title: string;
}) {
  const field = model.form.value.points[id] ?? DEFAULT_POINTS;
  const fault = faultOf(model, `points-${id}`);
  const set = (change: Partial<typeof field>) =>
    model.set({ points: { ...model.form.peek().points, [id]: { ...field, ...change } } });
  return (
    <p class="points">
      <input
        inputMode="decimal"
        aria-label={words.pointsFor(title)}
        value={field.points}
        {...fault.attributes}
        onInput={(event) => set({ points: event.currentTarget.value })}
      />
      <span aria-hidden="true">{words.points}</span>
      <select
        aria-label={words.howPointsAreGiven(title)}
        value={field.kind}
        onChange={(event) => {
          const chosen = pointsKinds.find(({ kind }) => kind === event.currentTarget.value);
          if (chosen !== undefined) set({ kind: chosen.kind });
        }}
      >
        {pointsKinds.map(({ kind, label }) => (
          <option key={kind} value={kind}>
            {label}
          </option>
        ))}
      </select>
      {fault.shown}
    </p>
  );
}
