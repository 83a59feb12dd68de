/**
 * A frame of an opaque origin with this page of ours in it, not yet in the document. Nothing in it reaches our storage,
 * our cookies or our pages.
 *
 * The browser lets no service worker answer for a frame that its `sandbox` attribute makes opaque, so without a network
 * there would be none. Where our service worker rules, the attribute therefore allows the origin until the page is there, and the
 * worker's answer carries `Content-Security-Policy: sandbox`, which makes it opaque all the same. Then the attribute takes it back,
 * for wherever the frame may lead itself. The page must refuse to work when its origin is not opaque: see is-opaque.ts.
 */
export function opaqueFrame(pageUrl: string, allow: readonly string[]): HTMLIFrameElement {
  const frame = document.createElement("iframe");
  frame.sandbox.add(...allow);
  if (navigator.serviceWorker?.controller) {
    frame.sandbox.add("allow-same-origin");
    frame.addEventListener("load", () => frame.sandbox.remove("allow-same-origin"), { once: true });
  }
  frame.src = pageUrl;
  return frame;
}
