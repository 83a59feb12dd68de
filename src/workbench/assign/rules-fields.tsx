import type { LateRule, PassingRule } from "../../assignment/assignment.ts";
import * as words from "../../words/en/assign.ts";
import type { AssignForm } from "./assign-form.ts";
import type { AssignModel } from "./assign-model.ts";
import { faultOf, TextField } from "./form-field.tsx";

const lateRules: readonly { readonly kind: LateRule["kind"]; readonly label: string }[] = [
  { kind: "percent-a-day", label: words.lateTakesOff },
  { kind: "mark", label: words.lateIsMarked },
  { kind: "refuse", label: words.lateIsRefused },
];
const passingRules: readonly { readonly kind: PassingRule["kind"]; readonly label: string }[] = [
  { kind: "percent", label: words.shareOfPoints },
  { kind: "every-test", label: words.everyTest },
];

/** Opens, due, and the zone that both are meant in. */
export function DateFields({ model }: { readonly model: AssignModel }) {
  return (
    <>
      <div class="fields" data-row="">
        <TextField model={model} field="opens" label={words.opensMayBeEmpty} type="datetime-local" />
        <TextField model={model} field="due" label={words.dueMayBeEmpty} type="datetime-local" />
        <TextField
          model={model}
          field="zone"
          label={words.zone}
          list="assign-zones"
          note={words.eachInTheirOwn}
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
        <legend>{words.whenLate}</legend>
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
              <Percent model={model} field="latePercent" label={words.percentADay} enabled={late === kind} />
            )}
          </div>
        ))}
        <p class="quiet">{words.whoseClock}</p>
      </fieldset>
      <fieldset>
        <legend>{words.passedWith}</legend>
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
                label={words.percentNeeded}
                enabled={passing === kind}
              />
            )}
          </div>
        ))}
      </fieldset>
      <fieldset>
        <legend>{words.mayLookAt}</legend>
        <label class="choice">
          <input
            type="checkbox"
            checked={hints}
            onChange={(event) => model.set({ hints: event.currentTarget.checked })}
          />
          {words.theHints}
        </label>
        <label class="choice">
          <input
            type="checkbox"
            checked={solution}
            onChange={(event) => model.set({ solution: event.currentTarget.checked })}
          />
          {words.theSolution}
        </label>
        <p class="quiet">{words.doorNotLock}</p>
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
