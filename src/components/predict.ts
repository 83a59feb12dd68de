/** A prediction is answered once: the choice is marked, and the explanation opens. */
for (const predict of document.querySelectorAll<HTMLElement>("[data-predict]")) {
  predict.addEventListener("change", ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    const isRight = target.value === predict.dataset["predict"];
    const verdict = predict.querySelector("[data-outcome]");
    if (verdict !== null) verdict.textContent = isRight ? "As you said." : "Not this time. See why:";
    for (const input of predict.querySelectorAll("input")) {
      const label = input.closest("label");
      if (label === null) continue;
      if (input.value === predict.dataset["predict"]) label.dataset["verdict"] = "right";
      else if (input === target) label.dataset["verdict"] = "wrong";
      else delete label.dataset["verdict"];
    }
    const details = predict.querySelector("details");
    if (details !== null) details.open = true;
  });
}
