/** What a page knows of itself before anything is tried. */
export interface PageFacts {
  readonly isSecureContext?: boolean;
  readonly crossOriginIsolated?: boolean;
  readonly navigator?: { readonly onLine?: boolean };
}

/** Why a page cannot have a container. */
export type PageObstacle =
  /** It came neither over https nor from this machine. */
  | "insecure"
  /** Its server does not send the headers that isolate it. */
  | "not-isolated"
  | "offline";

/** What stands against a container in this page, the first that is to be mended. `undefined`: nothing is known. */
export function pageObstacle(page: PageFacts = globalThis): PageObstacle | undefined {
  if (page.isSecureContext === false) return "insecure";
  if (page.crossOriginIsolated === false) return "not-isolated";
  return page.navigator?.onLine === false ? "offline" : undefined;
}
