import * as words from "../../words/en/code-gate.ts";
import { exerciseRules } from "../assignments/exercise-rules.ts";
import type { Playground } from "../playground/shell.ts";
import type { PlaygroundSpec } from "../playground/spec.ts";
import { askAboutCode } from "./code-gate.tsx";
import { type CodeVisit, visitOf } from "./code-visit.ts";
import { forgetCode } from "./link-hash.ts";

/** A playground of the lesson, as it stands there. */
export interface LessonPlace {
  readonly spec: PlaygroundSpec;
  readonly element: HTMLElement;
  readonly playground: Playground;
}

/** Shows the code of the address in place of the playground that it is for, and runs it there when the reader says so. */
export async function meetCodeInLesson(lesson: HTMLElement, places: readonly LessonPlace[]): Promise<void> {
  const { place: wanted, ...came } = await visitOf(
    location.hash,
    places.map((place) => ({
      ...place,
      ownerId: `playground:${place.spec.id}`,
      starter: place.spec.files,
      readonly: place.spec.readonly ?? [],
    })),
  );
  const isForbidden = wanted !== undefined && (await isOfClosedSolution(wanted.element));
  const place = isForbidden ? undefined : wanted;
  const visit: CodeVisit = isForbidden ? { kind: "nothing", sentence: words.forClosedSolution } : came;
  const closed = place?.element.closest<HTMLDetailsElement>("details:not([open])");
  const gate = document.createElement("div");
  gate.className = "lesson-visit";
  if (place === undefined) lesson.prepend(gate);
  else (closed?.closest("[data-solution]") ?? closed ?? place.element).before(gate);
  if (place !== undefined) place.element.hidden = true;
  const { title = "", files: starter = {} } = place?.spec ?? {};
  const asked = askAboutCode(gate, { title, starter, visit, keeps: false, runs: true });
  gate.scrollIntoView();
  const answer = await asked;
  gate.remove();
  if (place !== undefined) place.element.hidden = false;
  if (place === undefined || visit.kind !== "foreign" || answer !== "once") {
    forgetCode();
    return;
  }
  if (closed) closed.open = true;
  await place.playground.open({ run: true, guest: visit.code.files });
  place.element.querySelector<HTMLElement>("button")?.focus();
}

/** Whether an assignment closes the solution that the element stands in. The page takes it away then, perhaps before this is asked. */
async function isOfClosedSolution(element: HTMLElement): Promise<boolean> {
  if (!element.isConnected) return true;
  const exerciseId = element.closest<HTMLElement>("[data-solution]")?.dataset["solution"];
  return exerciseId !== undefined && !(await exerciseRules(exerciseId)).solution;
}
