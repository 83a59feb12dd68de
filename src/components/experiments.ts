import { mountPlayground, type PlaygroundSpec } from "../workbench/playground.ts";

/** Makes each experiment of a lesson a playground: its listings become what the reader can run and edit. */
for (const figure of document.querySelectorAll<HTMLElement>("[data-experiment]")) {
  const json = figure.querySelector("[data-spec]")?.textContent ?? "";
  const spec: PlaygroundSpec = JSON.parse(json);
  const mount = document.createElement("div");
  const listings = figure.querySelectorAll("pre[data-file]");
  listings[0]?.before(mount);
  mount.append(...listings);
  mountPlayground(mount, spec);
}
