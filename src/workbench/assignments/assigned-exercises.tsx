import type { Assignment } from "../../assignment/assignment.ts";
import * as words from "../../words/en/assignment.ts";
import { type ExerciseProgress, standingOf } from "../progress.ts";
import { pointsInWords } from "./assignment-words.ts";
import type { CourseFacts } from "./course-exercises.ts";
import type { WorkModel } from "./work-model.ts";

/** The exercises in order, each with how far one is. */
export function AssignedExercises({
  assignment,
  model,
  course,
}: {
  readonly assignment: Assignment;
  readonly model: WorkModel;
  readonly course: CourseFacts;
}) {
  return (
    <ol class="assigned">
      {assignment.exercises.map(({ id, points }) => {
        const known = course.exercises.find((exercise) => exercise.id === id);
        const state = stateOf(model.progress.value.get(id), model.begun.value.has(id));
        return (
          <li key={id} data-state={state.tone}>
            <h3>{known === undefined ? id : <a href={`/exercises/${known.slug}/`}>{known.title}</a>}</h3>
            {known === undefined ? (
              <p class="failure">{words.otherVersion}</p>
            ) : (
              <p class="quiet">{known.summary}</p>
            )}
            <p class="assigned-facts">
              <span class="assigned-state">{state.words}</span>
              {known !== undefined && <span>{words.aboutMinutes(known.minutes)}</span>}
              <span>{pointsInWords(points)}</span>
            </p>
          </li>
        );
      })}
    </ol>
  );
}

interface ExerciseState {
  readonly tone: "open" | "begun" | "passed";
  readonly words: string;
}

export function stateOf(progress: ExerciseProgress | undefined, begun: boolean): ExerciseState {
  const attempts = progress?.attempts ?? 0;
  const standing = progress === undefined ? "open" : standingOf(progress);
  if (standing === "passed") return { tone: "passed", words: words.passedInPage };
  if (standing === "assisted") return { tone: "passed", words: words.passedWithHelp };
  if (attempts > 0) return { tone: "begun", words: words.checked(attempts) };
  return begun ? { tone: "begun", words: words.begun } : { tone: "open", words: words.notBegun };
}
