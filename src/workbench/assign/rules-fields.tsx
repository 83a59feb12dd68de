import type { LateRule, PassingRule } from "../../assignment/assignment.ts";
import type { AssignForm } from "./assign-form.ts";
import type { AssignModel } from "./assign-model.ts";
import { faultOf, TextField } from "./form-field.tsx";

const lateRules: readonly { readonly kind: LateRule["kind"]; readonly label: string }[] = [
  { kind: "percent-a-day", label: "Accept it, and take off for each day begun" },
  { kind: "mark", label: "Accept it, mark it as late, take nothing off" },
  { kind: "refuse", label: "Refuse it: it gives no points" },
];
const passingRules: readonly { readonly kind: PassingRule["kind"]; readonly label: string }[] = [
  { kind: "percent", label: "A share of the points" },
  { kind: "every-test", label: "Every test of every exercise" },
];

/** Opens, due, and the zone that both are meant in. */
export function DateFields({ model }: { readonly model: AssignModel }) {
  return (
    <>
      <div class="fields" data-row="">
        <TextField model={model} field="opens" label="Opens (may stay empty)" type="datetime-local" />
        <TextField model={model} field="due" label="Due (may stay empty)" type="datetime-local" />
        <TextField
          model={model}
          field="zone"
          label="Time zone of these times"
          list="assign-zones"
          note="Each learner sees them in their own."
        />
      </div>
      <datalist id="assign-zones">
        {Intl.supportedValuesOf("timeZone").map((zone) => (
          <option key={zone} value={zone} />
        ))}
      </datalist>
    </>
  );
}

/** Late hand-ins, passing, hints and solution. */
export function RuleFields({ model }: { readonly model: AssignModel }) {
  const { late, passing, hints, solution } = model.form.value;
  return (
    <>
      <fieldset>
        <legend>When it comes late</legend>
        {lateRules.map(({ kind, label }) => (
          <div class="choice" key={kind}>
            <input
              type="radio"
              id={`late-${kind}`}
              name="late"
              checked={late === kind}
              onChange={() => model.set({ late: kind })}
            />
            <label for={`late-${kind}`}>{label}</label>
            {kind === "percent-a-day" && (
              <Percent
                model={model}
                field="latePercent"
                label="Percent taken off for each day"
                enabled={late === kind}
              />
            )}
          </div>
        ))}
        <p class="quiet">
          Judged by when your learning platform or your computer received the file. A learner's clock is only
          what the learner says.
        </p>
      </fieldset>
      <fieldset>
        <legend>Passed with</legend>
        {passingRules.map(({ kind, label }) => (
          <div class="choice" key={kind}>
            <input
              type="radio"
              id={`passing-${kind}`}
              name="passing"
              checked={passing === kind}
              onChange={() => model.set({ passing: kind })}
            />
            <label for={`passing-${kind}`}>{label}</label>
            {kind === "percent" && (
              <Percent
                model={model}
                field="passingPercent"
                label="Percent of the points needed"
                enabled={passing === kind}
              />
            )}
          </div>
        ))}
      </fieldset>
      <fieldset>
        <legend>Learners may look at</legend>
        <label class="choice">
          <input
            type="checkbox"
            checked={hints}
            onChange={(event) => model.set({ hints: event.currentTarget.checked })}
          />
          the hints
        </label>
        <label class="choice">
          <input
            type="checkbox"
            checked={solution}
            onChange={(event) => model.set({ solution: event.currentTarget.checked })}
          />
          the solution
        </label>
        <p class="quiet">
          A door, not a lock: the course is public, and who wants to find its solutions can. What was looked
          at stands in the hand-in. Hidden tests of your own are what a found solution does not know.
        </p>
      </fieldset>
    </>
  );
}

function Percent({
  model,
  field,
  label,
  enabled,
}: {
  readonly model: AssignModel;
  readonly field: keyof AssignForm & ("latePercent" | "passingPercent");
  readonly label: string;
  readonly enabled: boolean;
}) {
  const fault = faultOf(model, field);
  return (
    <>
      <input
        type="number"
        min="1"
        max="100"
        aria-label={label}
        disabled={!enabled}
        value={model.form.value[field]}
        {...fault.attributes}
        onInput={(event) => model.set({ [field]: event.currentTarget.value })}
      />
      <span aria-hidden="true">%</span>
      {fault.shown}
    </>
  );
}
