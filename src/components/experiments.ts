import { mountPlayground, type PlaygroundSpec } from "../workbench/playground.ts";
import { LessonCheckMark } from "./lesson-check-mark.ts";
import { observed } from "./observed.ts";

const checks = [...document.querySelectorAll<HTMLElement>("[data-check]")].map(
  (element) => new LessonCheckMark(element),
);

/** Makes each experiment of a lesson a playground: its listings become what the reader can run and edit. */
for (const figure of document.querySelectorAll<HTMLElement>("[data-experiment]")) {
  const spec: PlaygroundSpec = JSON.parse(figure.querySelector("[data-spec]")?.textContent ?? "");
  const mount = document.createElement("div");
  const listings = figure.querySelectorAll("pre[data-file]");
  listings[0]?.before(mount);
  mount.append(...listings);
  const playground = mountPlayground(mount, spec);
  const watching = checks.filter(({ playgroundId }) => playgroundId === spec.id);
  if (watching.length === 0) continue;
  playground.onExchanges((entries) => {
    const exchanges = entries.map((entry) => observed(entry, playground.setup));
    for (const check of watching) check.look(exchanges);
  });
}
