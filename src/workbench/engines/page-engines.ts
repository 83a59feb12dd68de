import { type PageObstacle, pageObstacle } from "../../engine/webcontainer/page-obstacle.ts";
import * as words from "../../words/en/engines.ts";
import { bootContainerEngine } from "../boot-container-engine.ts";
import { bootPageEngine } from "../boot-page-engine.ts";
import type { EngineOffer } from "./engine-offer.ts";

const inpage: EngineOffer = {
  kind: "inpage",
  place: words.inThePage,
  about: words.aboutInpage,
  obstacle: () => undefined,
  boot: ({ onStep, signal }) => bootPageEngine(onStep, signal),
};

const obstacles: Readonly<Record<PageObstacle, string>> = {
  insecure: words.notSecure,
  "not-isolated": words.notIsolated,
  offline: words.offline,
};

const webcontainer: EngineOffer = {
  kind: "webcontainer",
  place: words.inContainer,
  about: words.aboutContainer,
  asks: words.asksContainer,
  obstacle() {
    const obstacle = pageObstacle();
    return obstacle && obstacles[obstacle];
  },
  boot: ({ onStep, signal }) => bootContainerEngine(onStep, signal),
};

/** The engines that this site's pages can have, in the order in which they are listed. */
export const pageEngines: readonly EngineOffer[] = [inpage, webcontainer];
