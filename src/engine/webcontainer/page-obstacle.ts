/** What a page knows of itself before anything is tried. */
export interface PageFacts {
  readonly isSecureContext?: boolean;
  readonly crossOriginIsolated?: boolean;
  readonly navigator?: { readonly onLine?: boolean };
}

/** Why this page cannot have a container, in a sentence. `undefined`: nothing is known against it. */
export function pageObstacle(page: PageFacts = globalThis): string | undefined {
  if (page.isSecureContext === false) {
    return "WebContainer needs a page that came over https or from this machine, and this one did not.";
  }
  if (page.crossOriginIsolated === false) {
    return "WebContainer needs a page that is cross-origin isolated, and this site's server does not send the headers for it.";
  }
  if (page.navigator?.onLine === false) return "WebContainer needs the network, and the browser is offline.";
  return undefined;
}
