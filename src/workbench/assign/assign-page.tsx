import { render } from "preact";
import { INSTRUCTIONS_LIMIT_CHARACTERS, TITLE_LIMIT_CHARACTERS } from "../../assignment/assignment.ts";
import { onBeforeReload } from "../../offline/before-reload.ts";
import * as words from "../../words/en/assign.ts";
import { courseFacts } from "../assignments/course-exercises.ts";
import { MarkdownText } from "../assignments/markdown-text.tsx";
import { offerUndo } from "../toasts/offer-undo.ts";
import { AssignModel } from "./assign-model.ts";
import { ExercisePicker } from "./exercise-picker.tsx";
import { faultOf, TextField } from "./form-field.tsx";
import { KeyStep } from "./key-step.tsx";
import { LinkStep } from "./link-step.tsx";
import { DateFields, RuleFields } from "./rules-fields.tsx";

/** Where an instructor makes an assignment. */
function AssignPage({ model }: { readonly model: AssignModel }) {
  return (
    <form class="assign-form" onSubmit={(event) => event.preventDefault()} noValidate>
      <OpenLink model={model} />
      <section aria-labelledby="assign-what">
        <h2 id="assign-what">{words.whatItIs}</h2>
        <TextField model={model} field="title" label={words.title} maxLength={TITLE_LIMIT_CHARACTERS} />
        <Instructions model={model} />
      </section>
      <section aria-labelledby="assign-exercises">
        <h2 id="assign-exercises">{words.exercisesAndPoints}</h2>
        <ExercisePicker model={model} />
      </section>
      <section aria-labelledby="assign-when">
        <h2 id="assign-when">{words.when}</h2>
        <DateFields model={model} />
      </section>
      <section aria-labelledby="assign-rules">
        <h2 id="assign-rules">{words.rules}</h2>
        <RuleFields model={model} />
      </section>
      <section aria-labelledby="assign-key">
        <h2 id="assign-key">{words.yourKey}</h2>
        <KeyStep model={model} />
      </section>
      <section aria-labelledby="assign-link">
        <h2 id="assign-link">{words.theLink}</h2>
        <LinkStep model={model} />
      </section>
    </form>
  );
}

function Instructions({ model }: { readonly model: AssignModel }) {
  const { instructions } = model.form.value;
  const fault = faultOf(model, "instructions");
  return (
    <div class="instructions">
      <p class="field">
        <label for="assign-instructions">{words.instructions}</label>
        <textarea
          id="assign-instructions"
          value={instructions}
          spellcheck={true}
          {...fault.attributes}
          onInput={(event) => model.set({ instructions: event.currentTarget.value })}
        />
        <span class="quiet">{words.charactersOf(instructions.length, INSTRUCTIONS_LIMIT_CHARACTERS)}</span>
        {fault.shown}
      </p>
      <section class="preview" aria-label={words.preview}>
        <p class="label">{words.asLearnersSeeIt}</p>
        {instructions.trim() === "" ? (
          <p class="quiet">{words.nothingYet}</p>
        ) : (
          <MarkdownText markdown={instructions} />
        )}
      </section>
    </div>
  );
}

function OpenLink({ model }: { readonly model: AssignModel }) {
  return (
    <details class="open-link">
      <summary>{words.changeCopy}</summary>
      <p class="field">
        <label for="assign-open">{words.itsLink}</label>
        <input
          id="assign-open"
          autocomplete="off"
          spellcheck={false}
          onInput={(event) => {
            const field = event.currentTarget;
            const takeBack = field.value.trim() === "" ? undefined : model.openLink(field.value);
            if (takeBack === undefined) return;
            field.value = "";
            offerUndo(words.formIsReplaced, takeBack);
          }}
        />
        <span class="quiet">{words.formIsFilled}</span>
      </p>
      <div role="alert">
        {model.openTrouble.value !== undefined && <p class="failure">{model.openTrouble.value}</p>}
      </div>
    </details>
  );
}

const place = document.getElementById("assign");
if (place !== null) {
  const base = new URL("/assignment/", location.href).href;
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  const model = new AssignModel(courseFacts(), base, timeZone);
  if (!model.comeBack(() => sessionStorage) && location.hash.length > 1) model.openLink(location.hash);
  onBeforeReload(async () => model.keepForReload(() => sessionStorage));
  place.replaceChildren();
  render(<AssignPage model={model} />, place);
}
