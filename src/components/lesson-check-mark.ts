import { type Observation, type Observed, parseObservation, stepsSeen } from "../course/observation.ts";
import * as words from "../words/en/lesson.ts";
import { keepDone, keptProgress } from "./kept-progress.ts";

/** A `<Check>` on the page: marks itself when what it asks for has been seen, and stays marked. */
export class LessonCheckMark {
  readonly playgroundId: string;
  readonly #element: HTMLElement;
  readonly #state: HTMLElement | null;
  readonly #id: string;
  readonly #observation: Observation;
  #done = false;

  constructor(element: HTMLElement) {
    const { check = "", of = "", saw = "" } = element.dataset;
    this.playgroundId = of;
    this.#element = element;
    this.#state = element.querySelector("[data-state]");
    this.#id = check;
    this.#observation = parseObservation(saw);
    if (keptProgress().checks.includes(check)) this.#mark(words.seenEarlier);
  }

  look(exchanges: readonly Observed[]): void {
    if (this.#done || exchanges.length === 0) return;
    const steps = this.#observation.steps.length;
    const seen = stepsSeen(this.#observation, exchanges);
    if (seen === steps) {
      this.#mark(keepDone("checks", this.#id) ? words.seen : words.seenButNotKept);
    } else if (this.#state !== null) {
      this.#state.textContent = steps === 1 ? words.notSeenYet : words.seenOf(seen, steps);
    }
  }

  #mark(text: string): void {
    this.#done = true;
    this.#element.dataset["done"] = "";
    if (this.#state !== null) this.#state.textContent = text;
  }
}
