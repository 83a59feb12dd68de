// The site's service worker. It keeps a copy of the whole site, and answers from it: at once, and without a network. A new one
// waits until the reader asks for it, so that nothing changes under their hands.
import { OFFLINE_CHANNEL, TAKE_OVER } from "./offline-messages.ts";
import { SiteCopy } from "./site-copy.ts";
import type { SiteVersion } from "./site-version.ts";
import type { WorkerScope } from "./worker-scope.ts";

/** Put in by the build: see astro-offline.ts. */
declare const SITE: SiteVersion;
declare const self: WorkerScope;

const channel = new BroadcastChannel(OFFLINE_CHANNEL);
const { origin } = self.location;
const copy = new SiteCopy({
  site: SITE,
  caches,
  fetch: (input, init) => fetch(input, init),
  origin,
  tell: (news) => channel.postMessage(news),
});

self.addEventListener("install", (event) => event.waitUntil(copy.make()));

self.addEventListener("activate", (event) => {
  const takeOver = async () => {
    await self.clients.claim();
    // Workers too: they go on asking for files of the version of their page.
    const pages = await self.clients.matchAll({ includeUncontrolled: true, type: "all" });
    await copy.takeOver(pages.map(({ id }) => id));
  };
  event.waitUntil(takeOver());
});

self.addEventListener("message", ({ data }) => {
  if (data === TAKE_OVER) void self.skipWaiting();
});

self.addEventListener("fetch", (event) => {
  const { request, clientId, resultingClientId } = event;
  // A part of a file is for the network: it is never asked for by a page of ours.
  if (request.method !== "GET" || request.headers.has("range") || !request.url.startsWith(`${origin}/`))
    return;
  const answered = copy.answer({ request, pageId: clientId, newPageId: resultingClientId });
  event.respondWith(answered);
  const mended = () => copy.mended;
  event.waitUntil(answered.then(mended, mended));
});
