import { nodeDeviations } from "../../engine/deviations/node-deviations.ts";
import type { EngineKind } from "../../engine/engine.ts";
import { browserDeviations } from "../../web/browser-deviations.ts";

export interface KnownDeviations {
  readonly title: string;
  readonly items: readonly { readonly id: string; readonly text: string }[];
}

const only = (kinds: readonly EngineKind[]) =>
  nodeDeviations.filter(
    ({ engines }) => engines.length === kinds.length && kinds.every((kind) => engines.includes(kind)),
  );

const groups: readonly KnownDeviations[] = [
  { title: "Every engine, beside real Node", items: only(["inpage", "webcontainer", "local"]) },
  {
    title: "The engine in the page",
    items: only(["inpage"]).filter(({ id }) => !id.startsWith("module-")),
  },
  {
    title: "Modules of Node that the page has not",
    items: only(["inpage"]).filter(({ id }) => id.startsWith("module-")),
  },
  { title: "WebContainer and this machine's Node", items: only(["webcontainer", "local"]) },
  { title: "WebContainer", items: only(["webcontainer"]) },
  { title: "This machine's Node", items: only(["local"]) },
  { title: "The workbook's browsers, beside real ones", items: browserDeviations },
];

/** All that is known to be otherwise than in real Node and real browsers, by where it is. No group is empty. */
export const knownDeviations: readonly KnownDeviations[] = groups.filter(({ items }) => items.length > 0);
