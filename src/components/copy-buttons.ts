import * as words from "../words/en/lesson.ts";

/** Listings of code can be copied; what travels on the wire is for reading. */
for (const pre of document.querySelectorAll<HTMLElement>(
  ".prose pre:not([data-language=wire], [data-file])",
)) {
  const listing = document.createElement("div");
  listing.className = "listing";
  pre.before(listing);
  const button = document.createElement("button");
  button.type = "button";
  button.className = "copy";
  button.textContent = words.copy;
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(pre.textContent ?? "").then(
      () => say(button, words.copied),
      () => say(button, words.copyByHand),
    );
  });
  listing.append(pre, button);
}

function say(button: HTMLButtonElement, text: string): void {
  button.textContent = text;
  button.addEventListener(
    "blur",
    () => {
      button.textContent = words.copy;
    },
    { once: true },
  );
}
