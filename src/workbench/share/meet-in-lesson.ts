import type { Playground } from "../playground/shell.ts";
import type { PlaygroundSpec } from "../playground/spec.ts";
import { askAboutCode } from "./code-gate.tsx";
import { visitOf } from "./code-visit.ts";
import { forgetCode } from "./link-hash.ts";

/** A playground of the lesson, as it stands there. */
export interface LessonPlace {
  readonly spec: PlaygroundSpec;
  readonly element: HTMLElement;
  readonly playground: Playground;
}

/** Shows the code of the address in place of the playground that it is for, and runs it there when the reader says so. */
export async function meetCodeInLesson(lesson: HTMLElement, places: readonly LessonPlace[]): Promise<void> {
  const visit = await visitOf(
    location.hash,
    places.map((place) => ({
      ...place,
      ownerId: `playground:${place.spec.id}`,
      starter: place.spec.files,
      readonly: place.spec.readonly ?? [],
    })),
  );
  const { place } = visit;
  const gate = document.createElement("div");
  gate.className = "lesson-visit";
  if (place === undefined) lesson.prepend(gate);
  else place.element.before(gate);
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
  await place.playground.open({ run: true, guest: visit.code.files });
  place.element.querySelector<HTMLElement>("button")?.focus();
}
