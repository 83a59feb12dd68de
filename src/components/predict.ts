import * as words from "../words/en/lesson.ts";
import { keepPrediction, keptProgress } from "./kept-progress.ts";

/** A prediction is answered once: the choice is marked, the explanation opens, and the next visit shows both. */
for (const predict of document.querySelectorAll<HTMLElement>("[data-predict]")) {
  const id = `${predict.closest<HTMLElement>("[data-lesson]")?.dataset["lesson"] ?? ""}:${predict.dataset["question"] ?? ""}`;
  const earlier = keptProgress().predictions[id];
  const input = predict.querySelector<HTMLInputElement>(`input[value="${earlier?.choice ?? ""}"]`);
  if (earlier !== undefined && input !== null) {
    input.checked = true;
    showOutcome(predict, input, earlier.right ? words.rightEarlier : words.wrongEarlier);
  }
  predict.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    const right = target.value === predict.dataset["predict"];
    const isKept = keepPrediction(id, { choice: Number(target.value), right, atMs: Date.now() });
    const verdict = right ? words.right : words.wrong;
    showOutcome(predict, target, isKept ? verdict : words.verdictNotKept(verdict));
  });
}

function showOutcome(predict: HTMLElement, chosen: HTMLInputElement, outcome: string): void {
  const verdict = predict.querySelector("[data-outcome]");
  if (verdict !== null) verdict.textContent = outcome;
  for (const input of predict.querySelectorAll("input")) {
    const label = input.closest("label");
    if (label === null) continue;
    if (input.value === predict.dataset["predict"]) label.dataset["verdict"] = "right";
    else if (input === chosen) label.dataset["verdict"] = "wrong";
    else delete label.dataset["verdict"];
  }
  const details = predict.querySelector("details");
  if (details !== null) details.open = true;
}
