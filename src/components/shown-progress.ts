import * as words from "../words/en/pages.ts";
import { allProgress, standingOf } from "../workbench/progress.ts";
import { keptProgress } from "./kept-progress.ts";

/** Shows what the reader has done, wherever a page lists lessons or exercises. */
function show(element: HTMLElement): void {
  const done = element.querySelector<HTMLElement>(".done");
  if (done !== null) done.hidden = false;
}

const { lessons } = keptProgress();
const isRead = (element: HTMLElement) => lessons.includes(element.dataset["lesson"] ?? "");
for (const element of document.querySelectorAll<HTMLElement>("[data-lesson]")) {
  if (isRead(element)) show(element);
}
for (const note of document.querySelectorAll<HTMLElement>("[data-read]")) {
  const all = [...(note.closest("section")?.querySelectorAll<HTMLElement>("[data-lesson]") ?? [])];
  const read = all.filter(isRead).length;
  note.textContent = words.readOf(read, all.length);
  note.hidden = read === 0;
  note.toggleAttribute("data-all", read === all.length);
}

const progress = await allProgress().catch(() => new Map<string, never>());
for (const element of document.querySelectorAll<HTMLElement>("[data-exercise]")) {
  const own = progress.get(element.dataset["exercise"] ?? "");
  const standing = own === undefined ? "open" : standingOf(own);
  if (standing === "open") continue;
  show(element);
  const note = element.querySelector<HTMLElement>("[data-assisted]");
  if (note !== null) note.hidden = standing !== "assisted";
}
