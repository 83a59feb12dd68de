import { pageObstacle } from "../../engine/webcontainer/page-obstacle.ts";
import { bootContainerEngine } from "../boot-container-engine.ts";
import { bootPageEngine } from "../boot-page-engine.ts";
import type { EngineOffer } from "./engine-offer.ts";

const inpage: EngineOffer = {
  kind: "inpage",
  place: "in the page",
  about: "Starts at once and needs no network.",
  obstacle: () => undefined,
  boot: ({ onStep, signal }) => bootPageEngine(onStep, signal),
};

const webcontainer: EngineOffer = {
  kind: "webcontainer",
  place: "in a WebContainer",
  about: "StackBlitz's real Node. Needs the network.",
  asks: "WebContainer is loaded from StackBlitz's servers, which then see that you use it.",
  obstacle: () => pageObstacle(),
  boot: ({ onStep, signal }) => bootContainerEngine(onStep, signal),
};

/** The engines that this site's pages can have, in the order in which they are listed. */
export const pageEngines: readonly EngineOffer[] = [inpage, webcontainer];
