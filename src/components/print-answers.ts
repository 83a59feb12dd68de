/** On paper nothing opens: the answers of a lesson's predictions, and what else is folded, are open while it is printed. */
const opened: HTMLDetailsElement[] = [];

window.addEventListener("beforeprint", () => {
  for (const details of document.querySelectorAll<HTMLDetailsElement>(".prose details:not([open])")) {
    // An exercise's solution stays closed for whoever has not asked for it; a menu is no text.
    if (details.closest(".solution, .playground") !== null) continue;
    details.open = true;
    opened.push(details);
  }
});

window.addEventListener("afterprint", () => {
  for (const details of opened.splice(0)) details.open = false;
});
