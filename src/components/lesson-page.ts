import "./copy-buttons.ts";
import { keepPlace } from "./kept-place.ts";
import { keepDone } from "./kept-progress.ts";
import "./print-answers.ts";

/** Going on from a lesson is what finishes it. */
for (const link of document.querySelectorAll<HTMLElement>("[data-finishes]")) {
  link.addEventListener("click", () => keepDone("lessons", link.dataset["finishes"] ?? ""));
}

/** The contents show where one reads: the last heading above the upper third of the window. */
const entries = [...document.querySelectorAll<HTMLAnchorElement>(".contents a")].flatMap((link) => {
  const heading = document.getElementById(decodeURIComponent(link.hash.slice(1)));
  return heading === null ? [] : [{ link, heading }];
});

/** Said before the reader goes on: there is no page left to say it on afterwards. */
const notKept = document.querySelector<HTMLElement>("[data-not-kept]");
const title = document.querySelector("[data-lesson] h1")?.textContent ?? undefined;

function showPlace(): void {
  const edge = innerHeight / 3;
  const current = entries.findLast(({ heading }) => heading.getBoundingClientRect().top < edge);
  if (title !== undefined) {
    const isKept = keepPlace({ kind: "lesson", href: location.pathname + (current?.link.hash ?? ""), title });
    if (notKept !== null) notKept.hidden = isKept;
  }
  for (const { link } of entries) {
    if (link === current?.link) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  }
}

// Upwards without end, so that a jump past a heading is noticed too.
const observer = new IntersectionObserver(showPlace, { rootMargin: "1000000px 0px -66% 0px" });
for (const { heading } of entries) observer.observe(heading);
showPlace();
