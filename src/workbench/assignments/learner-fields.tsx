import type { RefObject } from "preact";
import * as words from "../../words/en/assignment.ts";
import type { WorkModel } from "./work-model.ts";

/** Name and student number: asked once, kept on this machine for every assignment. */
export function LearnerFields({
  model,
  nameField,
  nameMissing,
}: {
  readonly model: WorkModel;
  readonly nameField: RefObject<HTMLInputElement>;
  readonly nameMissing: boolean;
}) {
  const { name, studentNumber } = model.learner.value;
  return (
    <div class="fields" data-row="">
      <p class="field">
        <label for="learner-name">{words.yourName}</label>
        <input
          id="learner-name"
          ref={nameField}
          autocomplete="name"
          maxLength={120}
          required
          aria-invalid={nameMissing}
          aria-describedby={nameMissing ? "learner-name-missing" : undefined}
          value={name}
          onInput={(event) => model.setLearner({ name: event.currentTarget.value, studentNumber })}
        />
        {nameMissing && (
          <span class="failure" id="learner-name-missing">
            {words.nameMissing}
          </span>
        )}
      </p>
      <p class="field">
        <label for="learner-number">{words.studentNumberIfAny}</label>
        <input
          id="learner-number"
          autocomplete="off"
          maxLength={120}
          value={studentNumber}
          onInput={(event) => model.setLearner({ name, studentNumber: event.currentTarget.value })}
        />
      </p>
    </div>
  );
}
