import type { ComponentChildren } from "preact";
import type { FormProblem } from "./assign-form.ts";
import type { AssignModel } from "./assign-model.ts";

/** What a field needs to say that it is wrong. */
export function faultOf(model: AssignModel, field: FormProblem["field"]) {
  const message = model.problems.value.find((problem) => problem.field === field)?.message;
  const id = `fault-${field}`;
  return {
    attributes: message === undefined ? {} : ({ "aria-invalid": true, "aria-describedby": id } as const),
    shown:
      message === undefined ? null : (
        <span class="failure" id={id}>
          {message}
        </span>
      ),
  };
}

export interface TextFieldProps {
  readonly model: AssignModel;
  readonly field: "title" | "opens" | "due" | "zone";
  readonly label: string;
  readonly type?: "text" | "datetime-local";
  readonly list?: string;
  readonly maxLength?: number;
  readonly note?: ComponentChildren;
}

/** A line of text with its label, a note and its fault. */
export function TextField({ model, field, label, type = "text", list, maxLength, note }: TextFieldProps) {
  const fault = faultOf(model, field);
  return (
    <p class="field">
      <label for={`assign-${field}`}>{label}</label>
      <input
        id={`assign-${field}`}
        type={type}
        value={model.form.value[field]}
        autocomplete="off"
        {...(list === undefined ? {} : { list })}
        {...(maxLength === undefined ? {} : { maxLength })}
        {...fault.attributes}
        onInput={(event) => model.set({ [field]: event.currentTarget.value })}
      />
      {note !== undefined && <span class="quiet">{note}</span>}
      {fault.shown}
    </p>
  );
}
